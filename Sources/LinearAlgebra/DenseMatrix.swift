/// A matrix of doubles, stored column by column.
package struct DenseMatrix: Sendable, Hashable {
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
        self.rows = rows
        self.columns = columns
        cells = Array(repeating: value, count: rows * columns)
    }

    package static func identity(_ order: Int) -> DenseMatrix {
        var matrix = DenseMatrix(repeating: 0, rows: order, columns: order)
        for index in 0..<order { matrix[index, index] = 1 }
        return matrix
    }

    package subscript(row: Int, column: Int) -> Double {
        get { cells[column * rows + row] }
        set { cells[column * rows + row] = newValue }
    }

    package func column(_ index: Int) -> ArraySlice<Double> {
        cells[index * rows..<(index + 1) * rows]
    }

    package var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

    package var transposed: DenseMatrix {
        var result = DenseMatrix(repeating: 0, rows: columns, columns: rows)
        for column in 0..<columns {
            for row in 0..<rows { result[column, row] = self[row, column] }
        }
        return result
    }

    /// The square matrix of the given rows and columns.
    package func restricted(to kept: [Int]) -> DenseMatrix {
        var result = DenseMatrix(repeating: 0, rows: kept.count, columns: kept.count)
        for (column, from) in kept.enumerated() {
            for (row, other) in kept.enumerated() { result[row, column] = self[other, from] }
        }
        return result
    }

    /// Copies the upper triangle over the lower.
    mutating func mirrorUpper() {
        for column in 0..<columns {
            for row in 0..<column { self[column, row] = self[row, column] }
        }
    }
}
