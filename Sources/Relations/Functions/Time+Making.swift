import Diagnostics
import Tables

/// Moments made from numbers, cut down, and the present one.
extension Times {
    static let epoch = RowFunction(
        "epoch",
        "Seconds since 1970-01-01 in UTC, with their fraction.",
        .time,
        takes: [RowParameter("t", "the date or moment", .moment)],
        examples: ["epoch(time_hour)"],
        sql: .template("(CAST(epoch_us(CAST($1 AS TIMESTAMP)) AS DOUBLE) / 1e6)"),
        evaluate: { columns, count, _ in
            let scale: Int64 = columns[0].type == .date ? dayLength : 1
            return .floats(
                columns[0].integers.map { Double($0 * scale) / 1e6 },
                columns.commonValidity(count)
            )
        },
        gives: { _ throws(TypeFault) in .float }
    )

    static let fromEpoch = RowFunction(
        "from_epoch",
        "The moment so many seconds after 1970-01-01 in UTC.",
        .time,
        takes: [RowParameter("seconds", "how many", .number)],
        examples: ["from_epoch(1380585600)"],
        sql: .template("make_timestamp(CAST(round(CAST($1 AS DOUBLE) * 1e6) AS BIGINT))"),
        evaluate: { columns, count, type in
            let valid = columns.commonValidity(count)
            let cells = columns[0].doubles
            let moments = try cells.indices.map { row -> Int64 in
                guard Bitmap.isSet(valid, row) else { return 0 }
                guard let whole = Int64(exactly: (cells[row] * 1e6).rounded()) else {
                    throw EvaluationFault.overflow("from_epoch")
                }
                return whole
            }
            return Column(type, .microseconds(moments), validity: valid)
        },
        gives: { _ throws(TypeFault) in .timestamp }
    )

    private static let present = RowParameter(
        "at",
        "the session's moment",
        .moment,
        isConstant: true,
        ambient: .now
    )

    static let now = RowFunction(
        "now",
        "The moment at which the session began.",
        .time,
        takes: [present],
        examples: ["now()"],
        sql: .template("$1"),
        evaluate: { columns, _, _ in columns[0] },
        gives: { _ throws(TypeFault) in .timestamp }
    )

    static let today = RowFunction(
        "today",
        "The day on which the session began, in its zone.",
        .time,
        takes: [present, zone],
        examples: ["today()"],
        sql: .made { call in "CAST(\(local(call)) AS DATE)" },
        evaluate: { columns, count, type in
            let days = try clocks(columns, count).map(\.day.number)
            return Column(type, .days(days), validity: columns.commonValidity(count))
        },
        gives: { a throws(TypeFault) in
            try checkZone(a)
            return .date
        }
    )

    static let units = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"]

    static let dateTrunc = RowFunction(
        "date_trunc",
        "The start of the year, month, week, day, … that a moment is in.",
        .time,
        takes: [
            RowParameter("t", "the date or moment", .moment),
            RowParameter("unit", "what to cut to", .text, isConstant: true, choices: units),
            zone,
        ],
        examples: ["date_trunc(time_hour, \"month\")"],
        sql: .made { call in
            let cut = "date_trunc(\(call.arguments[1]), \(local(call)))"
            if call.operands[0].type == .date { return "CAST(\(cut) AS DATE)" }
            guard local(call) != call.arguments[0] else { return cut }
            // By way of the clocks, a time that comes twice would lose which of them it was.
            if isShort(call.operands[1].constant) {
                return "(\(call.arguments[0]) - (\(local(call)) - \(cut)))"
            }
            return "timezone('UTC', timezone(\(call.arguments[2]), \(cut)))"
        },
        evaluate: { columns, count, type in
            guard count > 0, case .text(let unit) = columns[1][0] else {
                return .missing(type, count: count)
            }
            let valid = columns.commonValidity(count)
            let starts = try clocks(columns, count).map { start(of: unit, $0) }
            if type == .date {
                return Column(type, .days(starts.map(\.parts.day.number)), validity: valid)
            }
            if isShort(.text(unit)) {
                let clocks = try clocks(columns, count).map { Instant(day: $0.day, time: $0.time) }
                let passed = pairwise(clocks, starts) { $0.microseconds - $1.microseconds }
                let moments = pairwise(columns[0].integers, passed, -)
                return Column(type, .microseconds(moments), validity: valid)
            }
            let zone = try zone(of: columns, count)
            return Column(
                type,
                .microseconds(starts.map { (zone.instant(local: $0) ?? $0).microseconds }),
                validity: valid
            )
        },
        gives: { a throws(TypeFault) in
            try checkZone(a)
            return a[0].type
        }
    )

    private static func isShort(_ unit: Scalar?) -> Bool {
        [.text("hour"), .text("minute"), .text("second")].contains(unit)
    }

    private static func start(of unit: String, _ parts: Parts) -> Instant {
        let (year, month, _) = parts.day.civil
        let midnight = TimeOfDay(microseconds: 0)
        func first(_ month: Int) -> Instant {
            Instant(day: Day(year: year, month: month, day: 1) ?? parts.day, time: midnight)
        }
        func cut(_ length: Int64) -> Instant {
            let time = parts.time.microseconds / length * length
            return Instant(day: parts.day, time: TimeOfDay(microseconds: time))
        }
        switch unit {
        case "year": return first(1)
        case "quarter": return first((month - 1) / 3 * 3 + 1)
        case "month": return first(month)
        case "week":
            let monday = Day(number: parts.day.number - Int32(parts.day.weekday - 1))
            return Instant(day: monday, time: midnight)
        case "hour": return cut(3_600_000_000)
        case "minute": return cut(60_000_000)
        case "second": return cut(1_000_000)
        default: return Instant(day: parts.day, time: midnight)
        }
    }

    static let makeDate = RowFunction(
        "make_date",
        "The date of a year, month and day; missing if there is none.",
        .time,
        takes: [
            RowParameter("year", "the year", .int), RowParameter("month", "1 to 12", .int),
            RowParameter("day", "the day of the month", .int),
        ],
        examples: ["make_date(2013, 10, 1)"],
        sql: .template(
            "(CASE WHEN $1 BETWEEN 0 AND 9999"
                + " THEN try_cast(format('{:04d}-{:02d}-{:02d}', $1, $2, $3) AS DATE) END)"
        ),
        evaluate: Rowwise.strict { cells in
            guard case .int(let year) = cells[0], case .int(let month) = cells[1],
                case .int(let day) = cells[2], (0...9999).contains(year)
            else { return .missing }
            guard
                let date = Day(
                    year: Int(year),
                    month: Int(clamping: month),
                    day: Int(clamping: day)
                )
            else { return .missing }
            return .date(date)
        },
        gives: { _ throws(TypeFault) in .date }
    )
}

extension Zone {
    static func known(_ name: String) throws(Diagnostic) -> Zone {
        guard let zone = named(name) else {
            throw EvaluationFault.invalid("no time zone `\(name)`")
        }
        return zone
    }
}
