import Diagnostics

/// A text cut into lines that know where they stand.
///
/// A byte order mark at the start and a carriage return at a line's end are dropped.
struct TranscriptLines {
    struct Line {
        /// From `firstLine` of the source.
        var number: Int
        /// The offset of the first byte.
        var offset: Int
        var text: String

        /// The whole line as a place.
        var span: SourceSpan { SourceSpan(offset..<offset + text.utf8.count) }

        /// The place of the first `part` in the line, or all of the line.
        func span(of part: some StringProtocol) -> SourceSpan {
            let bytes = Array(text.utf8)
            let sought = Array(part.utf8)
            guard !sought.isEmpty, sought.count <= bytes.count else { return span }
            for start in 0...(bytes.count - sought.count)
            where bytes[start..<start + sought.count].elementsEqual(sought) {
                return SourceSpan(offset + start..<offset + start + sought.count)
            }
            return span
        }
    }

    private(set) var lines: [Line] = []

    init(_ source: SourceText) {
        var bytes = Array(source.text.utf8)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        var number = source.firstLine
        while !bytes.isEmpty {
            let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
            var line = bytes[..<end]
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            let text = String(decoding: line, as: UTF8.self)
            lines.append(Line(number: number, offset: bytes.startIndex, text: text))
            number += 1
            bytes = bytes[min(end + 1, bytes.endIndex)...]
        }
    }
}
