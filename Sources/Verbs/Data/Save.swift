import Catalog
import Diagnostics
import Relations
import Values

extension Function {
    static let save = Function(
        "save",
        "Writes a frame to a file, or an object to a folder: all of it or nothing.",
        family: .data,
        effect: .runs,
        takes: Parameter<Value>("value", "a frame, or a model"),
        Parameter<String>(
            "path",
            "where to; the ending tells the format",
            in: .path(extensions: ["csv", "csv.gz", "csv.zst", "tsv", "parquet", "json", "jsonl"])
        ),
        Parameter("replace", default: false, "whether what is there is replaced"),
        examples: [Example("penguins | save(\"penguins.parquet\", replace: true)")]
    ) { context, value, path, replace -> Value in
        let place = context.resolved(path)
        if case .object(let object) = value, let stored = object as? any StoredObject {
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
        guard let format = FileRequest.Format(path: place) else {
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
        context.notes.note("saved \(rows) rows to `\(path)`")
        return value
    }
}
