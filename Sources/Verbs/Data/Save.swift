import Catalog
import Diagnostics
import Relations
import Values

extension Function {
    static let save = Function(
        "save",
        "Writes a frame or a figure to a file, or a model to a folder: all of it or nothing.",
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
                ]
            )
        ),
        Parameter("replace", default: false, "whether what is there is replaced"),
        examples: [Example("penguins | save(\"penguins.parquet\", replace: true)")]
    ) { context, value, path, replace -> Value in
        let place = context.resolved(path)
        let format = FileRequest.Format(path: place)
        if case .object(let object) = value, let stored = object as? any StoredObject,
            format == nil || !stored.isSavedAsFrame
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
