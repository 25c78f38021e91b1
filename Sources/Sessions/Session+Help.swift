import Catalog
import Diagnostics
import Documents

/// Lines that begin with `?`.
extension Session {
    /// A page, a list, or the names that a word finds; `?name 2` asks for an example to be typed.
    func help(on text: String, into outcome: inout Outcome) -> Document {
        let help = Help(registry)
        let words = text.split(separator: " ").map(String.init)
        if words.count > 1, let number = words.last.flatMap({ Int($0) }) {
            let examples = help.examples(words.dropLast().joined(separator: " "))
            if examples.indices.contains(number - 1) {
                outcome.request = .type(examples[number - 1].code)
                return Document()
            }
        }
        let asked = words.joined(separator: " ")
        if let answer = help.answer(to: asked) { return answer }
        let near =
            ForeignNames.functions[asked].map { "`\($0)` is what other tools call so" }
            ?? Suggestion.hint(for: asked, among: registry.callableNames)
            ?? "`?` lists what there is"
        return Document(.note("nothing is called `\(asked)`; \(near)"))
    }
}
