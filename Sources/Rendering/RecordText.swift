import Documents

/// Records for reading: one field a line, `name: value`, or names and values in two columns.
struct RecordText {
    /// The columns a line may take; nil leaves lines whole.
    var width: Int?
    var text: CellText
    var aligned = false

    /// The rows of a table, an empty line between them, then what is left out.
    func lines(of table: TableBlock, rows: Int?, footerWidth: Int) -> [StyledLine] {
        let count = min(table.rows.count, rows ?? .max)
        let columns = table.columns.indices.map { index in
            text.column(
                table.rows.prefix(count).map { $0[index] },
                digits: table.columns[index].digits
            )
        }
        var lines: [StyledLine] = []
        for row in 0..<count {
            if row > 0 { lines.append(StyledLine()) }
            for (index, header) in table.columns.enumerated() {
                let isMissing = table.rows[row][index].isMissing
                lines.append(
                    line(header.name, columns[index][row], isMissing ? .muted : .plain)
                )
            }
        }
        let footer = TableFooter(
            table,
            rowsShown: count,
            columnsShown: Array(table.columns.indices)
        )
        .lines(width: footerWidth)
        if !footer.isEmpty, count > 0 { lines.append(StyledLine()) }
        return lines + footer
    }

    /// One record.
    func lines(of fields: [Field]) -> [StyledLine] {
        guard aligned else {
            return fields.map {
                line($0.name, text.string($0.value), $0.value.isMissing ? .muted : .plain)
            }
        }
        let names = fields.map { VisibleText.of($0.name) }
        let indent = min(names.map { TextWidth.of($0) }.max() ?? 0, (width ?? 80) / 2) + 2
        return zip(names, fields).flatMap { name, field in
            pair(name, field.value, indent: indent)
        }
    }

    private func line(_ name: String, _ value: String, _ style: Style) -> StyledLine {
        let label = VisibleText.of(name) + ": "
        guard let width else { return StyledLine([StyledText(label), StyledText(value, style)]) }
        let name = TextWidth.truncated(label, to: width)
        let room = width - TextWidth.of(name)
        return StyledLine([
            StyledText(name), StyledText(TextWidth.truncated(value, to: room), style),
        ])
    }

    /// A name and its value beside it, wrapped in a column of its own.
    private func pair(_ name: String, _ value: Cell, indent: Int) -> [StyledLine] {
        let style: Style = value.isMissing ? .muted : .plain
        let room = max(8, (width ?? 80) - indent)
        let whole = text.string(value)
        let values =
            TextWidth.of(whole) <= room
            ? [StyledLine(whole, style)] : TextWrap.lines(whole, style, width: room)
        return values.enumerated().map { index, value in
            var line = StyledLine(
                index == 0 ? TextWidth.truncated(name, to: indent - 2) : "",
                .muted
            )
            line.pad(to: indent)
            line.parts += value.parts
            return line
        }
    }
}
