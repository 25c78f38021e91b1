import Catalog
import Diagnostics
import Relations
import Values

/// What `load` is told about files of text with delimiters, and no other source has.
struct TextOptions {
    let hasHeader: Bool?
    let delimiter: String?
    let skippedLines: Int
    let comment: String?
    let encoding: FileRequest.Encoding?
    let decimal: String
    let thousands: String?
    /// The names of those that were given.
    private let given: [String]

    init(_ arguments: NamedArguments, _ context: CallContext) throws {
        hasHeader = try arguments.read("header")
        delimiter = try arguments.read("delimiter")
        skippedLines = try arguments.read("skip")
        comment = try arguments.read("comment")
        encoding = try arguments.read("encoding", as: String?.self)
            .flatMap { .init(rawValue: $0) }
        decimal = try arguments.read("decimal")
        thousands = try arguments.read("thousands")
        let names = try arguments.read("names", as: [String].self)
        given = [
            ("names", !names.isEmpty), ("header", hasHeader != nil),
            ("delimiter", delimiter != nil), ("skip", skippedLines != 0),
            ("comment", comment != nil), ("encoding", encoding != nil),
            ("decimal", decimal != "."), ("thousands", thousands != nil),
        ].compactMap { $0.1 ? $0.0 : nil }
        try checkMarks(context)
        try checkComment(context)
    }

    private func checkComment(_ context: CallContext) throws {
        guard let comment else { return }
        guard comment.utf8.count == 1, let sign = comment.first, !sign.isLetter, !sign.isNumber,
            !" \"\n\r\t".contains(sign)
        else {
            throw Diagnostic(
                "argument.domain",
                "`comment` is one sign that no cell has",
                at: context.span(of: "comment"),
                hints: ["comment: \"#\""]
            )
        }
        if comment == (delimiter ?? ",") {
            throw same("delimiter", "comment", at: "comment", ["comment: \"#\""], context)
        }
    }

    /// A number can be told apart only where its marks differ, from each other and from what
    /// parts the fields.
    private func checkMarks(_ context: CallContext) throws {
        for (name, mark) in [("decimal", decimal), ("thousands", thousands)] {
            guard let mark else { continue }
            guard mark.unicodeScalars.count == 1, let sign = mark.first,
                !sign.isNumber, !sign.isLetter, !"+-\"\n\r".contains(sign)
            else {
                throw Diagnostic(
                    "argument.domain",
                    "`\(name)` is one sign that no number has otherwise",
                    at: context.span(of: name),
                    hints: name == "decimal" ? ["decimal: \",\""] : ["thousands: \",\""]
                )
            }
        }
        if decimal == thousands {
            let hint = decimal == "." ? "decimal: \",\", thousands: \".\"" : "thousands: \".\""
            throw same("decimal", "thousands", at: "thousands", [hint], context)
        }
        if decimal == delimiter {
            throw same("delimiter", "decimal", at: "delimiter", ["delimiter: \";\""], context)
        }
    }

    private func same(
        _ first: String,
        _ second: String,
        at place: String,
        _ hints: [String],
        _ context: CallContext
    ) -> Diagnostic {
        Diagnostic(
            "argument.domain",
            "`\(first)` and `\(second)` are the same",
            at: context.span(of: place),
            hints: hints
        )
    }

    /// Refuses them for what is no file of text with delimiters.
    func refuse(for what: String, _ typed: String, _ context: CallContext) throws {
        // Files of any format take names for their columns, tables of a database do not.
        let isDatabase = what.hasSuffix("database")
        for name in given where isDatabase || name != "names" {
            throw Diagnostic(
                "argument.surplus",
                "`\(name)` is for files of text, and this is \(what)",
                at: context.span(of: name),
                hints: name == "names" ? ["load(\"\(typed)\") | rename(new = old)"] : []
            )
        }
    }
}
