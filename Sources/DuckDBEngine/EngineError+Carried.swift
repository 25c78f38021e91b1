import Relations

/// How an error of ours passes through DuckDB, which hands on a text and nothing else.
extension EngineError {
    private static let mark: Character = "\u{1F}"

    /// The error as one text.
    var carried: String {
        let parts = [code.name, message] + hints
        return Self.mark.description + parts.joined(separator: Self.mark.description)
            + Self.mark.description
    }

    /// The error that a text of DuckDB's carries, if it carries one.
    init?(carriedBy text: String) {
        let parts = text.split(separator: Self.mark, omittingEmptySubsequences: false)
        guard parts.count >= 4 else { return nil }
        self.init(
            Code(named: String(parts[1])),
            String(parts[2]),
            hints: parts[3..<parts.count - 1].map(String.init)
        )
    }
}
