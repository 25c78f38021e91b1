import Tables

/// Texts within texts.
extension Texts {
    static let contains = RowFunction(
        "contains",
        "Whether a text has another in it, or a list an element.",
        .text,
        takes: [
            RowParameter("x", "the text or list", .oneOf([.text, .list])),
            RowParameter("part", "what to look for", .anything),
        ],
        examples: ["contains(name, \"son\")"],
        sql: .made { call in
            call.operands[0].type.isTextual
                ? call.filling("contains(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR))")
                : call.filling("list_contains($1, $2)")
        },
        evaluate: { columns, count, _ in
            let valid = columns.commonValidity(count)
            guard case .lists = columns[0].values else {
                return .bools(pairwise(columns[0].strings, columns[1].strings, holds), valid)
            }
            return .bools(
                (0..<count).map { row in
                    guard case .list(let cells) = columns[0][row] else { return false }
                    return cells.contains { $0.isIdentical(to: columns[1][row]) }
                },
                valid
            )
        },
        gives: { a throws(TypeFault) in
            if case .list(let element) = a[0].type {
                try Comparison.check(element, a[1].type, at: 1)
            } else if !TypeSet.text.contains(a[1].type) {
                throw TypeFault(
                    "`contains` looks for a text in a text, not for \(a[1].type.described)",
                    [TypeFault.Place(1, a[1].type.word)]
                )
            }
            return .bool
        }
    )

    private static func holds(_ text: String, _ part: String) -> Bool {
        let (cells, sought) = (Array(text.utf8), Array(part.utf8))
        return sought.isEmpty || place(of: sought, in: cells, from: 0) != nil
    }

    /// The first place at or after `start` where the bytes stand.
    static func place(of sought: [UInt8], in cells: [UInt8], from start: Int) -> Int? {
        guard cells.count >= sought.count else { return nil }
        var place = start
        while place <= cells.count - sought.count {
            if cells[place..<(place + sought.count)].elementsEqual(sought) { return place }
            place += 1
        }
        return nil
    }

    static let startsWith = edge("starts_with", "Whether a text begins with another.") {
        $0.utf8.starts(with: $1.utf8)
    }

    static let endsWith = edge("ends_with", "Whether a text ends with another.") {
        $0.utf8.reversed().starts(with: $1.utf8.reversed())
    }

    private static func edge(
        _ name: String,
        _ summary: String,
        _ body: @escaping @Sendable (String, String) -> Bool
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .text,
            takes: [x, RowParameter("part", "what to look for", .text)],
            examples: ["\(name)(tailnum, \"N\")"],
            sql: .template("\(name)(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR))"),
            evaluate: { columns, count, _ in
                .bools(
                    pairwise(columns[0].strings, columns[1].strings, body),
                    columns.commonValidity(count)
                )
            },
            gives: { _ throws(TypeFault) in .bool }
        )
    }

    static let split = RowFunction(
        "split_text",
        "The parts of a text between separators, as a list.",
        .text,
        takes: [x, RowParameter("by", "the separator", .text)],
        examples: ["split_text(tags, \",\")"],
        sql: .template(
            "(CASE WHEN $2 IS NOT NULL"
                + " THEN string_split(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR)) END)"
        ),
        evaluate: Rowwise.strict { cells in
            guard case .text(let text) = cells[0], case .text(let by) = cells[1] else {
                return .missing
            }
            if by.isEmpty, !text.isEmpty {
                return .list(text.unicodeScalars.map { .text(String($0)) })
            }
            return .list(parts(of: text, at: by).map { .text($0) })
        },
        gives: { _ throws(TypeFault) in .list(.text) }
    )

    /// What stands between occurrences; all of it when there is nothing to look for.
    static func parts(of text: String, at separator: String) -> [String] {
        let (cells, sought) = (Array(text.utf8), Array(separator.utf8))
        guard !sought.isEmpty else { return [text] }
        var parts: [String] = []
        var start = 0
        while let place = place(of: sought, in: cells, from: start) {
            parts.append(String(decoding: cells[start..<place], as: UTF8.self))
            start = place + sought.count
        }
        return parts + [String(decoding: cells[start...], as: UTF8.self)]
    }

    static let joinText = RowFunction(
        "join_text",
        "The texts of a list with a separator between, missing ones left out.",
        .text,
        takes: [
            RowParameter("list", "the texts", .list),
            RowParameter("by", "the separator", .text, isConstant: true),
        ],
        examples: ["join_text(split_text(tags, \",\"), \", \")"],
        sql: .template("array_to_string($1, $2)"),
        evaluate: Rowwise.strict { cells in
            guard case .list(let texts) = cells[0], case .text(let by) = cells[1] else {
                return .missing
            }
            let kept = texts.compactMap { if case .text(let text) = $0 { text } else { nil } }
            return .text(kept.joined(separator: by))
        },
        gives: { a throws(TypeFault) in
            guard case .list(let element) = a[0].type, element != .missing, !element.isTextual
            else {
                return .text
            }
            throw TypeFault(
                "`join_text` takes a list of texts, not of \(element.word)",
                [TypeFault.Place(0, "a list of \(element.word)")]
            )
        }
    )

    static let pad = RowFunction(
        "pad",
        "The text made as wide as asked; a longer one stays.",
        .text,
        takes: [
            x, RowParameter("width", "how many characters", .int),
            RowParameter("with", "what to fill up with", .text, standard: .text(" ")),
            RowParameter(
                "side",
                "where to fill up",
                .text,
                standard: .text("left"),
                isConstant: true,
                choices: ["left", "right"]
            ),
        ],
        examples: ["pad(text(flight), 4, with: \"0\")"],
        sql: .made { call in
            let function = call.operands[3].constant == .text("right") ? "rpad" : "lpad"
            return call.filling(
                "(CASE WHEN $1 IS NULL OR $2 IS NULL OR $3 IS NULL THEN NULL"
                    + " WHEN length(CAST($1 AS VARCHAR)) >= $2 OR $3 = '' THEN CAST($1 AS VARCHAR)"
                    + " ELSE \(function)(CAST($1 AS VARCHAR), CAST($2 AS INTEGER), $3) END)"
            )
        },
        evaluate: Rowwise.strict { cells in
            guard case .text(let text) = cells[0], case .int(let width) = cells[1],
                case .text(let fill) = cells[2], !fill.isEmpty,
                width > Int64(text.unicodeScalars.count)
            else { return cells[0] }
            guard width <= Int64(Int32.max) else { throw EvaluationFault.overflow("pad") }
            let filling = Array(fill.unicodeScalars)
            let room = Int(width) - text.unicodeScalars.count
            let added = String((0..<room).map { filling[$0 % filling.count] })
            return .text(cells[3] == .text("right") ? text + added : added + text)
        },
        gives: { _ throws(TypeFault) in .text }
    )

    static let editDistance = RowFunction(
        "edit_distance",
        "How many characters must change, come or go (Levenshtein, in bytes).",
        .text,
        takes: [x, RowParameter("y", "the other text", .text)],
        examples: ["edit_distance(name, \"Smith\")"],
        sql: .template("levenshtein(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR))"),
        evaluate: { columns, count, _ in
            .ints(
                pairwise(columns[0].strings, columns[1].strings, distance),
                columns.commonValidity(count)
            )
        },
        gives: { _ throws(TypeFault) in .int }
    )

    private static func distance(_ a: String, _ b: String) -> Int64 {
        let (x, y) = (Array(a.utf8), Array(b.utf8))
        var last = Array(0...y.count)
        for (i, byte) in x.enumerated() {
            var row = [i + 1]
            for (j, other) in y.enumerated() {
                row.append(min(row[j] + 1, last[j + 1] + 1, last[j] + (byte == other ? 0 : 1)))
            }
            last = row
        }
        return Int64(last[y.count])
    }
}
