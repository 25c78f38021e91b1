package import Kernels
package import Relations
package import Tables

extension DuckDBEngine {
    package func scatter(
        _ plan: Plan,
        rows: Int,
        in work: WorkContext,
        _ receive: @escaping @Sendable (Batch, RowPlaces) throws -> Void
    ) throws -> Bool {
        // The stream of rows is where protected values are kept back.
        guard !plan.holdsProtected else { return false }
        let plan = plan.unmarked
        let types = plan.schema.fields.map(\.type)
        // What is small enough to be kept for the next time comes as a stream.
        guard plan.isScanned, rows * types.count * 8 > cache.largest else { return false }
        try checkFiles(of: plan)
        let connection = try connect(work)
        try prepare(plan, connection, work)
        let receiver = ScatterFunction.Receiver(types, work, receive)
        return try scatters.announcing(receiver) { number in
            let sql = PlanToSQL.scattered(plan, to: number) { [self, remote = connection.remote] in
                target(of: $0, remote, work)
            }
            guard let sql else { return false }
            let received = try rowsReceived(sql, connection, receiver)
            guard received == .int(Int64(rows)) else { throw EngineError.unexplained }
            return true
        }
    }

    /// All rows of a plan that are many, or nil where places are not known or the rows are few.
    private func scattered(_ plan: Plan, in work: WorkContext) throws -> Table? {
        guard plan.unmarked.isScanned, cache.rows(for: plan) == nil else { return nil }
        let fields = plan.schema.fields
        let rows = Int(try count(plan, in: work))
        let filling = ColumnFilling(fields.map(\.type), rows: rows)
        let columns = try filling.columns { receive in
            try scatter(plan, rows: rows, in: work) { batch, places in
                guard case .from(let first) = places else { throw TornRows() }
                guard (0...rows - batch.count).contains(first) else {
                    throw EngineError.unexplained
                }
                receive(batch, first)
            }
        }
        return columns.map { Table(fields, $0, count: rows) }
    }

    func scatteredTable(_ plan: Plan, in work: WorkContext) throws(EngineError) -> Table? {
        do {
            return try scattered(plan, in: work)
        } catch let error as EngineError {
            throw error
        } catch is TornRows {
            return nil
        } catch {
            throw .cancelledByReader
        }
    }

    private func rowsReceived(
        _ sql: String,
        _ connection: borrowing ConnectionHandle,
        _ receiver: ScatterFunction.Receiver
    ) throws -> Scalar? {
        do {
            return try connection.rows(sql, in: receiver.work).first?.first
        } catch {
            throw receiver.failure ?? error
        }
    }
}

/// Rows that came together and do not stand together.
private struct TornRows: Error {}

extension Plan {
    /// Whether its rows are those of a leaf, one by one.
    fileprivate var isScanned: Bool {
        switch self {
        case .scan: true
        case .project(let input, _): input.isScanned
        default: false
        }
    }
}

extension PlanToSQL {
    /// The statement that hands a plan's rows with their positions to a receiver, or nil where
    /// positions are not known.
    fileprivate static func scattered(
        _ plan: Plan,
        to receiver: Int64,
        place: @escaping (Plan) -> ScanTarget
    ) -> String? {
        var lowering = PlanToSQL(plan, place: place)
        let query = lowering.lower(plan, .keys)
        guard query.isOrdered, query.isOpen, query.conditions.isEmpty,
            let position = query.position
        else { return nil }
        return query.handedOver(to: receiver, at: position)
    }
}
