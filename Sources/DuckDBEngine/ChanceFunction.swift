import CDuckDB
import Kernels
import Relations

/// Functions of ours inside DuckDB: 64 random bits for a row's position and a seed.
enum ChanceFunction: String, CaseIterable {
    case sample = "epilogue_sample"
    case split = "epilogue_split"
    case random = "epilogue_random"
    case fold = "epilogue_fold"

    /// What the draws are for; the same seed gives other draws for another purpose.
    var purpose: String {
        switch self {
        case .sample: "sample"
        case .split: "split"
        case .random: "random"
        case .fold: "fold"
        }
    }

    /// Makes the function known to the whole database: `(position BIGINT, seed UBIGINT)`.
    func register(_ connection: borrowing ConnectionHandle) throws(EngineError) {
        var function: duckdb_scalar_function? = duckdb_create_scalar_function()
        defer { duckdb_destroy_scalar_function(&function) }
        var types = [DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_UBIGINT].map {
            duckdb_create_logical_type($0)
        }
        defer { for index in types.indices { duckdb_destroy_logical_type(&types[index]) } }
        duckdb_scalar_function_set_name(function, rawValue)
        for type in types { duckdb_scalar_function_add_parameter(function, type) }
        duckdb_scalar_function_set_return_type(function, types[1])
        switch self {
        case .sample:
            duckdb_scalar_function_set_function(function) { _, input, output in
                ChanceFunction.sample.fill(output, from: input)
            }
        case .split:
            duckdb_scalar_function_set_function(function) { _, input, output in
                ChanceFunction.split.fill(output, from: input)
            }
        case .random:
            duckdb_scalar_function_set_function(function) { _, input, output in
                ChanceFunction.random.fill(output, from: input)
            }
        case .fold:
            duckdb_scalar_function_set_function(function) { _, input, output in
                ChanceFunction.fold.fill(output, from: input)
            }
        }
        let state = connection.withPointer { duckdb_register_scalar_function($0, function) }
        guard state == DuckDBSuccess else {
            throw EngineError(.engineFailed, "DuckDB does not take the function `\(rawValue)`")
        }
    }

    /// Runs on DuckDB's threads: touches nothing but the two vectors.
    private func fill(_ output: duckdb_vector?, from input: duckdb_data_chunk?) {
        let count = Int(duckdb_data_chunk_get_size(input))
        let positions = duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 0))
            .assumingMemoryBound(to: Int64.self)
        let seeds = duckdb_vector_get_data(duckdb_data_chunk_get_vector(input, 1))
            .assumingMemoryBound(to: UInt64.self)
        let words = duckdb_vector_get_data(output).assumingMemoryBound(to: UInt64.self)
        var seed = seeds[0]
        var stream = RandomStream(seed: seed, purpose: purpose)
        for row in 0..<count {
            if seeds[row] != seed {
                seed = seeds[row]
                stream = RandomStream(seed: seed, purpose: purpose)
            }
            words[row] = stream.word(row: Int(positions[row]))
        }
    }
}
