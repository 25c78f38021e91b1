package import Tables

/// What holds tables: a file, or a server behind an address.
package struct Database: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case duckdb
        case sqlite
        case postgres

        /// As it is called in sentences.
        package var title: String {
            switch self {
            case .duckdb: "DuckDB"
            case .sqlite: "SQLite"
            case .postgres: "PostgreSQL"
            }
        }
    }

    package var kind: Kind
    /// A file's path, or a server's address, with the password that may be in it.
    package var place: String

    package init(_ kind: Kind, at place: String) {
        self.kind = kind
        self.place = place
    }
}

/// What is read of a database: one of its tables, or what a query in its own SQL gives.
package enum DatabaseRows: Hashable, Sendable {
    case table(String)
    case query(String)

    /// The table's name, or that it is a query.
    package var title: String {
        switch self {
        case .table(let name): name
        case .query: "query"
        }
    }
}

/// What `load` was asked to read of a database, and how.
package struct DatabaseRequest: Hashable, Sendable {
    package var database: Database
    /// nil for the one table that the database holds.
    package var rows: DatabaseRows?
    /// Types that the user names instead of those found.
    package var types: [Field] = []
    /// The zone of timestamps without an offset.
    package var zone = "UTC"

    package init(_ database: Database, _ rows: DatabaseRows?) {
        self.database = database
        self.rows = rows
    }
}

/// Rows of a database as a source, with their columns.
package struct DatabaseSource: Hashable, Sendable {
    package var database: Database
    package var rows: DatabaseRows
    package var types: [Field]
    package var zone: String
    /// The files as they were when it was loaded; none for a server.
    package var files: [FileIdentity]
    package var schema: Schema
    /// Which load it was: nothing tells whether a server's rows are still the same.
    package var loading = 0
    /// What is asked of the rows: those that do not meet it need not be given.
    package var conditions: [SimpleCondition] = []

    /// A request with its rows settled.
    package init(
        _ request: DatabaseRequest,
        _ rows: DatabaseRows,
        files: [FileIdentity],
        schema: Schema
    ) {
        database = request.database
        self.rows = rows
        types = request.types
        zone = request.zone
        self.files = files
        self.schema = schema
    }
}

/// A table of a database as `tables` lists it.
package struct DatabaseTable: Hashable, Sendable {
    package var name: String
    package var isView: Bool
    package var columns: Int

    package init(_ name: String, isView: Bool, columns: Int) {
        self.name = name
        self.isView = isView
        self.columns = columns
    }
}

/// The table that rows are written to.
package struct DatabaseDestination: Hashable, Sendable {
    package var database: Database
    package var table: String
    package var replaces: Bool

    package init(_ database: Database, table: String, replaces: Bool) {
        self.database = database
        self.table = table
        self.replaces = replaces
    }
}
