import Tables

/// Functions of text; positions and lengths count code points, as DuckDB's do.
enum Texts {
    static let all: [RowFunction] =
        [
            length, wordCount, left, right, substring, contains, startsWith, endsWith, replace,
            split, joinText, pad, editDistance,
        ] + plain + patterns + writing

    static let x = RowParameter("x", "the text", .text)

    private static let plain: [RowFunction] = [
        changed("lower", "The text in small letters.", "lower($1)", simpleLower),
        changed("upper", "The text in capitals.", "upper($1)", simpleUpper),
        changed("trim", "The text without blanks at its ends.", "trim($1, ' \t\n\r')", trimmed),
        changed(
            "reverse",
            "The text backwards.",
            "array_to_string(list_reverse(string_split($1, '')), '')"
        ) {
            String(String.UnicodeScalarView($0.unicodeScalars.reversed()))
        },
    ]

    /// Code points with the one that corresponds, which is how DuckDB changes case.
    static let simpleLower: @Sendable (String) -> String = { text in
        mapped(text) { $0.properties.lowercaseMapping }
    }

    static let simpleUpper: @Sendable (String) -> String = { text in
        // The capital of the sharp s is one letter here, where its full mapping is two.
        mapped(text) { $0 == "ß" ? "ẞ" : $0.properties.uppercaseMapping }
    }

    private static func mapped(_ text: String, _ change: (Unicode.Scalar) -> String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let changed = change(scalar).unicodeScalars
            // A mapping to several code points has no single counterpart.
            if let only = changed.first, changed.count == 1 || scalar == "İ" {
                result.append(only)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static let trimmed: @Sendable (String) -> String = { text in
        let blanks: Set<Unicode.Scalar> = [" ", "\t", "\n", "\r"]
        var cells = text.unicodeScalars[...]
        while let first = cells.first, blanks.contains(first) { cells.removeFirst() }
        while let last = cells.last, blanks.contains(last) { cells.removeLast() }
        return String(cells)
    }

    private static func changed(
        _ name: String,
        _ summary: String,
        _ sql: String,
        _ body: @escaping @Sendable (String) -> String
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .text,
            takes: [x],
            examples: ["\(name)(name)"],
            sql: .template(sql.replacing("$1", with: "CAST($1 AS VARCHAR)")),
            evaluate: { columns, count, _ in
                .texts(columns[0].strings.map(body), columns.commonValidity(count))
            },
            gives: { _ throws(TypeFault) in .text }
        )
    }

    /// How many characters a text has, or a list elements.
    private static let length = RowFunction(
        "length",
        "How many characters a text has, or elements a list.",
        .text,
        takes: [RowParameter("x", "the text or list", .oneOf([.text, .list]))],
        examples: ["length(name)"],
        sql: .made { call in
            call.operands[0].type.isTextual
                ? call.filling("length(CAST($1 AS VARCHAR))") : call.filling("len($1)")
        },
        evaluate: { columns, count, _ in
            let valid = columns.commonValidity(count)
            guard case .lists(let offsets, _) = columns[0].values else {
                return .ints(columns[0].strings.map { Int64($0.unicodeScalars.count) }, valid)
            }
            return .ints(pairwise(Array(offsets.dropFirst()), offsets) { Int64($0 - $1) }, valid)
        },
        gives: { _ throws(TypeFault) in .int }
    )

    private static let wordCount = RowFunction(
        "word_count",
        "How many runs of characters without a blank there are.",
        .text,
        takes: [x],
        examples: ["word_count(review)"],
        sql: .template(
            "CAST(len(regexp_extract_all(CAST($1 AS VARCHAR), '[^ \t\n\r]+')) AS BIGINT)"
        ),
        evaluate: { columns, count, _ in
            .ints(
                columns[0].strings.map { text in
                    Int64(text.utf8.split { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }.count)
                },
                columns.commonValidity(count)
            )
        },
        gives: { _ throws(TypeFault) in .int }
    )

    private static let left = part("left", "The first characters; all but the last for n below 0.")
    {
        cells,
        n in
        n >= 0 ? cells.prefix(n) : cells.dropLast(-n)
    }

    private static let right = part(
        "right",
        "The last characters; all but the first for n below 0."
    ) {
        cells,
        n in
        n >= 0 ? cells.suffix(n) : cells.dropFirst(-n)
    }

    private static func part(
        _ name: String,
        _ summary: String,
        _ body: @escaping @Sendable ([Unicode.Scalar], Int) -> ArraySlice<Unicode.Scalar>
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .text,
            takes: [x, RowParameter("n", "how many", .int)],
            examples: ["\(name)(tailnum, 2)"],
            sql: .template("\(name)(CAST($1 AS VARCHAR), $2)"),
            evaluate: { columns, count, _ in
                .texts(
                    pairwise(columns[0].strings, columns[1].integers) { text, n in
                        let reach = Int(max(-1 << 40, min(1 << 40, n)))
                        return String(body(Array(text.unicodeScalars), reach))
                    },
                    columns.commonValidity(count)
                )
            },
            gives: { _ throws(TypeFault) in .text }
        )
    }

    private static let substring = RowFunction(
        "substring",
        "The characters from a place on, counted from 1, or from -1 at the end.",
        .text,
        takes: [
            x, RowParameter("from", "the first place", .int),
            RowParameter(
                "n",
                "how many; the rest if it is left out",
                .int,
                standard: .int(1 << 31)
            ),
        ],
        examples: ["substring(tailnum, 2, 3)", "substring(tailnum, -2)"],
        sql: .template(
            "(CASE WHEN $1 IS NULL OR $2 IS NULL OR $3 IS NULL THEN NULL"
                + " WHEN $2 = 0 OR $3 < 0 THEN '' ELSE substring(CAST($1 AS VARCHAR), $2, $3) END)"
        ),
        evaluate: Rowwise.strict { cells in
            guard case .text(let text) = cells[0], case .int(let from) = cells[1],
                case .int(let n) = cells[2], from != 0, n > 0
            else { return .text("") }
            let scalars = Array(text.unicodeScalars)
            let count = Int64(scalars.count)
            // A place before the start still uses up characters of the count.
            let start = from > 0 ? from - 1 : count + max(from, -(1 << 40))
            let end = min(count, min(n, 1 << 40) + min(start, 1 << 40))
            guard end > max(0, start) else { return .text("") }
            return .text(String(scalars[Int(max(0, start))..<Int(end)]))
        },
        gives: { a throws(TypeFault) in
            if a[1].constant == .int(0) {
                throw TypeFault(
                    "places in a text count from 1",
                    [TypeFault.Place(1, "there is no place 0")],
                    hint: "1"
                )
            }
            return .text
        }
    )
}

extension String {
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
