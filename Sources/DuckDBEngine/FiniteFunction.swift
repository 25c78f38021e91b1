import CDuckDB
import Relations

/// `finite(x)` inside DuckDB: the float, or NULL where it is not a finite number.
enum FiniteFunction {
    private static let name = "finite"

    /// Makes the function known to the whole database.
    static func register(_ connection: borrowing ConnectionHandle) throws(EngineError) {
        var function: duckdb_scalar_function? = duckdb_create_scalar_function()
        defer { duckdb_destroy_scalar_function(&function) }
        var type: duckdb_logical_type? = duckdb_create_logical_type(DUCKDB_TYPE_DOUBLE)
        defer { duckdb_destroy_logical_type(&type) }
        duckdb_scalar_function_set_name(function, name)
        duckdb_scalar_function_add_parameter(function, type)
        duckdb_scalar_function_set_return_type(function, type)
        duckdb_scalar_function_set_function(function) { _, input, output in
            FiniteFunction.fill(output, from: input)
        }
        let state = connection.withPointer { duckdb_register_scalar_function($0, function) }
        guard state == DuckDBSuccess else {
            throw EngineError(.engineFailed, "DuckDB does not take the function `\(name)`")
        }
    }

    /// Runs on DuckDB's threads: touches nothing but the two vectors.
    private static func fill(_ output: duckdb_vector?, from input: duckdb_data_chunk?) {
        let count = Int(duckdb_data_chunk_get_size(input))
        let view = VectorView(duckdb_data_chunk_get_vector(input, 0), count: count)
        guard let source = view.data?.assumingMemoryBound(to: Double.self),
            let target = duckdb_vector_get_data(output)?.assumingMemoryBound(to: Double.self)
        else { return }
        target.update(from: source, count: count)
        // What is not finite times zero is NaN, and so is the sum that it is in.
        var probe = 0.0
        for row in 0..<count { probe += source[row] * 0 }
        if view.validity == nil, probe == 0 { return }
        duckdb_vector_ensure_validity_writable(output)
        guard let mask = duckdb_vector_get_validity(output) else { return }
        if let validity = view.validity {
            mask.update(from: validity, count: (count + 63) / 64)
        }
        guard probe != 0 else { return }
        for row in 0..<count where !source[row].isFinite {
            mask[row >> 6] &= ~(1 << UInt64(row & 63))
        }
    }
}
