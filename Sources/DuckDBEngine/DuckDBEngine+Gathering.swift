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
        guard let leaf = plan.leading, try isLarge(leaf, beside: plan, work) else { return nil }
        try checkFiles(of: plan)
        let connection = try connect(work)
        try prepare(plan, connection, work)
        let gathered = GatheredRows()
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
        guard isDone, let table = try gathered.table(plan.schema.fields, work) else { return nil }
        let bytes = table.columns.reduce(0) { $0 + $1.bytes }
        cache.keep(KeptRows(schema: plan.schema, batches: [table.batch]), bytes, for: known)
        return table
    }

    /// Whether a leaf's rows are too many for results of their number to be kept for the next time.
    private func isLarge(
        _ leaf: Plan,
        beside plan: Plan,
        _ work: WorkContext
    ) throws(EngineError) -> Bool {
        let rows: Int
        switch leaf {
        case .scan(.table(let memory)): rows = memory.table.count
        case .scan(.files(let source)) where source.files.count == 1:
            rows = Int(try count(leaf, in: work))
        default: return false
        }
        return rows * plan.schema.fields.count * 8 > cache.largest
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
        // What is not finite becomes missing as the rows are read: the test in SQL would copy them.
        let outputs = query.outputs.map { FiniteSQL.opened($0.sql) ?? $0.sql }
        let cells = ["\(receiver)", position] + outputs
        let call = "\(ScatterFunction.name)(\(cells.joined(separator: ", ")))"
        let conditions =
            query.conditions.isEmpty
            ? "" : "\nWHERE " + query.conditions.joined(separator: " AND ")
        let rows = "SELECT \(call) AS received\nFROM \(query.from)\(conditions)"
        return """
            SELECT CAST(sum(received) AS BIGINT) FROM (
            \(SQLText.indented(rows))
            )
            """
    }
}
