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
    private var isFirst = true

    /// Starts the statement; `schema` names the columns and says as what they are read.
    init(
        _ sql: String,
        _ schema: Schema,
        streaming: Bool,
        on connection: consuming ConnectionHandle,
        _ watch: Watch
    ) throws(EngineError) {
        let statement = try connection.prepare(sql)
        let result = try watch.during { () throws(EngineError) in
            try statement.run(streaming: streaming)
        }
        types = result.columnTypes
        self.schema = schema
        self.result = result
        self.watch = watch
        self.connection = connection
    }

    func next() throws(EngineError) -> Batch? {
        guard let result else { return nil }
        var chunks: [ChunkHandle] = []
        let wanted = isFirst ? 1 : Self.chunksInBatch
        while chunks.count < wanted {
            let chunk = try watch.during { () throws(EngineError) in try result.nextChunk() }
            guard let chunk else {
                // Gives back what the rows took before the caller puts them together.
                self.result = nil
                break
            }
            if chunk.count > 0 { chunks.append(chunk) }
        }
        isFirst = false
        return chunks.isEmpty ? nil : try batch(chunks)
    }

    private func batch(_ chunks: [ChunkHandle]) throws(EngineError) -> Batch {
        var columns: [Column] = []
        for (index, field) in schema.fields.enumerated() {
            let views = chunks.map { $0.view(index) }
            columns.append(try ColumnReading.column(views, types[index], as: field.type))
        }
        return Batch(columns, count: chunks.reduce(0) { $0 + $1.count })
    }
}
