import CDuckDB
import Kernels
import Relations
import Tables

/// A run of cells in DuckDB's memory; lives as long as the chunk it belongs to.
struct VectorView {
    let vector: duckdb_vector?
    let data: UnsafeMutableRawPointer?
    let validity: UnsafeMutablePointer<UInt64>?
    let count: Int

    init(_ vector: duckdb_vector?, count: Int) {
        self.vector = vector
        self.count = count
        data = duckdb_vector_get_data(vector)
        validity = duckdb_vector_get_validity(vector)
    }

    func isValid(_ row: Int) -> Bool {
        guard let validity else { return true }
        return validity[row >> 6] >> UInt64(row & 63) & 1 == 1
    }

    /// Makes zero of the cells that hold nothing.
    func clearMissing<Cell: BitwiseCopyable>(_ cells: UnsafeMutablePointer<Cell>) {
        guard let validity else { return }
        let size = MemoryLayout<Cell>.stride
        for word in 0..<(count + 63) / 64 {
            var absent = ~validity[word]
            while absent != 0 {
                let row = word * 64 + absent.trailingZeroBitCount
                absent &= absent - 1
                if row < count {
                    let cell = UnsafeMutableRawPointer(cells + row)
                    cell.initializeMemory(as: UInt8.self, repeating: 0, count: size)
                }
            }
        }
    }
}

extension ChunkHandle {
    func view(_ column: Int) -> VectorView {
        VectorView(duckdb_data_chunk_get_vector(pointer, idx_t(column)), count: count)
    }

    /// One column of the chunk, of the type nearest to the stored one.
    func column(_ index: Int, _ type: StoredType) throws(EngineError) -> Column {
        try ColumnReading.column([view(index)], type, as: type.columnType)
    }
}

/// Copies vectors into columns.
enum ColumnReading {
    /// The cells of consecutive vectors as one column.
    static func column(
        _ views: [VectorView],
        _ stored: StoredType,
        as type: ColumnType
    ) throws(EngineError) -> Column {
        let count = views.reduce(0) { $0 + $1.count }
        var validity = mask(views)
        let values = try values(views, stored, as: type, &validity)
        if let mask = validity, mask.ones == count { validity = nil }
        return Column(type, values, validity: validity)
    }

    private static func values(
        _ views: [VectorView],
        _ stored: StoredType,
        as type: ColumnType,
        _ validity: inout Bitmap?
    ) throws(EngineError) -> Column.Values {
        switch type {
        case .bool: return .bools(cells(views) { (cell: UInt8) in cell != 0 })
        case .int: return .ints(try integers(views, stored))
        case .float: return .floats(finite(try doubles(views, stored), &validity))
        case .text: return .texts(try texts(views, stored))
        case .category(let levels): return .codes(try codes(views, stored, levels, &validity))
        case .date: return .days(try days(views, stored))
        case .time: return .microseconds(copied(views))
        case .timestamp: return .microseconds(try instants(views, stored))
        case .duration: return .intervals(intervals(views))
        case .list(let element): return try lists(views, stored, element)
        case .record(let fields): return try records(views, stored, fields)
        case .missing: return .nothing(count: views.reduce(0) { $0 + $1.count })
        }
    }

    private static func intervals(_ views: [VectorView]) -> [Interval] {
        let raw: [duckdb_interval] = copied(views)
        return raw.map { Interval(months: $0.months, days: $0.days, microseconds: $0.micros) }
    }

    /// Which cells hold something, or nil when all do.
    private static func mask(_ views: [VectorView]) -> Bitmap? {
        guard views.contains(where: { $0.validity != nil }) else { return nil }
        var mask = Bitmap(repeating: true, count: 0)
        for view in views {
            if let words = view.validity {
                let whole = UnsafeBufferPointer(start: words, count: (view.count + 63) / 64)
                mask.append(contentsOf: Bitmap(words: Array(whole), count: view.count))
            } else {
                mask.append(contentsOf: Bitmap(repeating: true, count: view.count))
            }
        }
        return mask
    }

    /// Cells that lie in memory as we want them; missing ones are zero, so that equal columns are.
    static func copied<Cell: BitwiseCopyable>(_ views: [VectorView]) -> [Cell] {
        filled(views) { (target: UnsafeMutablePointer<Cell>, raw: UnsafePointer<Cell>, count) in
            target.initialize(from: raw, count: count)
        }
    }

    /// Cells that are changed one by one; missing ones are zero.
    static func cells<Raw: BitwiseCopyable, Cell: BitwiseCopyable>(
        _ views: [VectorView],
        _ change: (Raw) -> Cell
    ) -> [Cell] {
        filled(views) { (target: UnsafeMutablePointer<Cell>, raw: UnsafePointer<Raw>, count) in
            for row in 0..<count { (target + row).initialize(to: change(raw[row])) }
        }
    }

    private static func filled<Raw: BitwiseCopyable, Cell: BitwiseCopyable>(
        _ views: [VectorView],
        _ fill: (UnsafeMutablePointer<Cell>, UnsafePointer<Raw>, Int) -> Void
    ) -> [Cell] {
        let total = views.reduce(0) { $0 + $1.count }
        return Array(unsafeUninitializedCapacity: total) { buffer, initialized in
            for view in views where view.count > 0 {
                guard let data = view.data, let base = buffer.baseAddress else { continue }
                let target = base + initialized
                fill(target, UnsafePointer(data.assumingMemoryBound(to: Raw.self)), view.count)
                view.clearMissing(target)
                initialized += view.count
            }
        }
    }

    /// NaN and the infinities are missing.
    private static func finite(_ cells: [Double], _ validity: inout Bitmap?) -> [Double] {
        guard !cells.areAllFinite else { return cells }
        var mask = validity ?? Bitmap(repeating: true, count: cells.count)
        var cells = cells
        for row in cells.indices where !cells[row].isFinite {
            mask[row] = false
            cells[row] = 0
        }
        validity = mask
        return cells
    }
}
