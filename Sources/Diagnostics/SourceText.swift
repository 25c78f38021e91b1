/// What was typed, or read from a file, with a name to say where.
///
/// Offsets count UTF-8 bytes. Line and column are found when an excerpt is drawn, not before.
package struct SourceText: Hashable, Sendable {
    /// The file it came from, or nil at the prompt.
    package let name: String?
    package let text: String
    /// The number that the first line bears in excerpts: 1, or the line in the file.
    package let firstLine: Int

    package init(_ text: String, name: String? = nil, firstLine: Int = 1) {
        self.text = text
        self.name = name
        self.firstLine = firstLine
    }

    /// The text that a span covers; offsets past the end are cut off.
    package func slice(_ span: SourceSpan) -> String {
        let bytes = text.utf8
        let lower = bytes.index(bytes.startIndex, offsetBy: min(Int(span.lower), bytes.count))
        let upper = bytes.index(bytes.startIndex, offsetBy: min(Int(span.upper), bytes.count))
        return String(text[lower..<upper])
    }
}
