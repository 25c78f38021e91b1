import Catalog
import Values

extension Completer {
    /// What is taken where nothing is typed: the default of the argument whose name was just
    /// typed.
    package func hint(after text: String) -> String? {
        guard text.hasSuffix(": ") else { return nil }
        let position = CompleterPosition(text, at: text.utf8.count)
        guard !position.isClosed, position.isAtStart, position.word.typed.isEmpty,
            case .slot = position.levels.last?.label
        else { return nil }
        let parameter = place(position).parameter
        return parameter?.standard.flatMap { $0.isMissing ? nil : $0.literal }
    }
}
