import Relations
import Tables

extension DuckDBEngine {
    /// A source of CSV or JSON folders without the files in which conditions cannot hold; one file
    /// where they hold in none, for a source has one.
    ///
    /// DuckDB does the same for Parquet by itself. Types stay those that all files gave.
    func pruned(_ source: FileSource, _ conditions: [RowExpression]) -> FileSource {
        guard FileReading.isStored(source.request.format), !store.isStored(.scan(.files(source))),
            var reading = store.reading(of: source)
        else { return source }
        var smaller = source
        smaller.files = wanted(source, conditions)
        guard smaller.files.count < source.files.count,
            let paths = reading.from.firstRange(of: FileReading.paths(source.files))
        else { return source }
        reading.from.replaceSubrange(paths, with: FileReading.paths(smaller.files))
        store.remember(reading, of: smaller)
        return smaller
    }

    /// The files in which conditions may hold, by what the names of the folders tell; one of them
    /// where they hold in none.
    func wanted(_ source: FileSource, _ conditions: [RowExpression]) -> [FileIdentity] {
        guard source.files.count > 1, !conditions.isEmpty,
            let partitions = try? Partitions(source.files, source.request),
            !partitions.fields.isEmpty, partitions.files == source.files
        else { return source.files }
        let told = partitions.table(source.schema)
        let schema = Schema(told.fields)
        let names = Set(schema.names)
        guard told.fields.allSatisfy({ Self.isTold($0.type) }) else { return source.files }
        let tests = conditions.filter { !$0.columns.isEmpty && $0.columns.isSubset(of: names) }
            .compactMap { try? BatchEvaluation.evaluate($0, over: told.batch, schema: schema) }
        let files = source.files.indices
            .filter { row in tests.allSatisfy { $0[row] == .bool(true) } }
            .map { source.files[$0] }
        return files.isEmpty ? [source.files[0]] : files
    }

    /// Types that are the same to a folder's name and to the engine.
    private static func isTold(_ type: ColumnType) -> Bool {
        if case .category = type { return true }
        return [.int, .bool, .date, .text].contains(type)
    }
}
