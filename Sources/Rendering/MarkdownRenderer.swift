package import Documents

/// Writes Markdown as Git hosts read it: pipe tables with all columns, figures as text in fences.
package struct MarkdownRenderer: Renderer {
    package static let mediaType = "text/markdown"

    /// The significant digits of floats.
    package var digits: Int

    package init(digits: Int = 4) { self.digits = digits }

    package func render(_ document: Document, into output: inout some TextOutputStream) {
        var isFirst = true
        for block in document.blocks {
            let lines = lines(of: block)
            guard !lines.isEmpty else { continue }
            if !isFirst { output.write("\n") }
            isFirst = false
            for line in lines { output.write(line + "\n") }
        }
    }

    private func lines(of block: Block) -> [String] {
        let text = CellText(digits: digits)
        switch block {
        case .heading(let text, let level):
            return [String(repeating: "#", count: min(max(level, 1), 6)) + " " + Self.escaped(text)]
        case .paragraph(let line): return [Self.inline(line)]
        case .lines(let lines): return Self.fence(lines.map { VisibleText.of($0.text) }, "text")
        case .note(let text): return [Self.escaped(text)]
        case .list(let items): return items.map { "- " + Self.inline($0) }
        case .code(let code, let language):
            let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
            return Self.fence(lines.map(String.init), language ?? "")
        case .value(let cell, type: _): return [Self.escaped(text.string(cell))]
        case .table(let table): return lines(of: table, text)
        case .record(let record):
            return record.fields.map {
                "- **" + Self.escaped($0.name) + "**: " + Self.escaped(text.string($0.value))
            }
        case .figure(let figure):
            let drawn = TextFigure(figure, width: 80, plain: false, digits: digits).lines
            return Self.fence(drawn.map { $0.trimmed().text }, "text")
        }
    }

    private func lines(of table: TableBlock, _ text: CellText) -> [String] {
        guard !table.columns.isEmpty else { return [] }
        let columns = table.columns.indices.map { index in
            text.column(table.cells(of: index), digits: table.columns[index].digits)
        }
        var lines = [
            Self.row(table.columns.map { Self.escaped($0.name) }),
            Self.row(table.columns.map { $0.alignment == .leading ? "---" : "---:" }),
        ]
        for row in table.rows.indices {
            lines.append(Self.row(columns.map { Self.escaped($0[row]) }))
        }
        let footer = TableFooter(
            table,
            rowsShown: table.rows.count,
            columnsShown: Array(table.columns.indices)
        )
        if let rows = footer.rows { lines += ["", rows] }
        return lines
    }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |"
    }

    private static func inline(_ line: StyledLine) -> String {
        line.parts.map { part in
            switch part.style {
            case .strong: "**" + escaped(part.text) + "**"
            case .code: "`" + VisibleText.of(part.text) + "`"
            default: escaped(part.text)
            }
        }.joined()
    }

    /// Text with what Markdown would read as markup escaped; control characters are written out.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in VisibleText.of(text) {
            if "\\`*[]<>|#&".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }

    /// A fence that is longer than any run of backticks within.
    private static func fence(_ lines: [String], _ language: String) -> [String] {
        let runs = lines.map { line in
            line.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
        }
        let mark = String(repeating: "`", count: max(3, (runs.max() ?? 0) + 1))
        return [mark + language] + lines + [mark]
    }
}
