import Kernels
import Relations
import Synchronization
import Tables

/// Rows that come in any order and on several threads, each with its place among all, where some
/// places may stay empty.
final class GatheredRows: Sendable {
    /// Two rows have the same place, or come in no order at all.
    struct Multiplied: Error {}

    /// Rows that stand one after the other, between no others.
    private struct Part {
        var first: Int
        var last: Int
        var batch: Batch
    }

    /// How many rows of a table DuckDB reads at once, and so keeps together.
    private static let block = 2048

    private let parts = Mutex<[Part]>([])

    func receive(_ batch: Batch, _ places: RowPlaces) throws {
        switch places {
        case .from(let first):
            let part = Part(first: first, last: first + batch.count - 1, batch: batch)
            parts.withLock { $0.append(part) }
        case .each(let places):
            let more = try Self.parts(batch, places)
            parts.withLock { $0 += more }
        }
    }

    /// The rows cut where the next block of places begins: between two blocks, other threads have
    /// theirs.
    ///
    /// A thread reads a table from its beginning to its end: where places fall, rows are multiplied or
    /// come in the order of another table.
    private static func parts(_ batch: Batch, _ places: [Int]) throws -> [Part] {
        var starts: [Int] = []
        var last = -1
        for (row, place) in places.enumerated() {
            if place <= last { throw Multiplied() }
            if row == 0 || place / Self.block != last / Self.block { starts.append(row) }
            last = place
        }
        return zip(starts, starts.dropFirst() + [places.count]).map { start, end in
            let rows = Array(start..<end)
            let isAll = rows.count == batch.count
            return Part(
                first: places[start],
                last: places[end - 1],
                batch: isAll
                    ? batch : Batch(batch.columns.map { $0.gathered(rows) }, count: rows.count)
            )
        }
    }

    /// The rows in their order, or nil where two have the same place.
    func table(_ fields: [Field], _ work: WorkContext) throws(EngineError) -> Table? {
        let sorted = parts.withLock { parts in
            defer { parts = [] }
            return parts.sorted { $0.first < $1.first }
        }
        for (part, next) in zip(sorted, sorted.dropFirst()) where part.last >= next.first {
            return nil
        }
        return try Table.joined(fields, sorted.map(\.batch), work)
    }
}

extension Table {
    /// Batches of one schema, one below the other; columns are put together on several threads.
    static func joined(
        _ fields: [Field],
        _ batches: [Batch],
        _ work: WorkContext
    ) throws(EngineError) -> Table {
        guard !batches.isEmpty else { return Table(fields, batches: []) }
        let columns: [[Column]]
        do {
            columns = try parallelChunks(
                count: fields.count,
                size: 1,
                threads: work.threads,
                cancellation: work.cancellation
            ) { range in
                range.map { index in Column.concatenated(batches.map { $0.columns[index] }) }
            }
        } catch {
            throw .cancelledByReader
        }
        return Table(
            fields,
            columns.flatMap(\.self),
            count: batches.reduce(0) { $0 + $1.count }
        )
    }
}
