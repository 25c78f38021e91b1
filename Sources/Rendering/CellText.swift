import Documents

/// Cells as text for people.
struct CellText: Hashable, Sendable {
    var numbers: NumberFormat

    init(digits: Int) { numbers = NumberFormat(digits: digits) }

    /// The cells of a column, its floats written alike; control characters are written out.
    func column(_ cells: [Cell], digits: Int? = nil) -> [String] {
        let format = digits.map { NumberFormat(digits: $0) } ?? numbers
        let notation = format.notation(
            for: cells.lazy.compactMap { if case .float(let value) = $0 { value } else { nil } }
        )
        return cells.map { cell in
            if case .float(let value) = cell { return format.string(value, in: notation) }
            return string(cell)
        }
    }

    /// One cell by itself.
    func string(_ cell: Cell) -> String {
        switch cell {
        case .missing: "missing"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .float(let value): numbers.string(value)
        case .text(let value), .formatted(let value): VisibleText.of(value)
        case .list(let cells): "[" + column(cells).joinedQuoting(cells) + "]"
        case .record(let fields):
            "{"
                + fields.map { VisibleText.of($0.name) + ": " + nested($0.value) }
                .joined(separator: ", ") + "}"
        }
    }

    private func nested(_ cell: Cell) -> String {
        if case .text = cell { return "\"" + string(cell) + "\"" }
        return string(cell)
    }
}

extension [String] {
    /// The texts with commas between, in quotes where the cell is text.
    fileprivate func joinedQuoting(_ cells: [Cell]) -> String {
        zip(self, cells).map { text, cell in
            if case .text = cell { return "\"" + text + "\"" }
            return text
        }.joined(separator: ", ")
    }
}
