import CDuckDB
import Relations
import Synchronization
import Tables

/// `epilogue_lists(fingerprint, cells…)` inside DuckDB: what a computation in Swift gives for rows.
///
/// Computations are known while something holds them, as a plan that runs does.
final class ListFunction: Sendable {
    private static let name = "epilogue_lists"

    private struct Known {
        weak var computation: (any RowComputation)?
    }

    private let known = Mutex<[String: [Known]]>([:])

    /// Makes the computations of a step of a plan known.
    func announce(_ expressions: [RowExpression]) {
        var found: [any RowComputation] = []
        for expression in expressions {
            // The answer is always no, so that all calls are seen.
            _ = expression.containsCall { call in
                if let computation = call.function.computation { found.append(computation) }
                return false
            }
        }
        guard !found.isEmpty else { return }
        known.withLock { known in
            known = known.compactMapValues { equals in
                let held = equals.filter { $0.computation != nil }
                return held.isEmpty ? nil : held
            }
            for computation in found {
                // Of equals each may be the one that stays.
                let equals = known[computation.fingerprint, default: []]
                if equals.contains(where: { $0.computation === computation }) { continue }
                known[computation.fingerprint] = equals + [Known(computation: computation)]
            }
        }
    }

    private func computation(_ fingerprint: String) -> (any RowComputation)? {
        known.withLock { known in
            known[fingerprint]?.lazy.compactMap(\.computation).first
        }
    }

    /// Makes the function known to the whole database.
    func register(_ connection: borrowing ConnectionHandle) throws(EngineError) {
        var function: duckdb_scalar_function? = duckdb_create_scalar_function()
        defer { duckdb_destroy_scalar_function(&function) }
        var types = [DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_ANY, DUCKDB_TYPE_DOUBLE].map {
            duckdb_create_logical_type($0)
        }
        var list: duckdb_logical_type? = duckdb_create_list_type(types[2])
        defer {
            for index in types.indices { duckdb_destroy_logical_type(&types[index]) }
            duckdb_destroy_logical_type(&list)
        }
        duckdb_scalar_function_set_name(function, Self.name)
        duckdb_scalar_function_add_parameter(function, types[0])
        duckdb_scalar_function_set_varargs(function, types[1])
        duckdb_scalar_function_set_return_type(function, list)
        duckdb_scalar_function_set_special_handling(function)
        duckdb_scalar_function_set_extra_info(function, retained(self), release)
        duckdb_scalar_function_set_function(function) { ListFunction.fill($2, from: $1, $0) }
        let state = connection.withPointer { duckdb_register_scalar_function($0, function) }
        guard state == DuckDBSuccess else {
            throw EngineError(.engineFailed, "DuckDB does not take the function `\(Self.name)`")
        }
    }

    /// Runs on DuckDB's threads, several at once.
    private static func fill(
        _ output: duckdb_vector?,
        from input: duckdb_data_chunk?,
        _ info: duckdb_function_info?
    ) {
        let count = Int(duckdb_data_chunk_get_size(input))
        guard count > 0,
            let function: ListFunction = borrowed(duckdb_scalar_function_get_extra_info(info))
        else { return }
        do throws(EngineError) {
            guard case .text(let fingerprint) = try column(input, 0, 1, as: .text)[0],
                let computation = function.computation(fingerprint)
            else { throw .unexplained }
            var columns: [Column] = []
            for (index, type) in computation.reads.enumerated() {
                let stored: ColumnType = type == .text ? .text : .float
                columns.append(try column(input, index + 1, count, as: stored))
            }
            write(computation.lists(of: columns, count: count), computation.width, count, output)
        } catch {
            duckdb_scalar_function_set_error(info, "the computation is not there")
        }
    }

    private static func column(
        _ input: duckdb_data_chunk?,
        _ index: Int,
        _ count: Int,
        as type: ColumnType
    ) throws(EngineError) -> Column {
        let view = VectorView(duckdb_data_chunk_get_vector(input, idx_t(index)), count: count)
        let stored = type == .text ? DUCKDB_TYPE_VARCHAR : DUCKDB_TYPE_DOUBLE
        return try ColumnReading.column([view], .plain(stored.rawValue), as: type)
    }

    /// The lists of `count` rows, one behind the other.
    private static func write(
        _ cells: [Double],
        _ width: Int,
        _ count: Int,
        _ output: duckdb_vector?
    ) {
        let lists = Column(
            .list(.float),
            .lists(offsets: (0...count).map { $0 * width }, child: Column(.float, .floats(cells)))
        )
        ColumnWriting.write(lists, 0..<count, as: .list(.float), to: output, at: 0)
    }
}
