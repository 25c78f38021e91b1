import Kernels
import Tables

/// A matrix to which rows are added at the end, with room for more rows than it has.
///
/// Where the number of rows is known beforehand, each cell is written once and stays where it is.
struct GrowingMatrix {
    let columns: Int
    private(set) var rows = 0
    /// For how many rows there is room in each column.
    private var room: Int
    /// `room` cells for each column, of which the first `rows` have been written.
    private var cells: [Double]

    init(columns: Int, room: Int) {
        self.columns = columns
        self.room = room
        cells = Matrix.unwritten(room * columns)
    }

    /// Adds rows, whose cells are to be written column by column.
    mutating func addRows(_ count: Int) {
        if rows + count > room { grow(to: max(rows + count, 2 * room)) }
        rows += count
    }

    private mutating func grow(to larger: Int) {
        var moved = Matrix.unwritten(larger * columns)
        moved.withUnsafeMutableBufferPointer { moved in
            for index in 0..<columns {
                _ = moved[(index * larger)...].update(fromContentsOf: column(index))
            }
        }
        cells = moved
        room = larger
    }

    func column(_ index: Int) -> ArraySlice<Double> {
        cells[index * room..<index * room + rows]
    }

    /// Has rows written that come in no order: all of them, and there are no others.
    mutating func writeAll<Result>(
        rows count: Int,
        _ body: (UnsafeMutableBufferPointer<Double>) throws -> Result
    ) rethrows -> Result {
        precondition(rows == 0 && count == room, "room for just these rows")
        rows = count
        return try cells.withUnsafeMutableBufferPointer { try body($0) }
    }

    /// Keeps some of the rows, where there is no room for more.
    mutating func keep(_ places: [Int], in work: WorkContext) throws {
        let whole = Matrix(rows: rows, columns: columns, cells: cells)
        let kept = try whole.rows(at: places, in: work)
        (rows, room, cells) = (kept.rows, kept.rows, kept.cells)
    }

    /// Gives up all rows.
    mutating func clear() { rows = 0 }

    /// Writes a column's cells of the last rows.
    mutating func writeLast(_ numbers: [Double], column: Int) {
        let start = column * room + rows - numbers.count
        cells.withUnsafeMutableBufferPointer { cells in
            _ = cells[start...].update(fromContentsOf: numbers)
        }
    }

    /// Changes every cell of a column.
    mutating func change(column: Int, _ change: (Double) -> Double) {
        let start = column * room
        cells.withUnsafeMutableBufferPointer { cells in
            for place in start..<start + rows { cells[place] = change(cells[place]) }
        }
    }

    /// The matrix without room for more.
    consuming func finished(in work: WorkContext) throws -> Matrix {
        if rows == room { return Matrix(rows: rows, columns: columns, cells: cells) }
        let whole = self
        return try Matrix.filled(rows: rows, columns: columns, in: work) { index, cells in
            _ = cells.update(fromContentsOf: whole.column(index))
        }
    }
}
