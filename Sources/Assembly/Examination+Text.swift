import Diagnostics

extension Examination.Finding {
    /// Lines for a reader: the state, the subject, what was found, then what mends it.
    package var text: String {
        let first = Self.padded(state.rawValue, 9) + Self.padded(subject, 10) + detail + "\n"
        let indent = String(repeating: " ", count: 19)
        return first + mending.map { "\(indent)→ \($0)\n" }.joined()
    }

    /// A library that cannot be opened, with what its error says to type.
    init(subject: String, missing error: Diagnostic) {
        self.init(subject: subject, state: .missing, detail: error.message, mending: error.hints)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
