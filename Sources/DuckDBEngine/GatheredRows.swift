import Kernels
import Relations
import Synchronization
import Tables

/// Rows that come in any order and on several threads, each with its place among all, where some
/// places may stay empty.
final class GatheredRows: Sendable {
    /// Two rows have the same place: no order of them is known.
    struct Multiplied: Error {}

    private struct Part {
        var places: RowPlaces
        var batch: Batch

        var first: Int { places[0] }
        var last: Int { places[batch.count - 1] }
        var isAscending: Bool {
            guard case .each(let places) = places else { return true }
            return zip(places, places.dropFirst()).allSatisfy { $0 < $1 }
        }
    }

    private struct State {
        var isTaken: [Bool]
        var parts: [Part] = []
    }

    private let state: Mutex<State>

    /// For rows with places below `count`.
    init(places count: Int) {
        state = Mutex(State(isTaken: Array(repeating: false, count: count)))
    }

    func receive(_ batch: Batch, _ places: RowPlaces) throws {
        guard batch.count > 0 else { return }
        try state.withLock { state in
            for row in 0..<batch.count {
                let place = places[row]
                guard state.isTaken.indices.contains(place) else { throw EngineError.unexplained }
                if state.isTaken[place] { throw Multiplied() }
                state.isTaken[place] = true
            }
            state.parts.append(Part(places: places, batch: batch))
        }
    }

    /// The rows by their places.
    func table(_ fields: [Field], _ work: WorkContext) throws(EngineError) -> Table {
        let (parts, count) = state.withLock { state in
            defer { state = State(isTaken: []) }
            return (state.parts.sorted { $0.first < $1.first }, state.isTaken.count)
        }
        let batches = parts.map(\.batch)
        let isInOrder =
            parts.allSatisfy(\.isAscending)
            && zip(parts, parts.dropFirst()).allSatisfy { $0.last < $1.first }
        // Each thread reads a table from its beginning on, unless another table leads.
        if isInOrder { return try Table.joined(fields, batches, work) }
        return try Table.joined(fields, batches, order: Self.order(parts, count), work)
    }

    /// The rows of all parts, by number, in the order of their places.
    private static func order(_ parts: [Part], _ count: Int) -> [Int] {
        var rows = [Int](repeating: -1, count: count)
        var next = 0
        for part in parts {
            for row in 0..<part.batch.count { rows[part.places[row]] = next + row }
            next += part.batch.count
        }
        return rows.filter { $0 >= 0 }
    }
}

extension RowPlaces {
    /// The place of one of the rows, counted from 0.
    fileprivate subscript(row: Int) -> Int {
        switch self {
        case .from(let first): first + row
        case .each(let places): places[row]
        }
    }
}

extension Table {
    /// Batches of one schema, one below the other or in another order of their rows; columns are put
    /// together on several threads.
    static func joined(
        _ fields: [Field],
        _ batches: [Batch],
        order: [Int]? = nil,
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
                range.map { index in
                    let column = Column.concatenated(batches.map { $0.columns[index] })
                    return order.map(column.gathered) ?? column
                }
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
