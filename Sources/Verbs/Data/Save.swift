import Catalog
import Diagnostics
import Relations
import Values

extension Function {
    static let save = Function(
        "save",
        "Writes a frame to a file or a database, a figure to a file, a model to a folder: all or nothing.",
        family: .data,
        effect: .runs,
        showsValue: false,
        takes: Parameter<Value>("value", "a frame, a figure, or a model"),
        Parameter<String>(
            "path",
            "where to; the ending tells the format",
            in: .path(
                extensions: [
                    "csv", "csv.gz", "csv.zst", "tsv", "parquet", "json", "jsonl", "svg", "png",
                    "duckdb", "sqlite",
                ]
            )
        ),
        Parameter<String?>("table", "the table of a database that is written"),
        Parameter("replace", default: false, "whether what is there is replaced"),
        examples: [Example("penguins | save(\"penguins.parquet\", replace: true)")]
    ) { context, value, path, table, replace -> Value in
        let place = context.resolved(path)
        let database = try Database(place, format: nil, context)
        let format = FileRequest.Format(path: place)
        if case .object(let object) = value, let stored = object as? any StoredObject,
            database == nil, format == nil || !stored.isSavedAsFrame
        {
            try context.naming(place, as: path) { try stored.write(to: place, replacing: replace) }
            context.notes.writes(place)
            context.notes.note("saved to `\(path)`")
            return value
        }
        guard let frame = value.asFrame else {
            throw Diagnostic(
                "argument.type",
                "\(value.type.described) is not a thing to save",
                at: context.span(of: "value")
            )
        }
        if let database {
            try context.save(frame, in: database, typed: path, table: table, replaces: replace)
            return value
        }
        if table != nil {
            throw Diagnostic(
                "argument.surplus",
                "`\(path)` is a file of rows and holds no tables",
                at: context.span(of: "table"),
                hints: ["save(\"\(path)\")"]
            )
        }
        guard let format else {
            throw Diagnostic(
                "file.format",
                "the name of the file does not tell its format",
                at: context.span(of: "path"),
                hints: ["save(\"\(path).csv\")", "save(\"\(path).parquet\")"]
            )
        }
        let destination = Destination(path: place, format: format, replaces: replace)
        let rows = try context.naming(place, as: path) {
            try context.engine.write(frame.plan, to: destination, in: context.work)
        }
        context.notes.writes(place)
        context.notes.note("saved \(rows == 1 ? "1 row" : "\(rows) rows") to `\(path)`")
        return value
    }
}
