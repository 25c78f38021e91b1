import Tables

/// Texts made from values: titles, written numbers, hashes.
extension Texts {
    static let writing: [RowFunction] = [title, hash, format]

    private static let title = RowFunction(
        "title",
        "The text with a capital at the start of each word, small letters elsewhere.",
        .text,
        takes: [x],
        examples: ["title(\"new york\")"],
        sql: .template(
            "array_to_string(list_transform("
                + "regexp_extract_all(CAST($1 AS VARCHAR), '[^ \t\n\r]+|[ \t\n\r]+'), "
                + "lambda word: upper(left(word, 1)) || lower(substring(word, 2))), '')"
        ),
        evaluate: { columns, count, _ in
            .texts(columns[0].strings.map(titled), columns.commonValidity(count))
        },
        gives: { _ throws(TypeFault) in .text }
    )

    private static func titled(_ text: String) -> String {
        var result = ""
        var isInWord = false
        for scalar in text.unicodeScalars {
            let cell = String(scalar)
            result += isInWord ? simpleLower(cell) : simpleUpper(cell)
            isInWord = ![" ", "\t", "\n", "\r"].contains(scalar)
        }
        return result
    }

    /// 63 bits: the upper ones of what `md5_number_lower` takes from the digest.
    private static let hash = RowFunction(
        "hash",
        "A whole number from 0 on that hangs on every bit of the value, the same everywhere.",
        .text,
        takes: [RowParameter("x", "the value", .oneOf([.text, .int, .bool]))],
        examples: ["hash(tailnum) % 10"],
        sql: .template("CAST((md5_number_lower(CAST($1 AS VARCHAR)) >> 1) AS BIGINT)"),
        evaluate: Rowwise.strict { cells in
            let words = MD5.words(of: Conversion.text(cells[0]))
            return .int(Int64((UInt64(words[3]) << 32 | UInt64(words[2])) >> 1))
        },
        gives: { _ throws(TypeFault) in .int }
    )

    private static let format = RowFunction(
        "format",
        "A number as a text: `,` for commas between thousands, `.2` decimals, `f`, `%` or `d`.",
        .text,
        takes: [
            RowParameter("x", "the number", .number),
            RowParameter("pattern", "such as \",.2f\", \".1%\", \"+d\"", .text, isConstant: true),
        ],
        examples: ["format(1234.5, \",.2f\")", "format(share, \".1%\")"],
        sql: .made { call in
            guard let pattern = numberPattern(call.operands[1]) else { return "NULL" }
            let number = pattern.kind == "d" ? "$1" : "CAST($1 AS DOUBLE)"
            let x = call.filling(number)
            return "("
                + pattern.sql(pattern.kind == "%" ? FiniteSQL.closed("(\(x) * 100)") : x) + ")"
        },
        evaluate: { columns, count, type in
            guard count > 0,
                let pattern = numberPattern(RowArgument(.text, constant: columns[1][0]))
            else { return .missing(type, count: count) }
            if pattern.kind == "d" {
                return .texts(columns[0].integers.map(pattern.written), columns[0].validity)
            }
            let scale: Double = pattern.kind == "%" ? 100 : 1
            let scaled = Column.floats(columns[0].doubles.map { $0 * scale }, columns[0].validity)
            return .texts(columns[0].doubles.map(pattern.written), scaled.validity)
        },
        gives: { a throws(TypeFault) in
            guard let pattern = numberPattern(a[1]) else {
                throw TypeFault(
                    "`pattern` of `format` does not say how to write a number",
                    [
                        TypeFault.Place(
                            1,
                            "`f`, `%` or `d` after decimals such as `.2` was expected"
                        )
                    ],
                    hint: "\",.2f\""
                )
            }
            guard pattern.kind != "d" || a[0].type != .float else {
                throw TypeFault(
                    "`d` writes an int, not a float",
                    [TypeFault.Place(0, "float"), TypeFault.Place(1, "int")],
                    hint: "\",.0f\""
                )
            }
            return .text
        }
    )

    private static func numberPattern(_ argument: RowArgument) -> NumberPattern? {
        guard case .text(let text) = argument.constant else { return nil }
        return NumberPattern(text)
    }
}
