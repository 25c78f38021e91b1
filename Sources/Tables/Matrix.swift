/// A dense table of doubles, stored column by column; a missing cell is a NaN.
package struct Matrix: Sendable, Hashable {
    package let rows: Int
    package let columns: Int
    /// `rows × columns` cells, column after column.
    package var cells: [Double]

    package init(rows: Int, columns: Int, cells: [Double]) {
        precondition(cells.count == rows * columns, "a cell for every row and column")
        self.rows = rows
        self.columns = columns
        self.cells = cells
    }

    package init(repeating value: Double, rows: Int, columns: Int) {
        self.init(
            rows: rows,
            columns: columns,
            cells: Array(repeating: value, count: rows * columns)
        )
    }

    package func column(_ index: Int) -> ArraySlice<Double> {
        cells[index * rows..<(index + 1) * rows]
    }

    package subscript(row: Int, column: Int) -> Double {
        get { cells[column * rows + row] }
        set { cells[column * rows + row] = newValue }
    }
}
