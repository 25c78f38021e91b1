import Catalog
import Diagnostics
import Foundation
import Relations
import Values

extension Database {
    /// The database at a path, by what is asked for or by how it is named; nil where the path
    /// names none.
    init?(_ path: String, format: String?, _ context: CallContext) throws {
        if let format {
            guard let kind = Kind(rawValue: format) else { return nil }
            self.init(kind, at: path)
        } else if let kind = Kind(path: path) {
            self.init(kind, at: path)
        } else {
            return nil
        }
    }
}

extension Database.Kind {
    /// The kind that a file's name tells.
    init?(path: String) {
        if path.hasPrefix("postgres://") || path.hasPrefix("postgresql://") {
            self = .postgres
            return
        }
        guard let dot = path.lastIndex(of: ".") else { return nil }
        switch path[path.index(after: dot)...].lowercased() {
        case "duckdb", "ddb": self = .duckdb
        case "sqlite", "sqlite3", "db": self = .sqlite
        default: return nil
        }
    }
}

extension CallContext {
    /// The frame that `load` gives of a database.
    func loaded(
        _ database: Database,
        typed: String,
        _ arguments: NamedArguments
    ) throws -> Frame {
        let typed = database.isServer ? database.shown : typed
        try TextOptions(arguments, self).refuse(
            for: "a \(database.kind.title) database",
            typed,
            self
        )
        let table = try arguments.read("table", as: String?.self)
        let query = try arguments.read("query", as: String?.self)
        if table != nil, query != nil {
            throw Diagnostic(
                "argument.surplus",
                "`table` and `query` are both given",
                at: span(of: "query"),
                hints: ["load(\"\(typed)\", table: \"\(table ?? "")\")"]
            )
        }
        var request = DatabaseRequest(
            database,
            query.map { .query($0) } ?? table.map { .table($0) }
        )
        request.types = try LoadRequest.types(arguments, self)
        request.zone = try arguments.read("zone") ?? settings.zone
        let parameter = query == nil ? table == nil ? "path" : "table" : "query"
        let source = try naming(database.place, as: typed, rowsAt: parameter) {
            try engine.source(of: request, in: work)
        }
        for file in source.files where file.path == database.place {
            notes.reads(file.path, typed: typed)
        }
        return Frame(source)
    }

    /// Writes a frame into a table of a database, and says so.
    func save(
        _ frame: Frame,
        in database: Database,
        typed: String,
        table: String?,
        replaces: Bool
    ) throws {
        let typed = database.isServer ? database.shown : typed
        guard let table, !table.isEmpty else {
            throw Diagnostic(
                "table.unclear",
                "`\(typed)` is a database, and a table of it is to be named",
                at: span(of: "path"),
                hints: ["save(\"\(typed)\", table: \"rows\")"]
            )
        }
        let destination = DatabaseDestination(database, table: table, replaces: replaces)
        let standing = StandingTable(destination, self)
        let rows = try naming(database.place, as: typed, rowsAt: "table") { () throws -> Int64? in
            if try standing.isKept { return nil }
            return try standing.rows(of: frame)
                ?? engine.write(frame.plan, to: destination, in: work)
        }
        if !database.isServer { notes.writes(database.place) }
        guard let rows else { return }
        notes.note("saved \(rows == 1 ? "1 row" : "\(rows) rows") to `\(table)` in `\(typed)`")
    }
}
