import Kernels
import Relations
import Tables

extension DuckDBEngine {
    /// All rows of a plan over many, such as a join, or nil where it has to be sorted or is small.
    ///
    /// Rows leave DuckDB on all its threads, each with its place in the order, and are put in order
    /// here: to sort them there would copy every cell once more.
    func gatheredTable(_ plan: Plan, in work: WorkContext) throws(EngineError) -> Table? {
        // The stream of rows is where protected values are kept back.
        guard !plan.holdsProtected, cache.rows(for: plan) == nil else { return nil }
        let known = plan
        let plan = plan.unmarked.sinkingSlices { [store] in store.isStored($0) }
            .sinkingConditions(pruning: pruned)
        guard let leaf = plan.leading, let places = try places(of: leaf, beside: plan, work) else {
            return nil
        }
        try checkFiles(of: plan)
        let connection = try connect(work)
        try prepare(plan, connection, work)
        let gathered = GatheredRows(places: places)
        let receiver = ScatterFunction.Receiver(plan.schema.fields.map(\.type), work) {
            try gathered.receive($0, $1)
        }
        let isDone = try scatters.announcing(receiver) { number throws(EngineError) in
            let sql = PlanToSQL.gathered(plan, to: number) { [self, remote = connection.remote] in
                target(of: $0, remote, work)
            }
            guard let sql else { return false }
            return try received(sql, connection, receiver)
        }
        guard isDone else { return nil }
        let table = try gathered.table(plan.schema.fields, work)
        let bytes = table.columns.reduce(0) { $0 + $1.bytes }
        cache.keep(KeptRows(schema: plan.schema, batches: [table.batch]), bytes, for: known)
        return table
    }

    /// How many rows a leaf has, where they are too many for results of their number to be kept for
    /// the next time; else nil.
    private func places(
        of leaf: Plan,
        beside plan: Plan,
        _ work: WorkContext
    ) throws(EngineError) -> Int? {
        let rows: Int
        switch leaf {
        case .scan(.table(let memory)): rows = memory.table.count
        case .scan(.files(let source)) where source.files.count == 1:
            // Small files are not counted for it: no format packs rows much more than that.
            guard Int(source.files[0].size) * 64 >= cache.largest else { return nil }
            rows = Int(try count(leaf, in: work))
        default: return nil
        }
        return rows * plan.schema.fields.count * 8 > cache.largest ? rows : nil
    }

    /// Runs the statement; false where rows came more than once.
    private func received(
        _ sql: String,
        _ connection: borrowing ConnectionHandle,
        _ receiver: ScatterFunction.Receiver
    ) throws(EngineError) -> Bool {
        do {
            _ = try connection.rows(sql, in: receiver.work)
            return true
        } catch {
            switch receiver.failure {
            case is GatheredRows.Multiplied: return false
            case let failure as EngineError: throw failure
            default: throw error
            }
        }
    }
}

extension Plan {
    /// The leaf whose rows give its own their order, where each of them stands once, or not at all,
    /// unless a join multiplies them.
    fileprivate var leading: Plan? {
        switch self {
        case .scan: self
        case .filter(let input, _), .project(let input, _), .marked(let input, _): input.leading
        case .join(let left, _, .inner, _, _), .join(let left, _, .left, _, _),
            .join(let left, _, .semi, _, _), .join(let left, _, .anti, _, _),
            .join(let left, _, .asof, _, _):
            left.leading
        default: nil
        }
    }
}

extension PlanToSQL {
    /// The statement that hands a plan's rows to a receiver, each with a number that rises in their
    /// order, or nil where there is no such number.
    fileprivate static func gathered(
        _ plan: Plan,
        to receiver: Int64,
        place: @escaping (Plan) -> ScanTarget
    ) -> String? {
        var lowering = PlanToSQL(plan, place: place)
        let query = lowering.lower(plan, .keys)
        guard query.isLed, query.isOpen, let position = query.order.first?.sql else { return nil }
        return query.handedOver(to: receiver, at: position)
    }
}

extension Query {
    /// The statement that hands all rows with their places to a receiver, and counts them.
    func handedOver(to receiver: Int64, at place: String) -> String {
        // What is not finite becomes missing as the rows are read: the test in SQL would copy them.
        let cells =
            ["\(receiver)", place] + outputs.map { FiniteSQL.opened($0.sql) ?? $0.sql }
        let call = "\(ScatterFunction.name)(\(cells.joined(separator: ", ")))"
        let tests =
            conditions.isEmpty ? "" : "\nWHERE " + conditions.joined(separator: " AND ")
        return """
            SELECT CAST(sum(received) AS BIGINT) FROM (
            \(SQLText.indented("SELECT \(call) AS received\nFROM \(from)\(tests)"))
            )
            """
    }
}
