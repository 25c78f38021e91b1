/// The rows below a line: carets, and the words of labels.
struct LabelRows {
    private(set) var rows: [String] = []

    /// A label with its columns.
    private struct Placed {
        let columns: Range<Int>
        let words: String
        var row = 0
    }

    /// No row is wider than `room`, as far as the line itself is not.
    init(_ pieces: [SourceExcerpt.Piece], in line: SourceExcerpt.ShownLine, room: Int) {
        let placed = pieces.compactMap { piece in
            line.columns(piece.range).map { Placed(columns: $0, words: piece.words) }
        }.sorted {
            ($0.columns.lowerBound, $0.columns.upperBound) < (
                $1.columns.lowerBound, $1.columns.upperBound
            )
        }
        guard let last = placed.last else { return }
        let carets = carets(placed)
        if last.words.isEmpty {
            rows = [carets]
        } else if carets.count + 1 + DisplayWidth.of(last.words) <= room {
            rows = [carets + " " + last.words]
        } else {
            rows = [carets]
            addWrapped(last, room: room)
        }
        addWords(of: placed.dropLast().filter { !$0.words.isEmpty })
    }

    private func carets(_ placed: [Placed]) -> String {
        var row = [Character](repeating: " ", count: placed.map(\.columns.upperBound).max() ?? 0)
        for label in placed { for column in label.columns { row[column] = "^" } }
        return String(row)
    }

    /// Puts words that do not fit beside their caret below it, as far to the left as they need.
    private mutating func addWrapped(_ label: Placed, room: Int) {
        var lines: [String] = []
        for word in label.words.split(separator: " ").map(String.init) {
            if let line = lines.last, DisplayWidth.of(line) + 1 + DisplayWidth.of(word) <= room {
                lines[lines.count - 1] = line + " " + word
            } else {
                lines.append(word)
            }
        }
        let width = lines.map { DisplayWidth.of($0) }.max() ?? 0
        let start = max(0, min(label.columns.lowerBound, room - width))
        rows += lines.map { String(repeating: " ", count: start) + $0 }
    }

    /// Puts words below their carets, those to the right higher, as many in a row as fit.
    private mutating func addWords(of labels: [Placed]) {
        var starts: [Int] = []
        var seated: [Placed] = []
        for var label in labels.reversed() {
            let end = label.columns.lowerBound + DisplayWidth.of(label.words) + 1
            let row = starts.firstIndex { end <= $0 } ?? starts.count
            if row == starts.count { starts.append(0) }
            starts[row] = label.columns.lowerBound
            label.row = row
            seated.append(label)
        }
        for row in starts.indices {
            var text = ""
            var column = 0
            for label in seated.reversed() where label.row >= row {
                let start = label.columns.lowerBound
                guard start >= column else { continue }
                let words = label.row == row ? label.words : "|"
                text += String(repeating: " ", count: start - column) + words
                column = start + DisplayWidth.of(words)
            }
            rows.append(text)
        }
    }
}
