import Glibc
import Kernels
import Relations
import Tables

extension DuckDBEngine {
    /// Stops when a file is not the one that was loaded.
    func checkFiles(of plan: Plan) throws(EngineError) {
        if case .scan(let source) = plan {
            for file in source.files {
                let now = FileFacts.identity(file.path)
                if now == file { continue }
                let isOwn = store.isOwn(now)
                // What was read whole stays as it was read, whatever `save` puts in the file's place.
                if now == nil || isOwn, store.isStored(plan) { continue }
                throw .changed(source, file.path, now, byOwn: isOwn)
            }
        }
        for input in plan.inputs { try checkFiles(of: input) }
    }

    /// Puts everything in its place that the plan's SQL will read.
    func prepare(
        _ plan: Plan,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) {
        switch plan {
        case .scan(.files(let source)):
            if store.reading(of: source) == nil {
                let partitions = try Partitions(source.files, source.request)
                let found = try reading(partitions, source.request, connection, work)
                store.remember(found, of: source)
            }
            if FileReading.isStored(source.request.format) {
                try storing(plan, in: work) { () throws(EngineError) in
                    try storeFile(source, plan, connection, work)
                }
            }
        case .scan(.database(let source)): try prepare(source, plan, connection, work)
        case .scan(.table(let memory)):
            try storing(plan, in: work) { () throws(EngineError) in
                let cursor = TableCursor(memory.table)
                try storeRows(of: cursor, plan, connection, work)
            }
        case .map(let input, let transform):
            try storing(plan, in: work) { () throws(EngineError) in
                let rows = MappedBatches(try open(input, in: work), transform, input.schema, work)
                try storeRows(of: rows, plan, connection, work)
            }
        default:
            lists.announce(plan.expressions)
            for input in plan.inputs { try prepare(input, connection, work) }
        }
    }

    /// Makes a leaf's table unless it is there, or another thread makes it just now.
    func storing(
        _ leaf: Plan,
        in work: WorkContext,
        _ make: () throws(EngineError) -> Void
    ) throws(EngineError) {
        while true {
            switch store.claim(leaf) {
            case .stored: return
            case .busy:
                if work.cancellation.isCancelled { throw .cancelledByReader }
                usleep(2000)
            case .granted:
                var isStored = false
                defer { store.settle(leaf, isStored: isStored) }
                try make()
                isStored = true
                return
            }
        }
    }

    private func storeFile(
        _ source: FileSource,
        _ leaf: Plan,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) {
        guard let reading = store.reading(of: source) else { throw .unexplained }
        let columns = zip(reading.columns, TableStore.columns(source.schema.names))
            .map { "\($0) AS \(SQLText.name($1))" }
        let sql = """
            CREATE OR REPLACE TABLE \(store.place(of: leaf).whole) AS
            SELECT \(columns.joined(separator: ", "))
            FROM \(reading.from)
            """
        do {
            try connection.execute(sql, "reading", in: work)
        } catch {
            let names = source.schema.names
            let file = source.files.first { error.underlying?.contains($0.path) == true }
            throw CSVFault(error, file ?? source.files[0], source.request, names: names).error
        }
        // What was read while somebody wrote to it is not what was loaded.
        try checkFiles(of: leaf)
    }

    /// Fills a leaf's table with rows from Swift.
    private func storeRows(
        of cursor: any BatchCursor,
        _ leaf: Plan,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) {
        let fields = cursor.schema.fields
        let place = store.place(of: leaf)
        let columns = zip(fields, TableStore.columns(fields.map(\.name)))
            .map { "\(SQLText.name($1)) \(SQLText.type($0.type))" }
        let list = columns.isEmpty ? "\"#\" VARCHAR" : columns.joined(separator: ", ")
        try connection.execute("CREATE OR REPLACE TABLE \(place.whole) (\(list))", in: work)
        let appender = try Appender(place, fields.map(\.type), connection, handles)
        while let batch = try cursor.next() {
            if work.cancellation.isCancelled { throw .cancelledByReader }
            try appender.append(batch)
        }
        try appender.finish()
    }
}

extension EngineError {
    static func changed(
        _ source: Source,
        _ path: String,
        _ now: FileIdentity?,
        byOwn isOwn: Bool
    ) -> EngineError {
        let load =
            switch source {
            case .files(let files): "load(\"\(files.request.path)\")"
            case .database(let database): database.call
            case .table: ""
            }
        if isOwn {
            return EngineError(
                .fileChanged,
                "`save` has put other rows into `\(path)` since it was loaded",
                hints: [load, "collect before `save` keeps the rows that were there"]
            )
        }
        return EngineError(
            .fileChanged,
            now == nil
                ? "`\(path)` is no longer there" : "`\(path)` has changed since it was loaded",
            hints: [load]
        )
    }
}

extension DatabaseSource {
    /// What stands for it in SQL that is only shown.
    var place: String {
        let name = SQLText.name(database.isServer ? database.shown : FileFacts.name(database.place))
        switch rows {
        case .table(let table): return "\(name).\(SQLText.name(table))"
        case .query(let sql): return "\(name).(\(sql.unterminated))"
        }
    }

    /// The call of `load` that gives it.
    var call: String {
        switch rows {
        case .table(let name): "load(\"\(database.shown)\", table: \"\(name)\")"
        case .query: "load(\"\(database.shown)\", query: …)"
        }
    }
}
