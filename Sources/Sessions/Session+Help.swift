import Catalog
import Diagnostics
import Documents

/// Lines that begin with `?`.
extension Session {
    /// A page, a list, or the names that a word finds; `?name 2` asks for an example to be typed.
    func help(on text: String, into outcome: inout Outcome) -> Document {
        let help = Help(registry)
        let words = text.split(separator: " ").map(String.init)
        guard let name = words.first else { return help.overview }
        if words.count == 2, let number = Int(words[1]) {
            let examples = help.examples(name)
            if (1...max(1, examples.count)).contains(number), !examples.isEmpty {
                outcome.request = .type(examples[number - 1].code)
                return Document()
            }
        }
        if let page = help.page(name) { return page }
        let found = help.search(text)
        guard !found.isEmpty else {
            let near = Suggestion.hint(for: name, among: registry.callableNames)
            return Document(.note("nothing is called `\(text)`" + (near.map { "; \($0)" } ?? "")))
        }
        let headers = [ColumnHeader("name", "text"), ColumnHeader("summary", "text")]
        return Document(
            .table(TableBlock(headers, rows: found.map { [.text($0.name), .text($0.summary)] }))
        )
    }
}
