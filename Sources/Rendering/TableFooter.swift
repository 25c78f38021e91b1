import Documents

/// The sentence under a table that says what is left out: rows by number, columns by name and type.
struct TableFooter {
    private let table: TableBlock
    private let rowsShown: Int
    private let hidden: [ColumnHeader]

    init(_ table: TableBlock, rowsShown: Int, columnsShown: [Int]) {
        self.table = table
        self.rowsShown = rowsShown
        let shown = Set(columnsShown)
        hidden = table.columns.indices.filter { !shown.contains($0) }.map { table.columns[$0] }
    }

    /// As `336,776 rows, 10 shown`; nil when all rows are shown and there are some.
    var rows: String? {
        let shown = NumberFormat.grouped(rowsShown)
        if let total = table.totalRows {
            if total == 0 { return "no rows" }
            if total == rowsShown { return nil }
            return NumberFormat.grouped(total) + (total == 1 ? " row, " : " rows, ")
                + shown + " shown"
        }
        return "first " + shown + (rowsShown == 1 ? " row" : " rows") + ", more not shown"
    }

    /// The footer in lines; columns that would take too many lines are counted, not named.
    func lines(width: Int) -> [StyledLine] {
        let limit = max(6, 480 / width)
        // A name with its type takes four columns or more, so no more than these can fit.
        var named = min(hidden.count, limit * max(width, 4) / 4)
        while true {
            let lines = TextWrap.lines(of: words(naming: named), width: width)
            if lines.count <= limit || named == 0 { return lines }
            // Every line past the limit holds at least one name.
            named = max(0, named - (lines.count - limit))
        }
    }

    /// The words of the sentence; a name stays with its type.
    private func words(naming count: Int) -> [StyledLine] {
        var words = TextWrap.words(
            of: StyledLine((rows ?? "") + (rows == nil || hidden.isEmpty ? "" : ";"), .muted)
        )
        guard !hidden.isEmpty else { return words }
        var names = hidden.prefix(count).map { VisibleText.of($0.name + " " + $0.type) }
        if count < hidden.count {
            names.append("and " + NumberFormat.grouped(hidden.count - count) + " more columns")
        }
        words.append(StyledLine("also:", .muted))
        for (index, name) in names.enumerated() {
            words.append(StyledLine(name + (index == names.count - 1 ? "" : ","), .muted))
        }
        return words
    }
}
