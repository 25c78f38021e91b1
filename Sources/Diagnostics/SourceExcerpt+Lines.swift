// Which lines are shown, and which part of each.
extension SourceExcerpt {
    /// A label, or the part of it that stands on one line.
    struct Piece: Hashable {
        let line: Int
        /// Bytes of the text; may be empty.
        let range: Range<Int>
        let words: String
    }

    /// The lines that labels stand on, with carets and words below them.
    func excerpt(_ labels: [Diagnostic.Label], _ color: String) -> [String] {
        var pieces: [Int: [Piece]] = [:]
        for label in labels {
            for piece in self.pieces(of: label) where pieces[piece.line]?.contains(piece) != true {
                pieces[piece.line, default: []].append(piece)
            }
        }
        let shown = pieces.keys.sorted()
        guard let last = shown.last else { return [] }
        let digits = String(firstLine + last).count
        var output: [String] = []
        var previous: Int?
        for line in shown {
            if let previous, line == previous + 2 {
                output += draw([], line: previous + 1, digits: digits, color)
            } else if let previous, line > previous + 2 {
                output.append(
                    palette.paint(
                        "  " + String(repeating: ".", count: max(3, digits)),
                        palette.gutter
                    )
                )
            }
            output += draw(pieces[line] ?? [], line: line, digits: digits, color)
            previous = line
        }
        return output
    }

    /// A label that runs over lines is shown on its first and its last.
    private func pieces(of label: Diagnostic.Label) -> [Piece] {
        let lower = min(Int(label.span.lower), bytes.count)
        let upper = min(Int(label.span.upper), bytes.count)
        let words = sanitized(label.words)
        let first = index(ofLineAt: lower)
        let last = upper > lower ? index(ofLineAt: upper - 1) : first
        guard last > first else {
            let end = max(lower, min(upper, range(ofLine: first).upperBound))
            return [Piece(line: first, range: lower..<end, words: words)]
        }
        let end = max(lower, range(ofLine: first).upperBound)
        let final = range(ofLine: last)
        let begin = final.first { bytes[$0] != 0x20 && bytes[$0] != 0x09 } ?? final.lowerBound
        let tail = min(begin, upper)..<max(min(begin, upper), min(upper, final.upperBound))
        return [
            Piece(line: first, range: lower..<end, words: ""),
            Piece(line: last, range: tail, words: words),
        ]
    }

    /// A line with its number, and the rows below it.
    private func draw(_ pieces: [Piece], line: Int, digits: Int, _ color: String) -> [String] {
        let number = String(firstLine + line)
        let padding = String(repeating: " ", count: 2 + digits - number.count)
        let blank = String(repeating: " ", count: 2 + digits)
        let room = width - digits - 5
        let shown = shownLine(range(ofLine: line), around: pieces, room: room)
        let numbered = palette.paint(padding + number + " |", palette.gutter)
        let margin = palette.paint(blank + " |", palette.gutter)
        let rows = LabelRows(pieces, in: shown, room: room).rows
        return [shown.text.isEmpty ? numbered : numbered + " " + shown.text]
            + rows.map { row in
                let blanks = row.prefix { $0 == " " }
                return margin + " " + blanks
                    + palette.paint(String(row.dropFirst(blanks.count)), color)
            }
    }

    /// A line as it is shown, and where its characters stand.
    struct ShownLine {
        var text = ""
        var cells: [Cell] = []
        /// The column behind the last cell.
        var end = 0

        /// One character: its bytes in the text, its first column and its width.
        struct Cell {
            let range: Range<Int>
            let column: Int
            let width: Int
            let text: String
        }

        /// The columns that some bytes cover; nil when they are cut away.
        ///
        /// What is empty, or behind the end, has one column.
        func columns(_ range: Range<Int>) -> Range<Int>? {
            let covered = cells.filter {
                $0.range.upperBound > range.lowerBound && $0.range.lowerBound < range.upperBound
            }
            if let first = covered.first, let last = covered.last {
                return first.column..<max(first.column + 1, last.column + last.width)
            }
            if let at = cells.first(where: { $0.range.contains(range.lowerBound) }) {
                return at.column..<at.column + 1
            }
            let isBehind = range.lowerBound >= (cells.last?.range.upperBound ?? 0)
            return isBehind ? end..<end + 1 : nil
        }
    }

    /// Cuts a line to so many columns, around the labels on it.
    private func shownLine(_ range: Range<Int>, around pieces: [Piece], room: Int) -> ShownLine {
        let lower = pieces.map(\.range.lowerBound).min() ?? range.lowerBound
        let upper = pieces.map(\.range.upperBound).max() ?? lower
        let near = nearby(range, lower, min(upper, lower + 8 * room), room: room)
        var whole = ShownLine()
        for cell in cells(near) { whole.append(cell) }
        guard whole.end > room || near != range else { return whole }
        let first = whole.columns(lower..<lower)?.lowerBound ?? 0
        let last = min(whole.columns(upper..<upper)?.lowerBound ?? first, first + room)
        let context = max(room / 4, (room - (last - first)) / 2)
        let start = max(0, min(first - context, whole.end - room))
        let isCutLeft = start > 0 || near.lowerBound > range.lowerBound
        let isCutRight = whole.end > start + room || near.upperBound < range.upperBound
        var cut = ShownLine()
        if isCutLeft { cut.append(mark: "…") }
        let window = start + (isCutLeft ? 1 : 0)..<start + room - (isCutRight ? 1 : 0)
        for cell in whole.cells where window.contains(cell.column) {
            guard cell.column + cell.width <= window.upperBound else { break }
            cut.append(cell)
        }
        if isCutRight { cut.append(mark: "…") }
        return cut
    }

    /// The bytes of a line that may be shown, so that a very long line is not gone through whole.
    private func nearby(_ range: Range<Int>, _ lower: Int, _ upper: Int, room: Int) -> Range<Int> {
        guard range.count > 16 * room else { return range }
        var start = max(range.lowerBound, lower - 4 * room)
        var end = min(range.upperBound, upper + 4 * room)
        while start > range.lowerBound, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        while end < range.upperBound, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return start..<max(start, end)
    }

    private func cells(_ range: Range<Int>) -> [ShownLine.Cell] {
        var position = range.lowerBound
        return String(decoding: bytes[range], as: UTF8.self).map { character in
            let count = String(character).utf8.count
            defer { position += count }
            let text = character == "\t" ? "    " : sanitized(String(character))
            let width = text == "    " ? 4 : DisplayWidth.of(text)
            return .init(range: position..<position + count, column: 0, width: width, text: text)
        }
    }
}

extension SourceExcerpt.ShownLine {
    /// Adds a cell at the next column.
    mutating func append(_ cell: Cell) {
        cells.append(Cell(range: cell.range, column: end, width: cell.width, text: cell.text))
        text += cell.text
        end += cell.width
    }

    /// Adds a sign that stands for what was cut away.
    mutating func append(mark: String) {
        text += mark
        end += 1
    }
}
