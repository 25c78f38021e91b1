package import Documents

/// Writes documents for a terminal, or as plain text of the same layout.
///
/// No escape byte comes from the data, and none at all without colour; no line ends in a space.
package struct TerminalRenderer: Renderer {
    package static let mediaType = "text/plain"

    /// The columns that a line may take.
    package var width: Int
    package var colour: Bool
    /// Records in place of tables and ASCII in place of drawing, for readers who listen.
    package var plain: Bool
    /// The significant digits of floats.
    package var digits: Int
    /// The rows of a table that are shown at most; nil for all at hand.
    package var rows: Int?

    package init(
        width: Int = 80,
        colour: Bool = false,
        plain: Bool = false,
        digits: Int = 4,
        rows: Int? = nil
    ) {
        self.width = max(width, 1)
        self.colour = colour
        self.plain = plain
        self.digits = digits
        self.rows = rows
    }

    package func render(_ document: Document, into output: inout some TextOutputStream) {
        var before: Block?
        for block in document.blocks {
            let lines = lines(of: block)
            guard !lines.isEmpty else { continue }
            if let before, Self.parts(before, block) { output.write("\n") }
            for line in lines {
                write(line.trimmed(), into: &output)
                output.write("\n")
            }
            before = block
        }
    }

    /// Whether an empty line stands between two blocks.
    private static func parts(_ first: Block, _ second: Block) -> Bool {
        switch (first, second) {
        case (.heading, _), (_, .note), (.value, .value), (.lines, .lines): false
        default: true
        }
    }

    private func write(_ line: StyledLine, into output: inout some TextOutputStream) {
        guard colour else {
            output.write(line.text)
            return
        }
        for part in line.joined().parts {
            if let code = Palette.code(of: part.style), !part.text.isEmpty {
                output.write("\u{1B}[" + code + "m" + part.text + "\u{1B}[0m")
            } else {
                output.write(part.text)
            }
        }
    }
}

extension TerminalRenderer {
    /// Lines longer than this are hard to read, however wide the terminal.
    private var proseWidth: Int { min(width, 100) }

    /// Whether tables are written a record at a time.
    private var prefersRecords: Bool { plain || width < 40 }

    private func lines(of block: Block) -> [StyledLine] {
        switch block {
        case .heading(let text, level: _): TextWrap.lines(text, .strong, width: proseWidth)
        case .paragraph(let line): TextWrap.lines(line, width: proseWidth)
        case .lines(let lines): lines.map(kept)
        case .note(let text): TextWrap.lines(text, .muted, width: proseWidth)
        case .list(let items):
            items.flatMap { item in
                TextWrap.lines(
                    StyledLine([StyledText("- ")] + item.parts),
                    width: proseWidth,
                    indent: 2
                )
            }
        case .code(let text, language: _):
            text.split(separator: "\n", omittingEmptySubsequences: false).map {
                kept(StyledLine("  " + $0, .code))
            }
        case .value(let cell, type: _): lines(of: cell)
        case .table(let table): lines(of: table)
        case .record(let record): lines(of: record)
        case .figure(let figure):
            TextFigure(figure, width: width, plain: plain, digits: digits).lines
        }
    }

    /// A line as it stands, tabs as four spaces and other control characters written out.
    private func kept(_ line: StyledLine) -> StyledLine {
        StyledLine(
            line.parts.map { part in
                let spaced = part.text.split(separator: "\t", omittingEmptySubsequences: false)
                    .joined(separator: "    ")
                return StyledText(VisibleText.of(spaced), part.style)
            }
        )
    }

    /// A value alone: text keeps its lines, a list is wrapped.
    private func lines(of cell: Cell) -> [StyledLine] {
        let text = CellText(digits: digits)
        switch cell {
        case .missing: return [StyledLine(text.string(cell), .muted)]
        case .text(let value), .formatted(let value):
            return value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .map { kept(StyledLine(String($0))) }
        case .list, .record: return TextWrap.lines(text.string(cell), width: width)
        case .bool, .int, .float: return [StyledLine(text.string(cell))]
        }
    }

    private func lines(of table: TableBlock) -> [StyledLine] {
        let text = CellText(digits: digits)
        if prefersRecords {
            return RecordText(width: plain ? nil : width, text: text)
                .lines(of: table, rows: rows, footerWidth: width)
        }
        let laid = TextTable(table, width: width, rows: rows, text: text)
        return laid.lines + laid.footer
    }

    private func lines(of record: RecordBlock) -> [StyledLine] {
        let records = RecordText(
            width: plain ? nil : width,
            text: CellText(digits: digits),
            aligned: !prefersRecords
        )
        return records.lines(of: record.fields)
    }
}
