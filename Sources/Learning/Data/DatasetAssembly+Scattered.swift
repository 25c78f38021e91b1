package import Kernels
package import Relations
import Synchronization
package import Tables

/// Rows that come from several threads at once, each with its place.
extension DatasetAssembly {
    /// Takes what receives all rows.
    package typealias Scatter = (@escaping @Sendable (Batch, RowPlaces) throws -> Void) throws ->
        Bool

    /// Has all rows written where they belong; does nothing where `scatter` gives false.
    package mutating func fill(
        rows: Int,
        in work: WorkContext,
        from scatter: Scatter
    ) throws -> Bool {
        let leads = layout.columns.count - features.count
        let shared = ([target.column] + (leads > 1 ? [nil] : []) + features).map(SharedColumn.init)
        var lead = Matrix.unwritten(rows * leads)
        let isFilled = try lead.withUnsafeMutableBufferPointer { lead in
            try cells.writeAll(rows: rows) { cells in
                // SAFETY: every place is that of one row, which comes once, and all is read after.
                nonisolated(unsafe) let (lead, cells) = (lead, cells)
                return try scatter { batch, places in
                    for (index, column) in batch.columns.enumerated() {
                        let isLead = index < leads
                        let start = (isLead ? index : index - leads) * rows
                        let target = (isLead ? lead : cells)[start..<start + rows]
                        let numbers = try shared[index].numbers(of: column)
                        places.write(numbers, to: UnsafeMutableBufferPointer(rebasing: target))
                    }
                }
            }
        }
        guard isFilled else {
            cells.clear()
            return false
        }
        let first = leads > 1 ? 2 : 1
        target.column = shared[0].learned ?? target.column
        for index in features.indices {
            features[index] = shared[first + index].learned ?? features[index]
        }
        try take(Array(lead[..<rows]), leads > 1 ? Array(lead[rows...]) : nil, in: work)
        return true
    }

    /// Leaves out the rows without a target.
    private mutating func take(
        _ truth: [Double],
        _ weights: [Double]?,
        in work: WorkContext
    ) throws {
        let isKnown = truth.areAllFinite
        guard !isKnown else {
            target.cells = truth
            self.weights = weights
            return
        }
        let places = truth.indices.filter { !truth[$0].isNaN }
        droppedRows = truth.count - places.count
        target.cells = places.map { truth[$0] }
        self.weights = weights.map { weights in places.map { weights[$0] } }
        try cells.keep(places, in: work)
    }
}

/// A column whose cells several threads turn into numbers; one at a time where levels are learned.
private final class SharedColumn: Sendable {
    private let column: Mutex<FeatureColumn?>
    private let plain: FeatureColumn?

    /// A feature's column, or that of the weights.
    init(_ column: FeatureColumn?) {
        plain = column?.hasLevels == true ? nil : column
        self.column = Mutex(column?.hasLevels == true ? column : nil)
    }

    /// The column with the levels that it has learned.
    var learned: FeatureColumn? { column.withLock { $0 } }

    func numbers(of cells: Column) throws -> [Double] {
        if var plain { return try plain.numbers(of: cells, rows: nil) }
        return try column.withLock { column in
            try column?.numbers(of: cells, rows: nil) ?? cells.numbers { _ in .nan }
        }
    }
}

extension RowPlaces {
    /// Writes a number for each row.
    fileprivate func write(_ numbers: [Double], to cells: UnsafeMutableBufferPointer<Double>) {
        switch self {
        case .from(let first):
            precondition(first >= 0 && first + numbers.count <= cells.count, "rows of the table")
            _ = cells[first...].update(fromContentsOf: numbers)
        case .each(let places):
            for (number, place) in zip(numbers, places) { cells[place] = number }
        }
    }
}
