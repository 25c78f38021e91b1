import CDuckDB
import Kernels
import Relations
import Synchronization
import Tables

/// The table function through which rows of batch sources come in: `epilogue_scan(number)`, where
/// the number is that of a scan which was announced before.
///
/// It has the source's columns, and the row's number behind them.
final class ScanFunction: Sendable {
    static let name = "epilogue_scan"

    /// What a statement is to read, for as long as the statement is there.
    struct Scan: Sendable {
        var source: DatabaseSource
        var reader: any BatchSource
        var work: WorkContext
    }

    private struct State {
        var next: Int64 = 1
        var loadings = 0
        var scans: [Int64: Scan] = [:]
    }

    private let state = Mutex(State())

    func announce(_ scan: Scan) -> Lease {
        state.withLock { state in
            defer { state.next += 1 }
            state.scans[state.next] = scan
            return Lease(number: state.next, function: self)
        }
    }

    /// A number for each load of what nothing pins.
    func nextLoading() -> Int {
        state.withLock { state in
            state.loadings += 1
            return state.loadings
        }
    }

    func scan(_ number: Int64) -> Scan? { state.withLock { $0.scans[number] } }

    /// An announced scan; it is forgotten with its last reference.
    final class Lease: Sendable {
        let number: Int64
        private let function: ScanFunction

        fileprivate init(number: Int64, function: ScanFunction) {
            self.number = number
            self.function = function
        }

        deinit { function.state.withLock { _ = $0.scans.removeValue(forKey: number) } }
    }
}

extension ScanFunction {
    /// The columns as the function names them, the row's number last.
    static func columns(_ schema: Schema) -> [String] {
        let names = SQLNames.aliases(["#row"] + schema.names)
        return names.dropFirst() + [names[0]]
    }

    /// Makes the function known to the whole database.
    func register(_ connection: borrowing ConnectionHandle) throws(EngineError) {
        var function: duckdb_table_function? = duckdb_create_table_function()
        defer { duckdb_destroy_table_function(&function) }
        var number: duckdb_logical_type? = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT)
        defer { duckdb_destroy_logical_type(&number) }
        duckdb_table_function_set_name(function, Self.name)
        duckdb_table_function_add_parameter(function, number)
        duckdb_table_function_set_extra_info(function, retained(self), release)
        duckdb_table_function_set_bind(function) { ScanFunction.bind($0) }
        duckdb_table_function_set_init(function) { ScanFunction.begin($0) }
        duckdb_table_function_set_function(function) { ScanFunction.fill($0, $1) }
        duckdb_table_function_supports_projection_pushdown(function, true)
        let state = connection.withPointer { duckdb_register_table_function($0, function) }
        guard state == DuckDBSuccess else {
            throw EngineError(.engineFailed, "DuckDB does not take the function `\(Self.name)`")
        }
    }

    private static func bind(_ info: duckdb_bind_info?) {
        let function: ScanFunction? = borrowed(duckdb_bind_get_extra_info(info))
        var value: duckdb_value? = duckdb_bind_get_parameter(info, 0)
        defer { duckdb_destroy_value(&value) }
        guard let function, let scan = function.scan(duckdb_get_int64(value)) else {
            duckdb_bind_set_error(info, "the scan is over")
            return
        }
        let schema = scan.source.schema
        let types = schema.fields.map(\.type) + [.int]
        for (name, type) in zip(columns(schema), types) {
            var stored = type.stored
            duckdb_bind_add_result_column(info, name, stored)
            duckdb_destroy_logical_type(&stored)
        }
        duckdb_bind_set_bind_data(info, retained(Bound(scan)), release)
    }

    private static func begin(_ info: duckdb_init_info?) {
        guard let bound: Bound = borrowed(duckdb_init_get_bind_data(info)) else { return }
        let count = duckdb_init_get_column_count(info)
        let indices = (0..<count).map {
            Int(truncatingIfNeeded: duckdb_init_get_column_index(info, $0))
        }
        // Rows come in order: one thread fetches them.
        duckdb_init_set_max_threads(info, 1)
        do {
            let running = try RunningScan(bound.scan, asked: indices)
            duckdb_init_set_init_data(info, retained(running), release)
        } catch {
            duckdb_init_set_error(info, error.carried)
        }
    }

    private static func fill(_ info: duckdb_function_info?, _ output: duckdb_data_chunk?) {
        guard let running: RunningScan = borrowed(duckdb_function_get_init_data(info)) else {
            return
        }
        do {
            try running.fill(output)
        } catch {
            duckdb_function_set_error(info, error.carried)
        }
    }

    /// What DuckDB keeps of a call.
    private final class Bound: Sendable {
        let scan: Scan
        init(_ scan: Scan) { self.scan = scan }
    }
}

/// The rows of one call on their way into DuckDB's chunks; one thread at a time asks for them.
private final class RunningScan {
    private let cursor: any BatchCursor
    private let work: WorkContext
    /// For each column of the output the one of the batch, `nil` for what is no column of ours.
    private let targets: [Int?]
    private let types: [ColumnType]
    private let numbers: [Int]
    private var batch: Batch?
    private var taken = 0
    private var row: Int64 = 0

    init(_ scan: ScanFunction.Scan, asked: [Int]) throws(EngineError) {
        let fields = scan.source.schema.fields
        var read: [Int] = []
        var targets: [Int?] = []
        for index in asked {
            if fields.indices.contains(index) {
                targets.append(read.count)
                read.append(index)
            } else {
                targets.append(nil)
            }
        }
        self.targets = targets
        numbers = asked.indices.filter { asked[$0] == fields.count }
        types = read.map { fields[$0].type }
        work = scan.work
        cursor = try scan.reader.read(scan.source, columns: read, in: scan.work)
    }

    func fill(_ output: duckdb_data_chunk?) throws(EngineError) {
        if work.cancellation.isCancelled { throw .cancelledByReader }
        while batch.map({ taken >= $0.count }) ?? true {
            batch = try cursor.next()
            taken = 0
            if batch == nil { return duckdb_data_chunk_set_size(output, 0) }
        }
        guard let batch else { return }
        let rows = taken..<min(batch.count, taken + Int(duckdb_vector_size()))
        for (index, target) in targets.enumerated() {
            guard let target else { continue }
            let vector = duckdb_data_chunk_get_vector(output, idx_t(index))
            ColumnWriting.write(batch.columns[target], rows, as: types[target], to: vector, at: 0)
        }
        for index in numbers {
            let vector = duckdb_data_chunk_get_vector(output, idx_t(index))
            let cells = duckdb_vector_get_data(vector).assumingMemoryBound(to: Int64.self)
            for offset in rows.indices {
                cells[offset - rows.lowerBound] = row + Int64(offset - rows.lowerBound)
            }
        }
        duckdb_data_chunk_set_size(output, idx_t(rows.count))
        taken = rows.upperBound
        row += Int64(rows.count)
    }
}

extension ColumnType {
    /// The type that `SQLText.type` names; the caller destroys it.
    fileprivate var stored: duckdb_logical_type? {
        switch self {
        case .bool: duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN)
        case .int: duckdb_create_logical_type(DUCKDB_TYPE_BIGINT)
        case .float: duckdb_create_logical_type(DUCKDB_TYPE_DOUBLE)
        case .date: duckdb_create_logical_type(DUCKDB_TYPE_DATE)
        case .time: duckdb_create_logical_type(DUCKDB_TYPE_TIME)
        case .timestamp: duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP)
        case .duration: duckdb_create_logical_type(DUCKDB_TYPE_INTERVAL)
        case .list(let element):
            withStored(element) { duckdb_create_list_type($0) }
        // No batch source gives records, and categories without levels are texts.
        case .text, .missing, .record: duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR)
        case .category(let levels):
            levels.isEmpty
                ? duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR) : Self.enumeration(levels)
        }
    }

    private func withStored(
        _ type: ColumnType,
        _ body: (duckdb_logical_type?) -> duckdb_logical_type?
    ) -> duckdb_logical_type? {
        var stored = type.stored
        defer { duckdb_destroy_logical_type(&stored) }
        return body(stored)
    }

    private static func enumeration(_ levels: [String]) -> duckdb_logical_type? {
        var copies = levels.map { level in
            let bytes = Array(level.utf8CString)
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            copy.initialize(from: bytes, count: bytes.count)
            return UnsafePointer<CChar>?(copy)
        }
        defer { for copy in copies { UnsafeMutablePointer(mutating: copy)?.deallocate() } }
        return duckdb_create_enum_type(&copies, idx_t(levels.count))
    }
}
