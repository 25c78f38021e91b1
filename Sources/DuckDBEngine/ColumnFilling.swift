import Synchronization
import Tables

/// Columns that are filled by batches in any order, on several threads at once.
///
/// Cells of one size are written where they stay; memory for them is touched once.
struct ColumnFilling {
    /// A batch whose first row stands at a place; no place is received twice.
    typealias Receive = @Sendable (Batch, Int) -> Void

    /// Where cells of one size go, a column after the other; nil for columns that are joined later.
    private struct Targets: @unchecked Sendable {
        // SAFETY: batches write to ranges of rows of their own, and end before the arrays are read.
        var starts: [UnsafeMutableRawPointer?] = []
    }

    /// How many columns may be open at once: each takes room on the stack.
    private static let most = 200

    private let types: [ColumnType]
    private let rows: Int
    private let parts = Parts()

    /// What is put together at the end: texts, lists, and which cells are missing.
    private final class Parts: Sendable {
        private let received = Mutex<[(first: Int, columns: [Column])]>([])

        func add(_ first: Int, _ columns: [Column]) {
            received.withLock { $0.append((first, columns)) }
        }

        var sorted: [[Column]] {
            received.withLock { $0.sorted { $0.first < $1.first }.map(\.columns) }
        }
    }

    init(_ types: [ColumnType], rows: Int) {
        self.types = types
        self.rows = rows
    }

    /// The columns after `fill` has handed over all rows, or nil where it says that there are none.
    func columns(_ fill: (@escaping Receive) throws -> Bool) throws -> [Column]? {
        var values: [Column.Values?] = []
        guard try opened(Targets(), &values, fill) else { return nil }
        let batches = parts.sorted
        return types.indices.map { index in
            let rest = batches.map { $0[index] }
            guard let values = values[index] else { return Column.concatenated(rest) }
            return Column(types[index], values, validity: Self.validity(rest))
        }
    }

    /// One array inside the other, so that all are open while they are filled.
    private func opened(
        _ targets: Targets,
        _ values: inout [Column.Values?],
        _ fill: (@escaping Receive) throws -> Bool
    ) throws -> Bool {
        let index = targets.starts.count
        guard index < min(types.count, Self.most) else {
            values = Array(repeating: nil, count: types.count)
            let parts = parts
            return try fill { batch, first in
                let rest = batch.columns.enumerated().map { index, column in
                    index < targets.starts.count
                        ? column.moved(to: targets.starts[index], first) : column
                }
                parts.add(first, rest)
            }
        }
        switch types[index] {
        case .float:
            let (cells, isFilled) = try array(0.0, targets, &values, fill)
            values[index] = isFilled ? .floats(cells) : nil
            return isFilled
        case .int:
            let (cells, isFilled) = try array(Int64(0), targets, &values, fill)
            values[index] = isFilled ? .ints(cells) : nil
            return isFilled
        case .bool:
            let (cells, isFilled) = try array(false, targets, &values, fill)
            values[index] = isFilled ? .bools(cells) : nil
            return isFilled
        default:
            var targets = targets
            targets.starts.append(nil)
            return try opened(targets, &values, fill)
        }
    }

    /// An array that the columns behind it are filled with; without rows where they are not.
    private func array<Cell: BitwiseCopyable>(
        _ zero: Cell,
        _ targets: Targets,
        _ values: inout [Column.Values?],
        _ fill: (@escaping Receive) throws -> Bool
    ) throws -> ([Cell], Bool) {
        var isFilled = false
        let cells = try [Cell](unsafeUninitializedCapacity: rows) { buffer, count in
            var targets = targets
            targets.starts.append(UnsafeMutableRawPointer(buffer.baseAddress))
            isFilled = try opened(targets, &values, fill)
            count = isFilled ? rows : 0
        }
        return (cells, isFilled)
    }

    private static func validity(_ parts: [Column]) -> Bitmap? {
        guard parts.contains(where: { $0.validity != nil }) else { return nil }
        var mask = Bitmap(repeating: true, count: 0)
        for part in parts {
            let count = part.validity?.count ?? part.count
            mask.append(contentsOf: part.validity ?? Bitmap(repeating: true, count: count))
        }
        return mask
    }
}

extension Column {
    /// Puts the cells where they stay, from a row on; what is left tells which are missing.
    fileprivate func moved(to start: UnsafeMutableRawPointer?, _ first: Int) -> Column {
        guard let start else { return self }
        switch values {
        case .floats(let cells): Self.copy(cells, to: start, first)
        case .ints(let cells): Self.copy(cells, to: start, first)
        case .bools(let cells): Self.copy(cells, to: start, first)
        default: preconditionFailure("a column of one type holds cells of another")
        }
        return Column(.missing, .nothing(count: count), validity: validity)
    }

    private static func copy<Cell: BitwiseCopyable>(
        _ cells: [Cell],
        to start: UnsafeMutableRawPointer,
        _ first: Int
    ) {
        cells.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let place = start + first * MemoryLayout<Cell>.stride
            place.copyMemory(from: base, byteCount: bytes.count)
        }
    }
}
