import Tables

/// Functions of regular expressions, in RE2's dialect.
extension Texts {
    static let patterns: [RowFunction] = [matches, extract]

    private static let regex = RowParameter("regex", "the expression", .text, isConstant: true)

    private static let matches = RowFunction(
        "matches",
        "Whether a regular expression (RE2) fits somewhere in a text.",
        .text,
        takes: [x, regex],
        examples: ["matches(tailnum, r\"^N\\d+\")"],
        sql: .template("regexp_matches(CAST($1 AS VARCHAR), $2)"),
        evaluate: { columns, count, type in
            guard let expression = try expression(columns[1]) else {
                return .missing(type, count: count)
            }
            let found = pairwise(columns[0].strings, columns[0].presence) {
                $1 && expression.matches($0)
            }
            return .bools(found, columns.commonValidity(count))
        },
        gives: { a throws(TypeFault) in
            _ = try expression(a, at: 1)
            return .bool
        }
    )

    private static let extract = RowFunction(
        "extract",
        "What a regular expression (RE2) fits first, or one of its groups.",
        .text,
        takes: [
            x, regex,
            RowParameter(
                "group",
                "which brackets; 0 for the whole",
                .int,
                standard: .int(0),
                isConstant: true
            ),
        ],
        examples: ["extract(tailnum, r\"(\\d+)\", group: 1)"],
        sql: .template(
            "(CASE WHEN regexp_matches(CAST($1 AS VARCHAR), $2)"
                + " THEN regexp_extract(CAST($1 AS VARCHAR), $2, $3) END)"
        ),
        evaluate: { columns, count, type in
            guard let expression = try expression(columns[1]), count > 0,
                case .int(let group) = columns[2][0]
            else { return .missing(type, count: count) }
            let texts = columns[0].strings
            let cells = try (0..<count).map { row -> Scalar in
                guard !columns[0].isMissing(row),
                    let found = try expression.found(in: texts[row], group: Int(group))
                else { return .missing }
                return .text(found)
            }
            return Column(.text, cells: cells)
        },
        gives: { a throws(TypeFault) in
            guard let expression = try expression(a, at: 1),
                case .int(let group) = a[2].constant
            else { return .text }
            // The engine knows groups to the ninth.
            let most = min(expression.groups, 9)
            guard (0...Int64(most)).contains(group) else {
                throw TypeFault(
                    "the regular expression has no group \(group)",
                    [TypeFault.Place(2, most == 0 ? "it has none" : "they count from 1 to \(most)")]
                )
            }
            return .text
        }
    )

    static let replace = RowFunction(
        "replace",
        "The text with every occurrence of one part replaced by another.",
        .text,
        takes: [
            x, RowParameter("old", "what goes", .text),
            RowParameter(
                "new",
                "what comes; with `regex`, `\\1` is what the first group fits",
                .text
            ),
            RowParameter(
                "regex",
                "whether `old` is a regular expression (RE2)",
                .bool,
                standard: .bool(false),
                isConstant: true
            ),
        ],
        examples: [
            "replace(name, \" \", \"_\")", "replace(tailnum, r\"(\\d)\", r\"<\\1>\", regex: true)",
        ],
        sql: .made { call in
            isPattern(call.operands)
                ? call.filling("regexp_replace(CAST($1 AS VARCHAR), $2, CAST($3 AS VARCHAR), 'g')")
                : call.filling(
                    "replace(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR), CAST($3 AS VARCHAR))"
                )
        },
        evaluate: { columns, count, type in
            guard count > 0, columns[3][0] == .bool(true) else {
                return try replacingParts(columns, count, type)
            }
            guard let expression = try expression(columns[1]) else {
                return .missing(type, count: count)
            }
            let (texts, others) = (columns[0].strings, columns[2].strings)
            let cells = try (0..<count).map { row -> Scalar in
                guard !columns[0].isMissing(row), !columns[2].isMissing(row) else {
                    return .missing
                }
                guard expression.takes(others[row]) else {
                    throw EvaluationFault.invalid(
                        "`\(others[row])` names a group that the expression has not"
                    )
                }
                return .text(try expression.replacing(in: texts[row], with: others[row]))
            }
            return Column(.text, cells: cells)
        },
        gives: { a throws(TypeFault) in
            guard isPattern(a) else { return .text }
            guard let expression = try expression(a, at: 1) else {
                guard a[1].constant == nil else { return .text }
                throw TypeFault(
                    "a regular expression must be the same for all rows",
                    [TypeFault.Place(1, "hangs on columns")]
                )
            }
            if case .text(let new) = a[2].constant, !expression.takes(new) {
                var fault = TypeFault(
                    "`\(new)` cannot be put in the place of what the expression fits",
                    [TypeFault.Place(2, words(for: expression))],
                    hint: "a backslash of its own is `\\\\`"
                )
                fault.code = "pattern.replacement"
                throw fault
            }
            return .text
        }
    )

    private static func words(for expression: RegularExpression) -> String {
        switch expression.groups {
        case 0: "it has no groups, so only `\\0` is known"
        case let count: "`\\0` to `\\\(count)` are known"
        }
    }

    private static func isPattern(_ operands: [RowArgument]) -> Bool {
        operands.count > 3 && operands[3].constant == .bool(true)
    }

    private static let replacingParts = Rowwise.strict { cells in
        guard case .text(let text) = cells[0], case .text(let old) = cells[1],
            case .text(let new) = cells[2]
        else { return .missing }
        return .text(parts(of: text, at: old).joined(separator: new))
    }

    /// The expression that is the same in every row; nil where it is missing.
    private static func expression(_ column: Column) throws -> RegularExpression? {
        guard column.count > 0, !column.isMissing(0) else { return nil }
        do throws(PatternFault) {
            return try RegularExpression(column.strings[0])
        } catch {
            throw EvaluationFault.invalid(error.message)
        }
    }

    /// The expression among the arguments, as far as it is known.
    private static func expression(
        _ arguments: [RowArgument],
        at index: Int
    ) throws(TypeFault) -> RegularExpression? {
        guard case .text(let text) = arguments[index].constant else { return nil }
        do throws(PatternFault) {
            return try RegularExpression(text)
        } catch {
            var fault = TypeFault(
                error.message,
                [TypeFault.Place(index, "in this regular expression", range: error.range)],
                hint: error.hint
            )
            fault.code = "pattern.invalid"
            throw fault
        }
    }
}
