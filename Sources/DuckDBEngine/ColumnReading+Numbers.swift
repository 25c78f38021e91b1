import CDuckDB
import Relations
import Tables

extension ColumnReading {
    /// Whole numbers of any width; those that 64 bits do not hold are an error.
    static func integers(
        _ views: [VectorView],
        _ stored: StoredType
    ) throws(EngineError) -> [Int64] {
        guard case .plain(let tag) = stored else { throw unreadable(stored) }
        switch duckdb_type(rawValue: tag) {
        case DUCKDB_TYPE_BIGINT: return copied(views)
        case DUCKDB_TYPE_TINYINT: return cells(views) { (cell: Int8) in Int64(cell) }
        case DUCKDB_TYPE_SMALLINT: return cells(views) { (cell: Int16) in Int64(cell) }
        case DUCKDB_TYPE_INTEGER: return cells(views) { (cell: Int32) in Int64(cell) }
        case DUCKDB_TYPE_UTINYINT: return cells(views) { (cell: UInt8) in Int64(cell) }
        case DUCKDB_TYPE_USMALLINT: return cells(views) { (cell: UInt16) in Int64(cell) }
        case DUCKDB_TYPE_UINTEGER: return cells(views) { (cell: UInt32) in Int64(cell) }
        case DUCKDB_TYPE_BOOLEAN: return cells(views) { (cell: UInt8) in cell == 0 ? 0 : 1 }
        case DUCKDB_TYPE_UBIGINT:
            return try narrowed(views) { (cell: UInt64) in Int64(exactly: cell) }
        case DUCKDB_TYPE_HUGEINT:
            return try narrowed(views) { (cell: duckdb_hugeint) in
                let low = Int64(bitPattern: cell.lower)
                return cell.upper == low >> 63 ? low : nil
            }
        default: throw unreadable(stored)
        }
    }

    private static func narrowed<Raw: BitwiseCopyable>(
        _ views: [VectorView],
        _ change: (Raw) -> Int64?
    ) throws(EngineError) -> [Int64] {
        var result: [Int64] = []
        for view in views {
            guard let data = view.data else { continue }
            let raw = data.assumingMemoryBound(to: Raw.self)
            for row in 0..<view.count {
                guard view.isValid(row) else {
                    result.append(0)
                    continue
                }
                guard let cell = change(raw[row]) else { throw .intOverflow }
                result.append(cell)
            }
        }
        return result
    }

    /// Numbers as doubles.
    static func doubles(
        _ views: [VectorView],
        _ stored: StoredType
    ) throws(EngineError) -> [Double] {
        switch stored {
        case .decimal(let width, let scale): return decimals(views, width, scale)
        case .plain(let tag):
            switch duckdb_type(rawValue: tag) {
            case DUCKDB_TYPE_DOUBLE: return copied(views)
            case DUCKDB_TYPE_FLOAT: return cells(views) { (cell: Float) in Double(cell) }
            case DUCKDB_TYPE_UBIGINT: return cells(views) { (cell: UInt64) in Double(cell) }
            case DUCKDB_TYPE_HUGEINT: return cells(views, double)
            case DUCKDB_TYPE_UHUGEINT:
                return cells(views) { (cell: duckdb_uhugeint) in
                    Double(cell.upper) * 0x1p64 + Double(cell.lower)
                }
            default: return try integers(views, stored).map(Double.init)
            }
        default: throw unreadable(stored)
        }
    }

    private static func decimals(
        _ views: [VectorView],
        _ width: StoredType.Width,
        _ scale: Int
    ) -> [Double] {
        // Powers of ten up to 10^22 are exact, so one division rounds once.
        let unit = (0..<scale).reduce(1.0) { power, _ in power * 10 }
        switch width {
        case .one: return cells(views) { (cell: Int8) in Double(cell) / unit }
        case .two: return cells(views) { (cell: Int16) in Double(cell) / unit }
        case .four: return cells(views) { (cell: Int32) in Double(cell) / unit }
        case .eight: return cells(views) { (cell: Int64) in Double(cell) / unit }
        case .sixteen: return cells(views) { (cell: duckdb_hugeint) in double(cell) / unit }
        }
    }

    private static func double(_ cell: duckdb_hugeint) -> Double {
        let low = Int64(bitPattern: cell.lower)
        // A sum of two rounded halves would round twice where 64 bits are enough.
        return cell.upper == low >> 63
            ? Double(low) : Double(cell.upper) * 0x1p64 + Double(cell.lower)
    }

    static func days(_ views: [VectorView], _ stored: StoredType) throws(EngineError) -> [Int32] {
        guard case .plain(let tag) = stored else { throw unreadable(stored) }
        if duckdb_type(rawValue: tag) == DUCKDB_TYPE_DATE { return copied(views) }
        return try instants(views, stored).map {
            Int32(clamping: ($0 - ($0 < 0 ? 86_399_999_999 : 0)) / 86_400_000_000)
        }
    }

    /// Moments in microseconds, whatever the unit they are stored in.
    static func instants(
        _ views: [VectorView],
        _ stored: StoredType
    ) throws(EngineError) -> [Int64] {
        guard case .plain(let tag) = stored else { throw unreadable(stored) }
        switch duckdb_type(rawValue: tag) {
        case DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_TIMESTAMP_TZ: return copied(views)
        case DUCKDB_TYPE_TIMESTAMP_S:
            return cells(views) { (cell: Int64) in cell.multipliedReportingOverflow(by: 1_000_000).0
            }
        case DUCKDB_TYPE_TIMESTAMP_MS:
            return cells(views) { (cell: Int64) in cell.multipliedReportingOverflow(by: 1000).0 }
        case DUCKDB_TYPE_TIMESTAMP_NS:
            return cells(views) { (cell: Int64) in cell >= 0 ? cell / 1000 : (cell - 999) / 1000 }
        case DUCKDB_TYPE_DATE:
            return cells(views) { (cell: Int32) in Int64(cell) &* 86_400_000_000 }
        default: throw unreadable(stored)
        }
    }

    static func unreadable(_ stored: StoredType) -> EngineError {
        EngineError(.engineFailed, "DuckDB gave a column of another type: \(stored)")
    }
}

extension EngineError {
    static let intOverflow = EngineError(
        .valueOverflow,
        "a whole number is beyond 64 bits",
        hints: ["float(x) holds it, rounded"]
    )
}
