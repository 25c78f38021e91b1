extension Matrix {
    /// A matrix from numbers that come row by row.
    @inlinable
    package init<Numbers: RandomAccessCollection>(
        rows: Int,
        columns: Int,
        rowByRow numbers: Numbers
    ) where Numbers.Element: BinaryFloatingPoint, Numbers.Index == Int {
        precondition(numbers.count == rows * columns, "a number for every row and column")
        let start = numbers.startIndex
        let cells = [Double](unsafeUninitializedCapacity: rows * columns) { cells, count in
            for column in 0..<columns {
                for row in 0..<rows {
                    cells[column * rows + row] = Double(numbers[start + row * columns + column])
                }
            }
            count = rows * columns
        }
        self.init(rows: rows, columns: columns, cells: cells)
    }

    /// A matrix from parts that follow each other, each the cells of some rows, column after column.
    package init(rows: Int, columns: Int, parts: [[Double]]) {
        var cells: [Double] = []
        cells.reserveCapacity(rows * columns)
        for column in 0..<columns {
            for part in parts {
                let count = part.count / columns
                cells.append(contentsOf: part[column * count..<(column + 1) * count])
            }
        }
        self.init(rows: rows, columns: columns, cells: cells)
    }
}
