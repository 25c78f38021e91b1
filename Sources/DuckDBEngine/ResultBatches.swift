import Kernels
import Relations
import Tables

/// The rows of a statement, read as they are asked for.
final class ResultBatches: BatchCursor {
    /// How many of DuckDB's chunks make a batch, once the first rows are out.
    private static let chunksInBatch = 32

    let schema: Schema
    private var result: ResultHandle?
    private let types: [StoredType]
    private let watch: Watch
    private let connection: ConnectionHandle
    /// How many threads read the rows: one while DuckDB's own make more of them.
    private let threads: Int
    private let cancellation: Cancellation
    private var ready: ArraySlice<Batch> = []
    private var isFirst = true

    /// Starts the statement; `schema` names the columns and says as what they are read.
    init(
        _ sql: String,
        _ schema: Schema,
        streaming: Bool,
        in work: WorkContext,
        on connection: consuming ConnectionHandle,
        _ watch: Watch
    ) throws(EngineError) {
        let statement = try connection.prepare(sql)
        let result = try watch.during { () throws(EngineError) in
            try statement.run(streaming: streaming)
        }
        types = result.columnTypes
        self.schema = schema
        threads = streaming ? 1 : max(1, work.threads)
        cancellation = work.cancellation
        self.result = result
        self.watch = watch
        self.connection = connection
    }

    func next() throws(EngineError) -> Batch? {
        if let batch = ready.popFirst() { return batch }
        ready = try read(isFirst ? 1 : Self.chunksInBatch * threads)[...]
        isFirst = false
        return ready.popFirst()
    }

    /// Batches of so many chunks in all, or of those that are left.
    private func read(_ wanted: Int) throws(EngineError) -> [Batch] {
        guard let result else { return [] }
        var chunks: [ChunkHandle] = []
        while chunks.count < wanted {
            let chunk = try watch.during { () throws(EngineError) in try result.nextChunk() }
            guard let chunk else {
                // Gives back what the rows took before the caller puts them together.
                self.result = nil
                break
            }
            if chunk.count > 0 { chunks.append(chunk) }
        }
        return try batches(chunks)
    }

    private func batches(_ chunks: [ChunkHandle]) throws(EngineError) -> [Batch] {
        let lent = Lent(chunks: chunks)
        let found: [[Result<Batch, EngineError>]]
        do {
            found = try parallelChunks(
                count: chunks.count,
                size: Self.chunksInBatch,
                threads: threads,
                cancellation: cancellation
            ) { [schema, types] range in
                [Result { () throws(EngineError) in try lent.batch(range, schema, types) }]
            }
        } catch {
            throw .cancelledByReader
        }
        var batches: [Batch] = []
        for result in found.joined() { batches.append(try result.get()) }
        return batches
    }
}

/// Chunks that several threads read.
private struct Lent: @unchecked Sendable {
    // SAFETY: chunks are not written any more, each is read by one thread, and all stay until the
    // threads are done.
    let chunks: [ChunkHandle]

    func batch(
        _ range: Range<Int>,
        _ schema: Schema,
        _ types: [StoredType]
    ) throws(EngineError) -> Batch {
        let chunks = chunks[range]
        var columns: [Column] = []
        for (index, field) in schema.fields.enumerated() {
            let views = chunks.map { $0.view(index) }
            columns.append(try ColumnReading.column(views, types[index], as: field.type))
        }
        return Batch(columns, count: chunks.reduce(0) { $0 + $1.count })
    }
}
