import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let save = Function(
        "save",
        "Writes a frame to a file or a database, a figure or an explanation to a file, "
            + "a model or recipe to a folder, a model as SQL or ONNX: all or nothing.",
        family: .data,
        effect: .runs,
        showsValue: false,
        takes: Parameter<Saved>(
            "value",
            "a frame, a figure, an explanation, a model, or a learned recipe"
        ),
        Parameter<String>(
            "path",
            "where to; the ending tells the format",
            in: .path(
                extensions: [
                    "csv", "csv.gz", "csv.zst", "tsv", "parquet", "json", "jsonl", "svg", "png",
                    "duckdb", "sqlite", "sql", "onnx", "npz",
                ]
            )
        ),
        Parameter<String?>(
            "table",
            "the table of a database that is written, or that a model's SQL reads"
        ),
        Parameter<ColumnNames?>(
            "partition",
            "columns whose values become folders of Parquet files: `year=2013/month=1/`"
        ),
        Parameter("replace", default: false, "whether what is there is replaced"),
        Parameter(
            "protected",
            default: ProtectedSaving.refuse.rawValue,
            "what becomes of protected columns: an error, missing, or their values",
            in: .choice(ProtectedSaving.allCases.map(\.rawValue))
        ),
        examples: [
            Example("penguins | save(\"penguins.parquet\", replace: true)"),
            Example("penguins | save(\"birds/\", partition: [island, year], replace: true)"),
        ]
    ) { context, saved, path, table, partition, replace, protected -> Value in
        let value = saved.value
        try context.refuse(savingTo: path)
        let place = context.resolved(path)
        let database = try Database(place, format: nil, context)
        let format = FileRequest.Format(path: place)
        let standing = StandingFile(at: place, context: context)
        if context.standingFiles == .kept, !replace, database == nil, standing.isThere {
            context.notes.writes(place)
            return value
        }
        if case .object(let object) = value,
            let stored = try context.stored(object, at: path, table),
            database == nil, format == nil || !stored.isSavedAsFrame
        {
            try context.naming(place, as: path) {
                let isSame =
                    try !replace
                    && standing.isSame(but: stored.keysOfTheRun) {
                        try stored.write(to: $0, replacing: false)
                    }
                if !isSame { try stored.write(to: place, replacing: replace) }
            }
            context.notes.writes(place)
            context.notes.note("saved to `\(path)`")
            return value
        }
        guard let whole = value.asFrame else {
            throw Diagnostic(
                "argument.type",
                "\(value.type.described) is not a thing to save",
                at: context.span(of: "value"),
                hints: context.remedy(of: value, at: path)
            )
        }
        context.note(savingRowsOf: value, at: path)
        let frame = try ProtectedSaving(rawValue: protected).frame(whole, path, context)
        if let partition {
            try context.save(frame, in: path, partition: partition.all, replaces: replace)
            return value
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
            try standing.rows(of: frame, format, replace)
                ?? context.engine.write(frame.plan, to: destination, in: context.work)
        }
        context.notes.writes(place)
        context.notes.note("saved \(rows == 1 ? "1 row" : "\(rows) rows") to `\(path)`")
        context.noteNames(of: frame)
        if format != .parquet { context.noteTypes(of: frame, savedAt: place, format) }
        return value
    }
}

/// What becomes of protected columns in a file.
private enum ProtectedSaving: String, CaseIterable {
    case refuse
    case blank
    case keep
}

extension ProtectedSaving? {
    /// The frame as it may be written.
    fileprivate func frame(
        _ frame: Frame,
        _ path: String,
        _ context: CallContext
    ) throws(Diagnostic) -> Frame {
        let hidden = frame.protectedColumns
        let names = frame.schema.names.filter(hidden.contains)
        guard let first = names.first else { return frame }
        let listed = names.map { "`\($0)`" }.joined(separator: ", ")
        switch self {
        case .keep:
            context.notes.note("saved with the protected values of \(listed)")
            return Frame(frame.plan.unseen, frame.schema)
        case .blank:
            context.notes.note("\(listed) protected: saved as missing")
            return frame
        case .refuse, nil:
            throw Diagnostic(
                "column.protected",
                "`\(first)` is protected, and a file would show its values",
                at: context.span(of: "value"),
                hints: [
                    "drop(\(names.joined(separator: ", "))) before it",
                    "save(\"\(path)\", protected: \"keep\")",
                    "save(\"\(path)\", protected: \"blank\")",
                ]
            )
        }
    }
}

/// What `save` is given: columns are named only where it is a frame.
struct Saved: ShellRepresentable {
    let value: Value

    static var shellType: ValueType { .oneOf([.frame, .anything]) }
    init(shell value: Value) throws(Diagnostic) { self.value = value }
    var shellValue: Value { value }
}

extension CallContext {
    /// An object as it is saved: a model as SQL or a graph where the path says so, else with its
    /// looks at rows that were held out.
    fileprivate func stored(
        _ object: any ShellObject,
        at path: String,
        _ table: String?
    ) throws -> (any StoredObject)? {
        let isGraph = path.hasSuffix(".onnx")
        if let stored = object as? any StoredObject, stored.isSavedAsFrame {
            try refuse(foreignEndingOf: path, of: object)
        }
        guard let model = object as? FittedPipeline else {
            if isGraph || path.hasSuffix(".sql"), object is UnsupervisedPipeline {
                throw noModel(isGraph ? "ONNX" : "SQL", path)
            }
            return object as? any StoredObject
        }
        if isGraph || path.hasSuffix(".sql"), model.conformal != nil {
            notes.note("the file gives predictions without the bounds of `conformal`")
        }
        if isGraph { return try ScoringGraph(model) }
        if path.hasSuffix(".sql") { return try ScoringSQL(model, table: table ?? "rows") }
        return model.looking(times: looks.count(by: model.learnedFingerprint))
    }

    /// Refuses a file's ending for what becomes a folder: what is meant is another format.
    private func refuse(
        foreignEndingOf path: String,
        of object: any ShellObject
    ) throws(Diagnostic) {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return }
        let ending = path[path.index(after: dot)...].lowercased()
        let isRecipe = object is LearnedRecipe
        let isFolder = isRecipe || object is UnsupervisedPipeline
        let formats = ["onnx", "sql"]
        let near =
            formats.contains(ending) ? nil : Suggestion.close(to: ending, among: formats).first
        guard near != nil || Self.foreignEndings.contains(ending) else { return }
        let own = isRecipe ? "recipe" : "model"
        throw Diagnostic(
            "file.format",
            "a \(own) is not saved as `.\(ending)`",
            at: span(of: "path"),
            hints: (isFolder ? [own] : near.map { [$0] } ?? [own, "onnx"])
                .map { "save(\"\(path.withoutEnding).\($0)\")" }
        )
    }

    /// Endings of files in which other programs keep models.
    private static let foreignEndings: Set<String> = [
        "pkl", "pickle", "joblib", "pmml", "h5", "keras", "pt", "pth", "rds", "rda", "rdata",
        "json",
        "ubj", "txt", "bin", "cbm", "safetensors", "skops", "mlmodel", "mojo", "zip", "yaml", "xml",
    ]

    /// Says so where the rows that a model shows are written, and the model is not.
    fileprivate func note(savingRowsOf value: Value, at path: String) {
        guard case .object(let object) = value, object is FittedPipeline else { return }
        notes.note(
            "these are the model's coefficients, of which it cannot be loaded",
            hints: ["save(\"\(path.withoutEnding).model\")"]
        )
    }

    private func noModel(_ form: String, _ path: String) -> Diagnostic {
        Diagnostic(
            form == "SQL" ? "model.sql" : "model.graph",
            "the model cannot be written as \(form): it predicts no target",
            at: span(of: "path"),
            hints: ["save(\"\(path.withoutEnding).model\")"]
        )
    }

    /// What to type where a thing is no rows, and the path asks for some.
    fileprivate func remedy(of value: Value, at path: String) -> [String] {
        if value.type == .object(Recipe.type) { return ["… | fit(train) | save(\"\(path)\")"] }
        guard case .object(let object) = value, object is any StoredObject else { return [] }
        return ["save(\"\(path.withoutEnding).model\")"]
    }
}

extension String {
    /// A path without what follows the last dot of its name.
    fileprivate var withoutEnding: Substring {
        guard let dot = lastIndex(of: "."), !self[dot...].contains("/") else { return self[...] }
        return self[..<dot]
    }
}
