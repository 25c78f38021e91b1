import Catalog
import Diagnostics
import Foundation
import OrderedCollections
import Relations
import Tables
import Values

extension Function {
    static let load = Function(
        byName: Signature(
            "load",
            "A frame from files, a database or the web, what `save` wrote, or a model trained elsewhere.",
            family: .data,
            parameters: [
                ParameterSpec(
                    "path",
                    "a file, several by `*` and `?`, a folder of folders such as `year=2013`, a database, or a file's address: `https://…`",
                    type: .scalar(.text),
                    in: .path(extensions: [
                        "csv", "tsv", "csv.gz", "csv.zst", "parquet", "json", "jsonl", "ndjson",
                        "duckdb", "sqlite", "db", "ubj",
                    ])
                ),
                ParameterSpec(
                    "format",
                    "the format, where the name does not tell",
                    type: .scalar(.text),
                    standard: .missing,
                    in: .choice(
                        FileRequest.Format.allCases.map(\.rawValue)
                            + Database.Kind.allCases.map(\.rawValue)
                    )
                ),
                ParameterSpec(
                    "table",
                    "the table of a database, where it has several",
                    type: .scalar(.text),
                    standard: .missing
                ),
                ParameterSpec(
                    "query",
                    "what to read of a database instead of a table, in its own SQL",
                    type: .scalar(.text),
                    standard: .missing
                ),
                ParameterSpec(
                    "types",
                    "types of columns instead of those found: `{zip: \"text\"}`",
                    type: .record,
                    standard: .record([:])
                ),
                ParameterSpec(
                    "names",
                    "names for the columns",
                    type: .list,
                    standard: .list([])
                ),
                ParameterSpec(
                    "header",
                    "whether the first line names the columns",
                    type: .scalar(.bool),
                    standard: .missing
                ),
                ParameterSpec(
                    "delimiter",
                    "what stands between fields",
                    type: .scalar(.text),
                    standard: .missing
                ),
                ParameterSpec(
                    "skip",
                    "how many lines stand before the header",
                    type: .scalar(.int),
                    standard: .int(0),
                    in: .range(0...1e6)
                ),
                ParameterSpec(
                    "comment",
                    "the sign from which on a line is a comment, such as `#`",
                    type: .scalar(.text),
                    standard: .missing
                ),
                ParameterSpec(
                    "missing",
                    "texts that mean missing",
                    type: .oneOf([.list, .scalar(.text)]),
                    standard: .list([.text(""), .text("NA"), .text("NULL")])
                ),
                ParameterSpec(
                    "trim",
                    "whether space around fields is dropped",
                    type: .scalar(.bool),
                    standard: .bool(true)
                ),
                ParameterSpec(
                    "zone",
                    "the zone of timestamps without an offset; the session's if absent",
                    type: .scalar(.text),
                    standard: .missing
                ),
                ParameterSpec(
                    "encoding",
                    "how the letters of a text file are written; found out if absent",
                    type: .scalar(.text),
                    standard: .missing,
                    in: .choice(FileRequest.Encoding.allCases.map(\.rawValue))
                ),
                ParameterSpec(
                    "decimal",
                    "what stands before the fraction of a number",
                    type: .scalar(.text),
                    standard: .text(".")
                ),
                ParameterSpec(
                    "thousands",
                    "what parts the thousands of a number",
                    type: .scalar(.text),
                    standard: .missing
                ),
                ParameterSpec(
                    "target",
                    "the column that an imported model predicts, which its file does not tell",
                    type: .scalar(.text),
                    standard: .missing
                ),
                ParameterSpec(
                    "classes",
                    "the classes of an imported model, in the order of their codes",
                    type: .list,
                    standard: .list([])
                ),
                ParameterSpec(
                    "features",
                    "the columns that an imported model reads, in its order",
                    type: .list,
                    standard: .list([])
                ),
            ],
            result: .anything,
            effect: .looks,
            examples: [
                Example("load(\"data/penguins.csv\")"),
                Example("load(\"data/penguins.csv\", types: {year: \"text\"})"),
            ]
        ),
        invoke: loaded
    )

    @Sendable private static func loaded(
        _ arguments: NamedArguments,
        _ context: CallContext
    ) throws -> Value {
        let format = try arguments.read("format", as: String?.self)
        let place = try context.place(arguments.read("path"), format: format)
        let (typed, path) = (place.typed, place.path)
        let object = ObjectRequest(
            path: path,
            typed: typed,
            format: format,
            target: try arguments.read("target"),
            classes: try arguments.read("classes"),
            features: try arguments.read("features")
        )
        if let model = try context.loaded(object) { return model }
        try refuse(object.given, typed: typed, context)
        if let database = try Database(path, format: format, context) {
            return try .frame(context.loaded(database, typed: typed, arguments))
        }
        let request = try LoadRequest(arguments, place, context).request
        let source = try place.handingOver {
            try context.naming(path, as: typed) {
                try context.engine.source(of: request, at: path, in: context.work)
            }
        }
        for remark in source.remarks {
            context.notes.note(remark)
        }
        for file in source.files {
            let name = path.hasSuffix(typed) ? file.path.dropFirst(path.count - typed.count) : ""
            context.notes.reads(
                file.path,
                typed: source.files.count == 1 ? typed : String(name)
            )
        }
        return .frame(Frame(source))
    }
}

extension Function {
    /// Refuses what only a model has.
    fileprivate static func refuse(
        _ given: String?,
        typed: String,
        _ context: CallContext
    ) throws(Diagnostic) {
        guard let given else { return }
        throw Diagnostic(
            "argument.surplus",
            "`\(typed)` is no model of LightGBM, XGBoost or ONNX, which alone have \(given == "target" ? "a target" : given)",
            at: context.span(of: given),
            hints: ["load(\"\(typed)\")"]
        )
    }
}

/// Arguments of `load` as what the engine is asked for.
struct LoadRequest {
    var request: FileRequest

    init(_ arguments: NamedArguments, _ place: Place, _ context: CallContext) throws {
        let named = try arguments.read("format", as: String?.self)
            .flatMap { FileRequest.Format(rawValue: $0) }
        let (typed, path) = (place.typed, place.path)
        let told = named ?? FileRequest.Format(path: path) ?? FileRequest.Format(inFolders: path)
        guard let format = told else {
            throw place.formless(at: context.span(of: "path"))
                ?? LoadRequest.formless(path, typed, context)
        }
        request = FileRequest(path: place.isFetched ? typed : path, format: format)
        try LoadRequest.refuse(tables: arguments, typed: typed, context)
        let options = try TextOptions(arguments, context)
        if !format.isDelimited { try options.refuse(for: "a \(format.title) file", typed, context) }
        request.types = try LoadRequest.types(arguments, context)
        request.names = try arguments.read("names")
        request.hasHeader = options.hasHeader
        request.delimiter = options.delimiter
        request.skippedLines = options.skippedLines
        request.comment = options.comment
        request.encoding = options.encoding
        request.decimal = options.decimal
        request.thousands = options.thousands
        request.missing = try arguments.read("missing")
        request.trimsSpace = try arguments.read("trim")
        request.zone = try arguments.read("zone") ?? context.settings.zone
    }

    /// The complaint about a path whose name tells no format: perhaps there is nothing to have one.
    private static func formless(
        _ path: String,
        _ typed: String,
        _ context: CallContext
    ) -> Diagnostic {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let isPattern = typed.contains { "*?[".contains($0) }
        let span = context.span(of: "path")
        if isFolder.boolValue {
            let hint = "load(\"\(typed)/*.csv\")"
            return Diagnostic("file.unreadable", "`\(typed)` is a folder", at: span, hints: [hint])
        }
        if !isThere, !isPattern {
            return Diagnostic("file.missing", "there is no file `\(typed)`", at: span)
        }
        if typed.lowercased().hasSuffix(".sql") {
            return Diagnostic(
                "file.format",
                "`\(typed)` is a text of SQL, which a database runs: no rows, and no model to load",
                at: span,
                hints: [
                    "save(model, \"\(typed.dropLast(4))\") makes a folder that `load` reads",
                    "frame | sql(\"… from _ …\")",
                ]
            )
        }
        if let foreign = ForeignFile(path: typed) { return foreign.fault(typed, at: span) }
        return Diagnostic(
            "file.format",
            "the name of the file does not tell its format",
            at: span,
            hints: ["load(\"\(typed)\", format: \"csv\")"]
        )
    }

    /// Refuses what only a database has.
    private static func refuse(
        tables arguments: NamedArguments,
        typed: String,
        _ context: CallContext
    ) throws {
        for name in ["table", "query"] where try arguments.read(name, as: String?.self) != nil {
            throw Diagnostic(
                "argument.surplus",
                "`\(typed)` is a file of rows and holds no tables",
                at: context.span(of: name),
                hints: ["load(\"\(typed)\")"]
            )
        }
    }

    static func types(_ arguments: NamedArguments, _ context: CallContext) throws -> [Field] {
        let record = try arguments.read("types", as: NamedValues.self).all
        return try record.map { name, value in
            let word = try String(shell: value)
            guard let type = ColumnType(word: word) else {
                throw Diagnostic(
                    "argument.domain",
                    "no type `\(word)`",
                    at: context.span(of: "types"),
                    hints: ["one of \(ColumnType.loadable.map(\.word).joined(separator: ", "))"]
                )
            }
            return Field(name, type)
        }
    }
}

extension ColumnType {
    /// The types that a text file's columns can be told to have.
    fileprivate static let loadable: [ColumnType] = [
        .bool, .int, .float, .text, .date, .time, .timestamp,
    ]

    fileprivate init?(word: String) {
        guard let type = ColumnType.loadable.first(where: { $0.word == word }) else { return nil }
        self = type
    }
}
