package import Kernels
package import Tables

#if canImport(Glibc)
import Glibc
#endif

extension Matrix {
    /// Memory for cells, each of which is to be written before it is read.
    static func unwritten(_ count: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
            preferLargePages(buffer)
            // SAFETY: whatever lies in memory is some number.
            initialized = count
        }
    }

    /// A matrix whose columns are filled side by side, each by one call, on the work's threads.
    package static func filled(
        rows: Int,
        columns: Int,
        in work: WorkContext,
        _ fill: @Sendable (_ column: Int, _ cells: UnsafeMutableBufferPointer<Double>) -> Void
    ) throws -> Matrix {
        let cells = try [Double](unsafeUninitializedCapacity: rows * columns) { buffer, count in
            preferLargePages(buffer)
            // SAFETY: every column is written by the one call that fills it, and read after all.
            nonisolated(unsafe) let whole = buffer
            _ = try parallelChunks(
                count: columns,
                size: 1,
                threads: work.threads,
                cancellation: work.cancellation
            ) { chosen in
                for column in chosen {
                    let place = column * rows..<(column + 1) * rows
                    fill(column, UnsafeMutableBufferPointer(rebasing: whole[place]))
                }
            }
            count = rows * columns
        }
        return Matrix(rows: rows, columns: columns, cells: cells)
    }
}

extension Matrix {
    /// Some rows, in the given order.
    package func rows(at places: [Int]) -> Matrix {
        guard places.count != rows || places != Array(0..<rows) else { return self }
        var cells: [Double] = []
        cells.reserveCapacity(places.count * columns)
        for index in 0..<columns {
            let start = index * rows
            for place in places { cells.append(self.cells[start + place]) }
        }
        return Matrix(rows: places.count, columns: columns, cells: cells)
    }

    /// Some rows, in the given order, gathered on the work's threads.
    package func rows(at places: [Int], in work: WorkContext) throws -> Matrix {
        guard places.count != rows || places != Array(0..<rows) else { return self }
        return try Matrix.filled(rows: places.count, columns: columns, in: work) {
            index,
            gathered in
            let start = index * rows
            cells.withUnsafeBufferPointer { cells in
                for (row, place) in places.enumerated() { gathered[row] = cells[start + place] }
            }
        }
    }
}

/// Asks for pages of some megabytes, which are mapped many times faster than as many small ones.
private func preferLargePages(_ cells: UnsafeMutableBufferPointer<Double>) {
    #if os(Linux)
    let page = 1 << 21
    let whole = UnsafeMutableRawBufferPointer(cells)
    guard let base = whole.baseAddress, whole.count >= 4 * page else { return }
    let start = base.alignedUp(toMultipleOf: page)
    _ = madvise(start, whole.count - base.distance(to: start), MADV_HUGEPAGE)
    #endif
}
