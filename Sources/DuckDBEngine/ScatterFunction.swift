import CDuckDB
import Kernels
import Relations
import Synchronization
import Tables

/// The function through which rows leave DuckDB on all its threads, without waiting for each other.
///
/// It is `epilogue_scatter(number, position, cells…)`, where the number is that of a receiver which
/// was announced before, and gives 1 for each row that was received.
final class ScatterFunction: Sendable {
    static let name = "epilogue_scatter"

    /// Takes the rows of one statement.
    final class Receiver: Sendable {
        let types: [ColumnType]
        let work: WorkContext
        let receive: @Sendable (Batch, RowPlaces) throws -> Void
        private let stored = Mutex<[StoredType]?>(nil)
        private let fault = Mutex<(any Error)?>(nil)

        init(
            _ types: [ColumnType],
            _ work: WorkContext,
            _ receive: @escaping @Sendable (Batch, RowPlaces) throws -> Void
        ) {
            self.types = types
            self.work = work
            self.receive = receive
        }

        /// What stopped it, or nil.
        var failure: (any Error)? { fault.withLock { $0 } }

        func fail(_ error: any Error) { fault.withLock { if $0 == nil { $0 = error } } }

        /// How the cells are stored, found with the first rows.
        fileprivate func storedTypes(_ find: () -> [StoredType]) -> [StoredType] {
            stored.withLock { known in
                let types = known ?? find()
                known = types
                return types
            }
        }
    }

    private struct State {
        var next: Int64 = 1
        var receivers: [Int64: Receiver] = [:]
    }

    private let state = Mutex(State())

    /// Runs `body` with the number under which the receiver is known as long as it runs.
    func announcing<Result, Failure: Error>(
        _ receiver: Receiver,
        _ body: (Int64) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let number = state.withLock { state in
            defer { state.next += 1 }
            state.receivers[state.next] = receiver
            return state.next
        }
        defer { state.withLock { _ = $0.receivers.removeValue(forKey: number) } }
        return try body(number)
    }

    private func receiver(_ number: Int64) -> Receiver? {
        state.withLock { $0.receivers[number] }
    }
}

extension ScatterFunction {
    /// Makes the function known to the whole database.
    func register(_ connection: borrowing ConnectionHandle) throws(EngineError) {
        var function: duckdb_scalar_function? = duckdb_create_scalar_function()
        defer { duckdb_destroy_scalar_function(&function) }
        var whole: duckdb_logical_type? = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT)
        defer { duckdb_destroy_logical_type(&whole) }
        var any: duckdb_logical_type? = duckdb_create_logical_type(DUCKDB_TYPE_ANY)
        defer { duckdb_destroy_logical_type(&any) }
        duckdb_scalar_function_set_name(function, Self.name)
        duckdb_scalar_function_add_parameter(function, whole)
        duckdb_scalar_function_add_parameter(function, whole)
        duckdb_scalar_function_set_varargs(function, any)
        duckdb_scalar_function_set_return_type(function, whole)
        duckdb_scalar_function_set_special_handling(function)
        duckdb_scalar_function_set_volatile(function)
        duckdb_scalar_function_set_extra_info(function, retained(self), release)
        duckdb_scalar_function_set_function(function) { ScatterFunction.receive($0, $1, $2) }
        let state = connection.withPointer { duckdb_register_scalar_function($0, function) }
        guard state == DuckDBSuccess else {
            throw EngineError(.engineFailed, "DuckDB does not take the function `\(Self.name)`")
        }
    }

    /// Runs on DuckDB's threads, several at once.
    private static func receive(
        _ info: duckdb_function_info?,
        _ input: duckdb_data_chunk?,
        _ output: duckdb_vector?
    ) {
        let count = Int(duckdb_data_chunk_get_size(input))
        guard count > 0,
            let function: ScatterFunction = borrowed(
                duckdb_scalar_function_get_extra_info(info)
            ),
            let ones = duckdb_vector_get_data(output)?.assumingMemoryBound(to: Int64.self),
            let number = whole(input, 0), let positions = whole(input, 1),
            let receiver = function.receiver(number[0])
        else { return }
        ones.update(repeating: 1, count: count)
        do {
            if receiver.work.cancellation.isCancelled { throw EngineError.cancelledByReader }
            let batch = try batch(input, count, receiver)
            try receiver.receive(batch, places(positions, count))
        } catch {
            receiver.fail(error)
            duckdb_scalar_function_set_error(info, "the rows were refused")
        }
    }

    private static func whole(
        _ input: duckdb_data_chunk?,
        _ column: idx_t
    ) -> UnsafePointer<Int64>? {
        let vector = duckdb_data_chunk_get_vector(input, column)
        return duckdb_vector_get_data(vector).map {
            UnsafePointer($0.assumingMemoryBound(to: Int64.self))
        }
    }

    private static func batch(
        _ input: duckdb_data_chunk?,
        _ count: Int,
        _ receiver: Receiver
    ) throws(EngineError) -> Batch {
        let vectors = receiver.types.indices.map {
            duckdb_data_chunk_get_vector(input, idx_t($0 + 2))
        }
        let stored = receiver.storedTypes {
            vectors.map { vector in
                var type = duckdb_vector_get_column_type(vector)
                defer { duckdb_destroy_logical_type(&type) }
                return StoredType(type)
            }
        }
        var columns: [Column] = []
        for (index, type) in receiver.types.enumerated() {
            let view = VectorView(vectors[index], count: count)
            columns.append(try ColumnReading.column([view], stored[index], as: type))
        }
        return Batch(columns, count: count)
    }

    private static func places(_ positions: UnsafePointer<Int64>, _ count: Int) -> RowPlaces {
        let first = positions[0]
        for row in 0..<count where positions[row] != first + Int64(row) {
            return .each((0..<count).map { Int(positions[$0]) })
        }
        return .from(Int(first))
    }
}
