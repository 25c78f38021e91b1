import Tables

/// Functions that verbs are made of and that nobody types.
package enum Shaping {
    /// A field of a record.
    package static let field = RowFunction(
        "field",
        "A field of a record.",
        .operators,
        takes: [
            RowParameter("record", "the record", .anything),
            RowParameter("name", "the field's name", .text, isConstant: true),
        ],
        sql: .template("struct_extract($1, $2)"),
        evaluate: { columns, count, type in
            guard case .records(let parts, _) = columns[0].values,
                case .record(let fields) = columns[0].type,
                let place = fields.firstIndex(where: { .text($0.name) == columns[1][0] })
            else { return .missing(type, count: count) }
            guard let validity = columns[0].validity else { return parts[place] }
            let both = validity.words.enumerated().map { index, word in
                word & (parts[place].validity?.words[index] ?? .max)
            }
            let mask = Bitmap(words: both, count: count)
            return Column(type, parts[place].values, validity: mask)
        },
        gives: { a throws(TypeFault) in
            guard case .record(let fields) = a[0].type, case .text(let name) = a[1].constant,
                let field = fields.first(where: { $0.name == name })
            else {
                throw TypeFault("there is no such field", [TypeFault.Place(0, a[0].type.described)])
            }
            return field.type
        }
    )

    /// The arguments as one list.
    package static let list = RowFunction(
        "list of",
        "The values as one list.",
        .lists,
        takes: [RowParameter("x", "the elements", .anything, isRest: true)],
        sql: .made { call in
            let values = Branches.spelled(call, Array(call.arguments.indices))
            return "[\(values.joined(separator: ", "))]"
        },
        gives: { a throws(TypeFault) in .list(try Branches.unified(a, at: Array(a.indices))) }
    )

    /// The values from one to another, a step apart.
    ///
    /// Months and days are counted from the first value,
    /// so that the ends of months stay ends of months, by the calendar of `zone`.
    package static let sequence = RowFunction(
        "sequence",
        "The values from one to another, a step apart, as a list.",
        .lists,
        takes: [
            RowParameter("from", "the first", .oneOf([.int, .moment])),
            RowParameter("to", "the end, which may be in", .oneOf([.int, .moment])),
            RowParameter("step", "how far apart", .oneOf([.int, .duration]), isConstant: true),
            Times.zone,
        ],
        sql: .made { call in
            call.operands[0].type == .int
                ? call.filling("generate_series($1, $2, $3)") : CalendarShift.sequenceSQL(call)
        },
        gives: { a throws(TypeFault) in .list(a[0].type) }
    )

    package static let filledDown = filled(
        "filled down",
        "last_value",
        "UNBOUNDED PRECEDING",
        "CURRENT ROW"
    )
    package static let filledUp = filled(
        "filled up",
        "first_value",
        "CURRENT ROW",
        "UNBOUNDED FOLLOWING"
    )

    /// The nearest value that is there.
    private static func filled(
        _ name: String,
        _ pick: String,
        _ from: String,
        _ to: String
    ) -> RowFunction {
        RowFunction(
            name,
            "The nearest value that is there.",
            .windows,
            kind: .window,
            ordering: .required,
            takes: [RowParameter("x", "the value", .anything)],
            sql: .made { call in
                let rows = "ROWS BETWEEN \(from) AND \(to)"
                let over = call.window.over(call.window.order, rows: rows)
                return "\(pick)(\(call.arguments[0]) IGNORE NULLS)\(over)"
            },
            gives: { a throws(TypeFault) in a[0].type }
        )
    }
}
