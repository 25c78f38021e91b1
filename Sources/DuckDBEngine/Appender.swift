import CDuckDB
import Relations
import Tables

/// Fills a table with columns, chunk by chunk.
struct Appender: ~Copyable {
    private let pointer: duckdb_appender
    private let chunk: ChunkHandle
    private let types: [ColumnType]
    private let handles: HandleCount

    init(
        _ place: TablePlace,
        _ types: [ColumnType],
        _ connection: borrowing ConnectionHandle,
        _ handles: HandleCount
    ) throws(EngineError) {
        var appender: duckdb_appender?
        let state = connection.withPointer {
            duckdb_appender_create_ext($0, place.catalog, place.schema, place.name, &appender)
        }
        guard state == DuckDBSuccess, let appender else {
            duckdb_appender_destroy(&appender)
            throw EngineError(.engineFailed, "DuckDB does not take rows for `\(place.name)`")
        }
        var stored = (0..<duckdb_appender_column_count(appender)).map {
            duckdb_appender_column_type(appender, $0)
        }
        let chunk = duckdb_create_data_chunk(&stored, idx_t(stored.count))
        for index in stored.indices { duckdb_destroy_logical_type(&stored[index]) }
        guard let chunk else {
            var appender: duckdb_appender? = appender
            duckdb_appender_destroy(&appender)
            throw EngineError(.engineFailed, "DuckDB does not take rows for `\(place.name)`")
        }
        pointer = appender
        self.chunk = ChunkHandle(chunk, handles: handles)
        self.types = types
        self.handles = handles
        handles.opened()
    }

    deinit {
        var appender: duckdb_appender? = pointer
        duckdb_appender_destroy(&appender)
        handles.closed()
    }

    func append(_ batch: Batch) throws(EngineError) {
        let size = Int(duckdb_vector_size())
        for start in stride(from: 0, to: batch.count, by: size) {
            let rows = start..<min(batch.count, start + size)
            duckdb_data_chunk_reset(chunk.pointer)
            for (index, column) in batch.columns.enumerated() {
                let vector = duckdb_data_chunk_get_vector(chunk.pointer, idx_t(index))
                ColumnWriting.write(column, rows, as: types[index], to: vector, at: 0)
            }
            if batch.columns.isEmpty {
                let vector = duckdb_data_chunk_get_vector(chunk.pointer, 0)
                ColumnWriting.writeMissing(rows.count, to: vector, at: 0)
            }
            duckdb_data_chunk_set_size(chunk.pointer, idx_t(rows.count))
            guard duckdb_append_data_chunk(pointer, chunk.pointer) == DuckDBSuccess else {
                throw fault
            }
        }
    }

    func finish() throws(EngineError) {
        guard duckdb_appender_close(pointer) == DuckDBSuccess else { throw fault }
    }

    private var fault: EngineError {
        var error = duckdb_appender_error_data(pointer)
        defer { duckdb_destroy_error_data(&error) }
        guard let message = duckdb_error_data_message(error) else { return .unexplained }
        return EngineError(duckDB: String(cString: message))
    }
}
