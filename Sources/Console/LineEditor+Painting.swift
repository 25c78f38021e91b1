import CEditLine

/// Colour and ghost text, drawn over what libedit has drawn while no key is waiting.
extension LineEditor {
    /// Where the cursor stands on the screen, and where the line ends, counted from its first row.
    var position: (cursor: TextLayout, end: TextLayout) {
        let line = line
        var layout = TextLayout(columns: terminal.size.columns, startingAt: promptWidth)
        layout.advance(over: line.scalars[..<line.cursor])
        let cursor = layout
        layout.advance(over: line.scalars[line.cursor...])
        return (cursor, layout)
    }

    /// Leaves the line for the row beneath it.
    func moveBelowLine(saying words: String) {
        let position = position
        let rows = position.end.row - position.cursor.row
        if terminal.isDumb {
            terminal.write(words + "\n")
        } else {
            let clear = state.shownHint == nil ? "" : "\u{1B}[K"
            terminal.write((rows > 0 ? "\u{1B}[\(rows)B" : "") + clear + words + "\r\n")
        }
        state.shownHint = nil
    }

    func paint() {
        guard terminal.allowsRedrawing, terminal.allowsColor else { return }
        let line = line
        // libedit draws control characters its own way, and its searches put newlines in.
        guard line.scalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else { return }
        let position = position
        guard position.end.row < terminal.size.rows else { return }
        let styles = assistance.highlight(state.earlier + line.text)
        var hint: String?
        if line.cursor == line.scalars.count, !line.scalars.isEmpty {
            hint = suggestion(for: state.earlier + line.text)
        }
        var painting = LinePainting(line: line, promptWidth: promptWidth)
        painting.styles = styles.map { $0.shifted(by: -state.earlier.utf8.count) }
        painting.hint = hint.map {
            TextWidth.cut(
                $0.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? "",
                to: terminal.size.columns - position.end.column - 1
            )
        }
        state.shownHint = painting.hint?.isEmpty == false ? hint : nil
        terminal.write(painting.sequence(rowsAbove: position.cursor.row))
    }

    private func suggestion(for text: String) -> String? {
        guard text != state.began else { return nil }
        let hint = assistance.hint(text) ?? history.continuation(of: text)
        return hint.flatMap { $0.isEmpty || $0.first == "\n" ? nil : $0 }
    }
}

/// The line as it is drawn over libedit's: in colour, with ghost text at its end.
struct LinePainting {
    var line: EditedLine
    var promptWidth: Int
    var styles: [StyledRange] = []
    var hint: String?

    /// Begins and ends where the cursor is; the line's first row is `rowsAbove` it.
    func sequence(rowsAbove: Int) -> String {
        var result = "\u{1B}7"
        if rowsAbove > 0 { result += "\u{1B}[\(rowsAbove)A" }
        result += "\r"
        if promptWidth > 0 { result += "\u{1B}[\(promptWidth)C" }
        result += styledText
        if let hint, !hint.isEmpty { result += "\u{1B}[2m\(hint)\u{1B}[0m" }
        return result + "\u{1B}8"
    }

    /// Where ranges overlap, the later one wins.
    private var styledText: String {
        var result = ""
        var current = ""
        var offset = 0
        for scalar in line.scalars {
            let parameters = styles.last { $0.range.contains(offset) }?.parameters ?? ""
            if parameters != current {
                result += current.isEmpty ? "" : "\u{1B}[0m"
                result += parameters.isEmpty ? "" : "\u{1B}[\(parameters)m"
                current = parameters
            }
            result.unicodeScalars.append(scalar)
            offset += UTF8.width(scalar)
        }
        return result + (current.isEmpty ? "" : "\u{1B}[0m")
    }
}

extension StyledRange {
    func shifted(by offset: Int) -> StyledRange {
        let lower = max(0, range.lowerBound + offset)
        return StyledRange(lower..<max(lower, range.upperBound + offset), parameters)
    }
}
