import Diagnostics
import Kernels
import Relations
import Synchronization
import Tables

/// Rows in memory.
final class TableCursor: BatchCursor {
    let schema: Schema
    private var batches: ArraySlice<Batch>

    init(_ table: Table) {
        schema = Schema(table.fields)
        batches = table.count > 0 ? [table.batch] : []
    }

    init(_ rows: KeptRows) {
        schema = rows.schema
        batches = rows.batches[...]
    }

    func next() throws(EngineError) -> Batch? { batches.popFirst() }
}

/// Rows with the columns that Swift code adds.
final class MappedBatches: BatchCursor {
    let schema: Schema
    private let rows: any BatchCursor
    private let transform: BatchTransform
    private let reads: [Int]
    private let keeps: [Int]
    private let work: WorkContext

    init(
        _ rows: any BatchCursor,
        _ transform: BatchTransform,
        _ input: Schema,
        _ work: WorkContext
    ) {
        self.rows = rows
        self.transform = transform
        self.work = work
        schema = Schema(transform.fields(over: input))
        reads = transform.reads.compactMap(input.position)
        keeps = schema.names.dropLast(transform.adds.count).compactMap(input.position)
    }

    func next() throws(EngineError) -> Batch? {
        guard let batch = try rows.next() else { return nil }
        if work.cancellation.isCancelled { throw .cancelledByReader }
        let read = Batch(reads.map { batch.columns[$0] }, count: batch.count)
        do {
            let added = try transform.apply(read)
            return Batch(keeps.map { batch.columns[$0] } + added, count: batch.count)
        } catch is CancellationError {
            throw .cancelledByReader
        } catch let error as EngineError {
            throw error
        } catch let fault as Diagnostic {
            let code = EngineError.Code(named: fault.code.description)
            throw EngineError(code, fault.message, hints: fault.hints)
        } catch {
            throw EngineError(.engineFailed, "\(transform.label) failed: \(error)")
        }
    }
}

/// Rows that are kept for the next time when they turn out to be few.
final class CachingCursor: BatchCursor {
    var schema: Schema { rows.schema }
    private let rows: any BatchCursor
    private let plan: Plan
    private let cache: ResultCache
    private var kept: [Batch]? = []
    private var bytes = 0

    init(_ rows: any BatchCursor, _ plan: Plan, _ cache: ResultCache) {
        self.rows = rows
        self.plan = plan
        self.cache = cache
    }

    func next() throws(EngineError) -> Batch? {
        guard let batch = try rows.next() else {
            if let kept { cache.keep(KeptRows(schema: schema, batches: kept), bytes, for: plan) }
            kept = nil
            return nil
        }
        if kept != nil {
            bytes += batch.columns.reduce(0) { $0 + $1.bytes }
            if bytes > cache.largest { kept = nil } else { kept?.append(batch) }
        }
        return batch
    }
}

/// A result as it came.
struct KeptRows {
    let schema: Schema
    let batches: [Batch]
    var count: Int { batches.reduce(0) { $0 + $1.count } }
}

/// Results of plans, the least recently used of which go first.
final class ResultCache: Sendable {
    private struct Entry {
        var rows: KeptRows
        var bytes: Int
        var used: Int
    }
    private struct State {
        var entries: [Plan: Entry] = [:]
        var bytes = 0
        var clock = 0
    }

    private let state = Mutex(State())
    private let budget: Int
    /// The largest result that is kept.
    var largest: Int { budget / 4 }

    init(budget: Int) { self.budget = budget }

    func rows(for plan: Plan) -> KeptRows? {
        state.withLock { state in
            guard state.entries[plan] != nil else { return nil }
            state.clock += 1
            state.entries[plan]?.used = state.clock
            return state.entries[plan]?.rows
        }
    }

    func keep(_ rows: KeptRows, _ bytes: Int, for plan: Plan) {
        guard bytes <= largest else { return }
        state.withLock { state in
            state.clock += 1
            let old = state.entries.updateValue(
                Entry(rows: rows, bytes: bytes, used: state.clock),
                forKey: plan
            )
            state.bytes += bytes - (old?.bytes ?? 0)
            while state.bytes > budget,
                let oldest = state.entries.min(by: { $0.value.used < $1.value.used })
            {
                state.bytes -= oldest.value.bytes
                state.entries[oldest.key] = nil
            }
        }
    }

    func clear() { state.withLock { $0 = State() } }
}

extension Column {
    /// About how much memory it takes.
    var bytes: Int {
        switch values {
        case .bools(let cells): cells.count
        case .ints(let cells): cells.count * 8
        case .floats(let cells): cells.count * 8
        case .texts(let cells):
            cells.reduce(cells.count * 16) { $0 + ($1.utf8.count > 15 ? $1.utf8.count + 32 : 0) }
        case .codes(let cells): cells.count * 4
        case .days(let cells): cells.count * 4
        case .microseconds(let cells): cells.count * 8
        case .intervals(let cells): cells.count * 16
        case .lists(let offsets, let child): offsets.count * 8 + child.bytes
        case .records(let parts, _): parts.reduce(0) { $0 + $1.bytes }
        case .nothing: 0
        }
    }
}
