import Documents

/// The little Markdown of lessons as a document: headings, paragraphs, points, and code in backticks.
enum LessonProse {
    static func document(_ text: String) -> Document {
        var document = Document()
        var lines: [Substring] = []
        var points: [StyledLine] = []
        func close() {
            if !lines.isEmpty { document.append(.paragraph(line(lines.joined(separator: " ")))) }
            if !points.isEmpty { document.append(.list(points)) }
            (lines, points) = ([], [])
        }
        for piece in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let level = piece.prefix { $0 == "#" }.count
            if piece.allSatisfy({ $0 == " " }) {
                close()
            } else if (1...6).contains(level), piece.dropFirst(level).first == " " {
                close()
                document.append(.heading(String(piece.dropFirst(level + 1)), level: level))
            } else if piece.hasPrefix("* ") || piece.hasPrefix("- ") {
                if !lines.isEmpty { close() }
                points.append(line(String(piece.dropFirst(2))))
            } else if let last = points.last, piece.first == " " {
                points[points.count - 1] = line(last.text + " " + piece.drop { $0 == " " })
            } else {
                lines.append(piece)
            }
        }
        close()
        return document
    }

    private static func line(_ text: String) -> StyledLine {
        var line = StyledLine()
        for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false)
            .enumerated() where !part.isEmpty
        {
            if index.isMultiple(of: 2) {
                appendPlain(part, to: &line)
            } else {
                line.append(String(part), .code)
            }
        }
        return line
    }

    /// Words outside of code, those between `**` strong.
    private static func appendPlain(_ text: Substring, to line: inout StyledLine) {
        for (index, part) in text.split(separator: "**", omittingEmptySubsequences: false)
            .enumerated() where !part.isEmpty
        {
            line.append(String(part), index.isMultiple(of: 2) ? .plain : .strong)
        }
    }
}
