import CDuckDB
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
        case .duration:
            return .intervals(
                cells(views) { (cell: duckdb_interval) in
                    Interval(months: cell.months, days: cell.days, microseconds: cell.micros)
                }
            )
        case .list(let element): return try lists(views, stored, element)
        case .record(let fields): return try records(views, stored, fields)
        case .missing: return .nothing(count: views.reduce(0) { $0 + $1.count })
        }
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

    /// Cells that lie in memory as we want them.
    static func copied<Cell: BitwiseCopyable>(_ views: [VectorView]) -> [Cell] {
        let total = views.reduce(0) { $0 + $1.count }
        return Array(unsafeUninitializedCapacity: total) { buffer, initialized in
            for view in views where view.count > 0 {
                guard let data = view.data, let base = buffer.baseAddress else { continue }
                let cells = data.assumingMemoryBound(to: Cell.self)
                (base + initialized).initialize(from: cells, count: view.count)
                initialized += view.count
            }
        }
    }

    /// Cells that are changed one by one; of missing ones the content is any.
    static func cells<Raw: BitwiseCopyable, Cell>(
        _ views: [VectorView],
        _ change: (Raw) -> Cell
    ) -> [Cell] {
        let total = views.reduce(0) { $0 + $1.count }
        return Array(unsafeUninitializedCapacity: total) { buffer, initialized in
            for view in views {
                guard let data = view.data, let base = buffer.baseAddress else { continue }
                let raw = data.assumingMemoryBound(to: Raw.self)
                for row in 0..<view.count {
                    (base + initialized + row).initialize(to: change(raw[row]))
                }
                initialized += view.count
            }
        }
    }

    /// NaN and the infinities are missing.
    private static func finite(_ cells: [Double], _ validity: inout Bitmap?) -> [Double] {
        guard cells.contains(where: { !$0.isFinite }) else { return cells }
        var mask = validity ?? Bitmap(repeating: true, count: cells.count)
        for (row, cell) in cells.enumerated() where !cell.isFinite { mask[row] = false }
        validity = mask
        return cells
    }
}
