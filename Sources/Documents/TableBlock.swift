/// A table to show: named and typed columns, the rows at hand, and how many there are in all.
package struct TableBlock: Hashable, Sendable {
    package var columns: [ColumnHeader]
    /// The rows at hand, each with one cell a column.
    package private(set) var rows: [[Cell]]
    /// How many rows there are, shown or not; nil when nobody has counted them.
    package var totalRows: Int?
    /// Whether there are rows besides those at hand.
    package var hasMore: Bool
    /// The columns that are shown before others where the width does not hold all, the first of them
    /// first; the others follow from the left.
    package var foremost: [Int] = []

    /// A table of rows; with neither `totalRows` nor `hasMore` the rows are all there are.
    package init(
        _ columns: [ColumnHeader],
        rows: [[Cell]],
        totalRows: Int? = nil,
        hasMore: Bool = false
    ) {
        precondition(
            rows.allSatisfy { $0.count == columns.count },
            "a row has a cell for every column"
        )
        self.columns = columns
        self.rows = rows
        self.hasMore = hasMore || (totalRows ?? 0) > rows.count
        self.totalRows = totalRows ?? (hasMore ? nil : rows.count)
    }

    /// A table of columns of one length.
    package init(
        _ columns: [(header: ColumnHeader, cells: [Cell])],
        totalRows: Int? = nil,
        hasMore: Bool = false
    ) {
        let count = columns.first?.cells.count ?? 0
        precondition(
            columns.allSatisfy { $0.cells.count == count },
            "the columns are of one length"
        )
        let rows = (0..<count).map { row in columns.map { $0.cells[row] } }
        self.init(columns.map(\.header), rows: rows, totalRows: totalRows, hasMore: hasMore)
    }

    package mutating func append(row: [Cell]) {
        precondition(row.count == columns.count, "a row has a cell for every column")
        rows.append(row)
        if let total = totalRows { totalRows = max(total, rows.count) }
    }

    /// The cells of one column.
    package func cells(of column: Int) -> [Cell] { rows.map { $0[column] } }
}

/// What stands above a column: its name, the word for its type, and how its cells are set.
package struct ColumnHeader: Hashable, Sendable {
    package var name: String
    /// The word for the type, such as `int`, `text`, `timestamp`.
    package var type: String
    package var alignment: Alignment
    /// The significant digits of its floats, where the column has its own wish.
    package var digits: Int?

    /// A header; the alignment follows from the type unless it is given.
    package init(
        _ name: String,
        _ type: String,
        alignment: Alignment? = nil,
        digits: Int? = nil
    ) {
        self.name = name
        self.type = type
        self.alignment = alignment ?? Alignment(type: type)
        self.digits = digits
    }
}

/// Where the cells of a column line up.
package enum Alignment: Hashable, Sendable {
    case leading
    case trailing
    /// On the decimal point, and at the right end of whole numbers.
    case decimal

    /// Numbers on the point, durations to the right, all else to the left.
    package init(type: String) {
        self =
            switch type {
            case "int", "float": .decimal
            case "duration": .trailing
            default: .leading
            }
    }
}
