import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let tables = Function(
        "tables",
        "The tables and views of a database.",
        family: .data,
        effect: .looks,
        takes: Parameter<String>(
            "path",
            "a database, or the address of its file",
            in: .path(extensions: ["duckdb", "sqlite", "db"])
        ),
        examples: [
            Example(
                "penguins | save(\"birds.duckdb\", table: \"penguins\", replace: true); "
                    + "tables(\"birds.duckdb\")"
            )
        ]
    ) { context, path in
        let found = try context.place(path, format: "database")
        let (place, path) = (found.path, found.typed)
        guard let database = try Database(place, format: nil, context) else {
            throw Diagnostic(
                "argument.surplus",
                "the name does not tell a database",
                at: context.span(of: "path"),
                hints: ["load(\"\(path)\") reads a file of rows"]
            )
        }
        let typed = database.isServer ? database.shown : path
        let list = try context.naming(place, as: typed) {
            try context.engine.tables(of: database, in: context.work)
        }
        if !database.isServer { context.notes.reads(place, typed: path) }
        return Frame(memory: Self.listing(list))
    }

    private static func listing(_ tables: [DatabaseTable]) -> Table {
        Table(
            [Field("table", .text), Field("kind", .text), Field("columns", .int)],
            [
                Column(.text, .texts(tables.map(\.name))),
                Column(.text, .texts(tables.map { $0.isView ? "view" : "table" })),
                Column(.int, .ints(tables.map { Int64($0.columns) })),
            ],
            count: tables.count
        )
    }
}
