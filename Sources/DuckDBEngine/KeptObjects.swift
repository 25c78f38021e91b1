import CDuckDB

/// An object as DuckDB keeps it, until it calls `release`.
func retained(_ object: AnyObject) -> UnsafeMutableRawPointer {
    Unmanaged.passRetained(object).toOpaque()
}

/// Gives a kept object back.
let release: duckdb_delete_callback_t = { pointer in
    guard let pointer else { return }
    Unmanaged<AnyObject>.fromOpaque(pointer).release()
}

/// The object behind a pointer that `retained` gave.
func borrowed<Object: AnyObject>(_ pointer: UnsafeMutableRawPointer?) -> Object? {
    guard let pointer else { return nil }
    return Unmanaged<AnyObject>.fromOpaque(pointer).takeUnretainedValue() as? Object
}
