import Tables

/// Functions of dates and moments; the parts of a moment are those of the clocks in a zone.
enum Times {
    static let all: [RowFunction] =
        dateParts + clockParts + names + durations + patterned + [
            epoch, fromEpoch, now, today, dateTrunc, makeDate,
        ]

    static let zone = RowParameter(
        "zone",
        "the zone of the clocks",
        .text,
        standard: .text("UTC"),
        isConstant: true,
        ambient: .zone
    )

    private static let dateParts: [RowFunction] = [
        part("year", "The year.", "year") { Int64($0.day.civil.year) },
        part("quarter", "The quarter, 1 to 4.", "quarter") { Int64(($0.day.civil.month + 2) / 3) },
        part("month", "The month, 1 to 12.", "month") { Int64($0.day.civil.month) },
        part("week", "The week of the ISO year, 1 to 53.", "week") { Int64($0.day.isoWeek) },
        part("day", "The day of the month.", "day") { Int64($0.day.civil.day) },
        part("weekday", "The day of the week: 1 on Monday, 7 on Sunday.", "isodow") {
            Int64($0.day.weekday)
        },
        part("yearday", "The day of the year, from 1.", "dayofyear") { Int64($0.day.yearday) },
    ]

    private static let clockParts: [RowFunction] = [
        part("hour", "The hour, 0 to 23.", "hour", withTime: true) {
            $0.time.microseconds / 3_600_000_000
        },
        part("minute", "The minute, 0 to 59.", "minute", withTime: true) {
            $0.time.microseconds / 60_000_000 % 60
        },
        part("second", "The second, 0 to 59, without its fraction.", "second", withTime: true) {
            $0.time.microseconds / 1_000_000 % 60
        },
    ]

    typealias Parts = (day: Day, time: TimeOfDay)

    private static func part(
        _ name: String,
        _ summary: String,
        _ function: String,
        withTime: Bool = false,
        _ body: @escaping @Sendable (Parts) -> Int64
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .time,
            takes: [
                RowParameter(
                    "t",
                    "the date or moment",
                    withTime ? .oneOf([.moment, .timeOfDay]) : .moment
                ),
                zone,
            ],
            examples: ["\(name)(time_hour)"],
            sql: .made { call in "\(function)(\(local(call)))" },
            evaluate: { columns, count, _ in
                .ints(try clocks(columns, count).map(body), columns.commonValidity(count))
            },
            gives: { a throws(TypeFault) in
                try checkZone(a)
                return .int
            }
        )
    }

    private static let names: [RowFunction] = [
        named("month_name", "The month's name in English.", "monthname", Calendar.months) {
            $0.day.civil.month - 1
        },
        named("weekday_name", "The day's name in English.", "dayname", Calendar.weekdays) {
            $0.day.weekday - 1
        },
    ]

    private static func named(
        _ name: String,
        _ summary: String,
        _ function: String,
        _ words: [String],
        _ index: @escaping @Sendable (Parts) -> Int
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .time,
            takes: [RowParameter("t", "the date or moment", .moment), zone],
            examples: ["\(name)(time_hour)"],
            sql: .made { call in "\(function)(\(local(call)))" },
            evaluate: { columns, count, _ in
                .texts(
                    try clocks(columns, count).map { words[index($0)] },
                    columns.commonValidity(count)
                )
            },
            gives: { a throws(TypeFault) in
                try checkZone(a)
                return .text
            }
        )
    }

    private static let durations: [RowFunction] = [
        length("years", "So many years by the calendar.", "to_years") { ($0, 12, 0, 0) },
        length("months", "So many months by the calendar.", "to_months") { ($0, 1, 0, 0) },
        length("weeks", "So many times seven days.", "to_weeks") { ($0, 0, 7, 0) },
        length("days", "So many days.", "to_days") { ($0, 0, 1, 0) },
        length("hours", "So many hours.", "to_hours") { ($0, 0, 0, 3_600_000_000) },
        length("minutes", "So many minutes.", "to_minutes") { ($0, 0, 0, 60_000_000) },
        length("seconds", "So many seconds.", "to_seconds") { ($0, 0, 0, 1_000_000) },
    ]

    /// A duration of `n` units; a fraction of one goes down to smaller units.
    private static func length(
        _ name: String,
        _ summary: String,
        _ function: String,
        _ unit: @escaping @Sendable (Int64) -> (n: Int64, months: Int32, days: Int32, rest: Int64)
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .time,
            takes: [RowParameter("n", "how many", .number)],
            examples: ["\(name)(2)"],
            sql: .made { call in "(\(function)(1) * \(call.arguments[0]))" },
            evaluate: { columns, count, type in
                let (_, months, days, rest) = unit(1)
                let one = Interval(months: months, days: days, microseconds: rest)
                let units = Column(.duration, .intervals(Array(repeating: one, count: count)))
                return try Arithmetic.multiply([units, columns[0]], count, type)
            },
            gives: { _ throws(TypeFault) in .duration }
        )
    }

    /// The first argument as the clocks of its zone show it, in SQL.
    static func local(_ call: SQLCall) -> String {
        let isUTC =
            call.operands.count < 2
            || call.operands[call.operands.count - 1].constant == .text("UTC")
        guard call.operands[0].type == .timestamp, !isUTC else { return call.arguments[0] }
        let zone = call.arguments[call.arguments.count - 1]
        return "timezone(\(zone), timezone('UTC', \(call.arguments[0])))"
    }

    /// The day and time that the clocks show.
    static func clocks(_ columns: [Column], _ count: Int) throws -> [Parts] {
        let cells = columns[0].integers
        switch columns[0].type {
        case .date:
            return cells.map { (Day(number: Int32($0)), TimeOfDay(microseconds: 0)) }
        case .time:
            return cells.map { (Day(number: 0), TimeOfDay(microseconds: $0)) }
        default:
            let zone = try zone(of: columns, count)
            return cells.map { zone.local(Instant(microseconds: $0)).parts }
        }
    }

    static func zone(of columns: [Column], _ count: Int) throws -> Zone {
        guard count > 0, case .text(let name) = columns[columns.count - 1][0] else {
            return try Zone.known("UTC")
        }
        return try Zone.known(name)
    }

    static func checkZone(_ arguments: [RowArgument]) throws(TypeFault) {
        guard let last = arguments.last, case .text(let name) = last.constant,
            Zone.named(name) == nil
        else { return }
        throw TypeFault(
            "no time zone `\(name)`",
            [TypeFault.Place(arguments.count - 1, "a name such as Europe/Berlin was expected")],
            hint: "zone: \"UTC\""
        )
    }
}

/// English names, which no locale changes.
enum Calendar {
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
}

extension Day {
    /// From 1 on the first of January.
    var yearday: Int {
        Int(number - (Day(year: civil.year, month: 1, day: 1)?.number ?? number)) + 1
    }

    /// The week that ISO 8601 counts: the one of its Thursday.
    var isoWeek: Int {
        let thursday = Day(number: number + Int32(4 - weekday))
        return (thursday.yearday - 1) / 7 + 1
    }
}
