import Tables

/// Dates and moments read and written by a pattern, and moments made of numbers.
extension Times {
    static let patterned: [RowFunction] = [parseDate, formatDate, makeTimestamp]

    private static let pattern = RowParameter(
        "pattern",
        "such as \"%d.%m.%Y\"",
        .text,
        isConstant: true
    )

    private static let formatDate = RowFunction(
        "format_date",
        "A date or moment as a text: %Y %m %d %H %M %S, %B month, %A weekday, %j day of the year.",
        .time,
        takes: [RowParameter("t", "the date or moment", .moment), pattern, zone],
        examples: ["format_date(time_hour, \"%d.%m.%Y\")"],
        sql: .made { call in "strftime(CAST(\(local(call)) AS TIMESTAMP), \(call.arguments[1]))" },
        evaluate: { columns, count, type in
            guard count > 0, let pattern = form(RowArgument(.text, constant: columns[1][0])) else {
                return .missing(type, count: count)
            }
            let texts = try clocks(columns, count).map { pattern.written($0.day, $0.time) }
            return .texts(texts, columns.commonValidity(count))
        },
        gives: { a throws(TypeFault) in
            guard form(a[1]) != nil else { throw noPattern("format_date") }
            try checkZone(a)
            return .text
        }
    )

    private static let parseDate = RowFunction(
        "parse_date",
        "The date that a text of this form names, or with %H in the form the moment in `zone`.",
        .time,
        takes: [
            RowParameter("x", "the text", .text), pattern, Conversions.attempt, zone,
        ],
        examples: ["parse_date(\"5.1.2013\", \"%d.%m.%Y\")"],
        sql: .made(parseSQL),
        evaluate: { columns, count, type in
            guard count > 0, let pattern = form(RowArgument(.text, constant: columns[1][0])) else {
                return .missing(type, count: count)
            }
            let zone = try zone(of: columns, count)
            return try Conversions.converted([columns[0], columns[2]], count, type, "a date") {
                guard case .text(let text) = $0, let local = pattern.read(text) else { return nil }
                return pattern.hasTime
                    ? zone.instant(local: local).map { .timestamp($0) } : .date(local.parts.day)
            }
        },
        gives: { a throws(TypeFault) in
            guard let pattern = form(a[1]), pattern.isReadable else {
                throw noPattern("parse_date")
            }
            try checkZone(a)
            return pattern.hasTime ? .timestamp : .date
        }
    )

    private static let parseSQL: @Sendable (SQLCall) -> String = { call in
        guard let pattern = form(call.operands[1]) else { return "NULL" }
        let text = "CAST(\(call.arguments[0]) AS VARCHAR)"
        let fits = "regexp_full_match(\(text), \(SQLText.quoted(pattern.expression)))"
        let tries = call.operands[2].constant == .bool(true)
        let read =
            tries
            ? "try_strptime(CASE WHEN \(fits) THEN \(text) END, \(call.arguments[1]))"
            : "strptime(CASE WHEN \(fits) THEN \(text) ELSE \(Unreadable.sql(text, in: nil)) END, "
                + "\(call.arguments[1]))"
        return pattern.hasTime ? universal(read, call) : "CAST(\(read) AS DATE)"
    }

    private static let makeTimestamp = RowFunction(
        "make_timestamp",
        "The moment of a date and time in `zone`; missing if there is none.",
        .time,
        takes: [
            RowParameter("year", "the year", .int), RowParameter("month", "1 to 12", .int),
            RowParameter("day", "the day of the month", .int),
            RowParameter("hour", "0 to 23", .int, standard: .int(0)),
            RowParameter("minute", "0 to 59", .int, standard: .int(0)),
            RowParameter("second", "from 0, below 60", .number, standard: .int(0)), zone,
        ],
        examples: ["make_timestamp(2013, 10, 1, 9, 5)"],
        sql: .made { call in
            let read = call.filling(
                "(CASE WHEN $1 BETWEEN 0 AND 9999 AND $4 BETWEEN 0 AND 23"
                    + " AND $5 BETWEEN 0 AND 59 AND $6 >= 0 AND $6 < 60 THEN CAST("
                    + "try_cast(format('{:04d}-{:02d}-{:02d}', $1, $2, $3) AS DATE) AS TIMESTAMP)"
                    + " + to_microseconds($4 * 3600000000 + $5 * 60000000"
                    + " + CAST(round(CAST($6 AS DOUBLE) * 1e6) AS BIGINT)) END)"
            )
            return universal(read, call)
        },
        evaluate: { columns, count, type in
            let zone = try zone(of: columns, count)
            return try Rowwise.strict { cells in
                guard let local = moment(cells) else { return .missing }
                return zone.instant(local: local).map { .timestamp($0) } ?? .missing
            }(columns, count, type)
        },
        gives: { a throws(TypeFault) in
            try checkZone(a)
            return .timestamp
        }
    )

    /// Year, month, day, hour, minute and second as a moment of the clocks they are of.
    private static func moment(_ cells: [Scalar]) -> Instant? {
        let whole = cells.prefix(5).map { cell in
            if case .int(let number) = cell { return Int(clamping: number) }
            return -1
        }
        guard (0...9999).contains(whole[0]), (0..<24).contains(whole[3]),
            (0..<60).contains(whole[4]), let second = cells[5].number, second >= 0, second < 60,
            let day = Day(year: whole[0], month: whole[1], day: whole[2])
        else { return nil }
        let minutes = Int64(whole[3] * 60 + whole[4])
        let start = Instant(day: day, time: TimeOfDay(microseconds: 0)).microseconds
        let passed = minutes * 60_000_000 + Int64((second * 1e6).rounded())
        return Instant(microseconds: start + passed)
    }

    /// A local time of the call's zone, its last argument, as UTC, in SQL.
    private static func universal(_ local: String, _ call: SQLCall) -> String {
        let last = call.arguments.count - 1
        return call.operands[last].constant == .text("UTC")
            ? local : "timezone('UTC', timezone(\(call.arguments[last]), \(local)))"
    }

    private static func form(_ argument: RowArgument) -> DatePattern? {
        guard case .text(let text) = argument.constant else { return nil }
        return DatePattern(text)
    }

    private static func noPattern(_ function: String) -> TypeFault {
        TypeFault(
            "`pattern` of `\(function)` does not say how a date is written",
            [TypeFault.Place(1, "fields such as %Y, %m, %d, %H, %M, %S were expected")],
            hint: "\"%Y-%m-%d\""
        )
    }
}
