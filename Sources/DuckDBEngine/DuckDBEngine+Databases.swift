package import Kernels
package import Relations
import Tables

extension DuckDBEngine {
    package func source(
        of request: DatabaseRequest,
        in work: WorkContext
    ) throws(EngineError) -> DatabaseSource {
        let path = request.database.place
        if !request.database.isServer { _ = try FileFacts.files(path) }
        if let reader = readers[request.database.kind] {
            var source = try reader.source(of: request, in: work)
            if request.database.isServer {
                source.loading = scans.nextLoading()
            } else {
                source.files = FileFacts.withLog(path)
            }
            return source
        }
        let connection = try connect(work)
        let file = try attached(path, connection, work)
        var rows = request.rows ?? .table("")
        var isView = false
        if case .query = rows {
        } else {
            var name: String?
            if case .table(let given)? = request.rows { name = given }
            let table = try request.database.table(name, among: try file.tables(connection))
            rows = .table(table.name)
            isView = table.isView
        }
        let reading = try DatabaseReading(rows, request, of: file, isView: isView, connection)
        let source = DatabaseSource(
            request,
            rows,
            files: FileFacts.withLog(path),
            schema: reading.schema
        )
        store.remember(reading, of: source)
        return source
    }

    package func tables(
        of database: Database,
        in work: WorkContext
    ) throws(EngineError) -> [DatabaseTable] {
        if !database.isServer { _ = try FileFacts.files(database.place) }
        if let reader = readers[database.kind] { return try reader.tables(of: database, in: work) }
        let connection = try connect(work)
        return try attached(database.place, connection, work).tables(connection)
    }

    private func attached(
        _ path: String,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) -> DuckDBFile {
        try attachments.attach(path, connection, work)
        return DuckDBFile(path: path, catalog: attachments.name(of: path), work: work)
    }

    /// Puts a database's rows where the plan's SQL will read them.
    func prepare(
        _ source: DatabaseSource,
        _ leaf: Plan,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) {
        let path = source.database.place
        if store.isStored(leaf) || readers[source.database.kind] != nil { return }
        try attachments.attach(path, connection, work)
        guard let reading = store.reading(of: source), reading.isStored else { return }
        try storing(leaf, in: work) { () throws(EngineError) in
            let columns = zip(reading.columns, TableStore.columns(source.schema.names))
                .map { "\($0) AS \(SQLText.name($1))" }
            let catalog = attachments.name(of: path)
            let file = DuckDBFile(path: path, catalog: catalog, work: work)
            let sql = """
                CREATE OR REPLACE TABLE \(store.place(of: leaf).whole) AS
                SELECT \(columns.joined(separator: ", "))
                FROM \(reading.from)
                """
            try file.inside(connection) { () throws(EngineError) in
                _ = try connection.execute(sql, "reading", in: work)
            }
            try checkFiles(of: leaf)
        }
    }

    package func write(
        _ plan: Plan,
        to destination: DatabaseDestination,
        in work: WorkContext
    ) throws(EngineError) -> Int64 {
        guard plan.holdsProtected else { return try written(plan, to: destination, work) }
        do throws(EngineError) {
            return try written(plan.guarded, to: destination, work)
        } catch {
            throw error.withoutValues
        }
    }

    private func written(
        _ plan: Plan,
        to destination: DatabaseDestination,
        _ work: WorkContext
    ) throws(EngineError) -> Int64 {
        try checkFiles(of: plan)
        if destination.database.isServer, let reader = readers[destination.database.kind] {
            return try reader.write(try open(plan, in: work), to: destination, in: work)
        }
        let path = FileFacts.expanded(destination.database.place)
        let isNew = FileFacts.identity(path) == nil
        try Self.checkPlace(path, replaces: !isNew)
        var destination = destination
        destination.database.place = isNew ? Self.draft(of: path) : path
        defer {
            if isNew {
                let draft = destination.database.place
                for ending in ["", ".wal", "-journal"] { FileFacts.remove(draft + ending) }
            }
        }
        let count: Int64
        if let reader = readers[destination.database.kind] {
            count = try reader.write(try open(plan, in: work), to: destination, in: work)
        } else {
            count = try fill(destination.database.place, plan, destination, work)
        }
        if isNew { try Self.publish(destination.database.place, path, replaces: false) }
        return count
    }

    /// Where a leaf's rows lie for a statement of this connection.
    func target(of leaf: Plan, _ remote: ConnectionRemote, _ work: WorkContext) -> ScanTarget {
        guard case .scan(.database(let source)) = leaf,
            let reader = readers[source.database.kind]
        else { return store.target(of: leaf) }
        let scan = ScanFunction.Scan(source: source, reader: reader, work: work)
        let lease = scans.announce(scan)
        remote.keep(lease)
        return source.target(from: "\(ScanFunction.name)(\(lease.number))")
    }

    /// Writes a table into a file, in one statement and so in one transaction.
    private func fill(
        _ path: String,
        _ plan: Plan,
        _ destination: DatabaseDestination,
        _ work: WorkContext
    ) throws(EngineError) -> Int64 {
        let connection = try connect(work)
        return try attachments.writing(path, connection, work) { () throws(EngineError) in
            let file = DuckDBFile(path: path, catalog: attachments.name(of: path), work: work)
            let there = try file.tables(connection).first { $0.name == destination.table }
            try destination.check(against: there)
            let sql = try statement(plan, connection, work)
            let create = """
                CREATE OR REPLACE TABLE \(file.qualified(destination.table)) AS
                \(Self.spelled(sql, plan.schema, .parquet))
                """
            let rows = try connection.execute(create, "writing", in: work)
            return rows
        }
    }
}

extension DatabaseSource {
    /// Its rows as they come through the table function.
    func target(from call: String) -> ScanTarget {
        let columns = ScanFunction.columns(schema)
        return ScanTarget(
            from: call,
            outputs: zip(schema.names, columns).map { name, column in
                Query.Output(name: name, alias: column, sql: SQLText.name(column), isColumn: true)
            },
            star: nil,
            order: [.position(SQLText.name(columns[schema.fields.count]))],
            position: nil
        )
    }
}
