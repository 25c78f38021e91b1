import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let columns = Function(
        "columns",
        "Columns by the pattern of their names or by their type.",
        family: .columns,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame whose columns are chosen"),
        Parameter<String?>("pattern", "names, `*` standing for anything"),
        Parameter<String?>(
            "type",
            "a type of columns, or `numeric`",
            in: .choice([
                "numeric", "bool", "int", "float", "text", "category", "date", "time", "timestamp",
                "duration", "list", "record",
            ])
        ),
        Parameter<String?>("matches", "a regular expression (RE2) that fits in their names"),
        Parameter("except", default: ColumnNames(), "columns to leave out"),
        examples: [
            Example("penguins | select(columns(\"bill_*\")) | head(2)"),
            Example("penguins | select(columns(type: \"numeric\", except: year)) | head(2)"),
            Example("penguins | select(columns(matches: r\"_(mm|g)$\")) | head(2)"),
        ]
    ) { context, frame, pattern, type, matches, except in
        let expression = try matches.map { try Self.expression($0, context) }
        let left = Set(except.all)
        let chosen = frame.schema.fields.filter { field in
            let fitsName = pattern.map { Glob($0).matches(field.name) } ?? true
            let fitsType =
                type.map { $0 == "numeric" ? field.type.isNumber : field.type.word == $0 } ?? true
            return fitsName && fitsType && expression?.matches(field.name) ?? true
                && !left.contains(field.name)
        }
        guard !chosen.isEmpty else {
            throw Diagnostic(
                "column.none",
                "no column is chosen",
                at: context.span,
                hints: ["it has " + frame.schema.names.prefix(12).joined(separator: ", ")]
            )
        }
        return ColumnNames(chosen.map(\.name))
    }

    private static func expression(
        _ text: String,
        _ context: CallContext
    ) throws(Diagnostic) -> RegularExpression {
        do throws(PatternFault) {
            return try RegularExpression(text)
        } catch {
            throw Diagnostic(
                "pattern.invalid",
                error.message,
                at: context.span(of: "matches"),
                "in this regular expression",
                hints: error.hint.map { [$0] } ?? []
            )
        }
    }

    static let column = Function(
        "column",
        "The column whose name is a text, such as a variable's value.",
        family: .columns,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame that has the column"),
        Parameter<String>("name", "the column's name"),
        examples: [Example("penguins | summarize(m = mean(column(\"year\")))")]
    ) { _, _, name in
        ColumnName(name)
    }
}

/// A pattern in which `*` stands for any text and `?` for any character.
struct Glob {
    private let pattern: [Character]

    init(_ pattern: String) { self.pattern = Array(pattern) }

    func matches(_ text: String) -> Bool {
        let text = Array(text)
        var (i, j, star, mark) = (0, 0, -1, 0)
        while j < text.count {
            if i < pattern.count, pattern[i] == "?" || pattern[i] == text[j], pattern[i] != "*" {
                (i, j) = (i + 1, j + 1)
            } else if i < pattern.count, pattern[i] == "*" {
                (star, mark, i) = (i, j, i + 1)
            } else if star >= 0 {
                (i, mark, j) = (star + 1, mark + 1, mark + 1)
            } else {
                return false
            }
        }
        return pattern[i...].allSatisfy { $0 == "*" }
    }
}
