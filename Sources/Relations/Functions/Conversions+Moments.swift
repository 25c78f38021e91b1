import Tables

/// Texts and moments read as dates and timestamps.
extension Conversions {
    static let date = RowFunction(
        "date",
        "The date that a text names, or the day of a moment.",
        .time,
        takes: [
            RowParameter("x", "a text such as 2013-10-01, or a moment", .oneOf([.text, .moment])),
            attempt, Times.zone,
        ],
        examples: ["date(\"2013-10-01\")", "date(time_hour)"],
        sql: .made { call in
            guard call.operands[0].type.isTextual else {
                return "CAST(\(Times.local(call)) AS DATE)"
            }
            return call.cast(read(call, dayForm), "DATE")
        },
        evaluate: { columns, count, type in
            if columns[0].type.isTextual {
                return try converted(columns, count, type, "a date") { cell in
                    guard case .text(let text) = cell else { return nil }
                    return ISOText.read(text, as: .date, zone: "UTC")
                }
            }
            let days = try Times.clocks(columns, count).map(\.day.number)
            return Column(type, .days(days), validity: columns.commonValidity(count))
        },
        gives: { a throws(TypeFault) in
            try Times.checkZone(a)
            return .date
        }
    )

    static let timestamp = RowFunction(
        "timestamp",
        "The moment that a text names, or the start of a day; without offset in `zone`.",
        .time,
        takes: [
            RowParameter(
                "x",
                "a text such as 2013-10-01 09:05, or a date",
                .oneOf([.text, .moment])
            ),
            attempt, Times.zone,
        ],
        examples: ["timestamp(\"2013-10-01 09:05\")", "timestamp(date)"],
        sql: .made { call in
            switch call.operands[0].type {
            case .timestamp: return call.arguments[0]
            case .date: return universal("CAST(\(call.arguments[0]) AS TIMESTAMP)", call)
            default: break
            }
            let text = "trim(CAST(\(call.arguments[0]) AS VARCHAR))"
            let hasOffset = "regexp_full_match(\(text), \(SQLText.quoted(clockForm + offsetForm)))"
            // DuckDB takes no blank before an offset.
            let joined = "replace(replace(\(text), ' +', '+'), ' -', '-')"
            let fixed = call.cast(joined, "TIMESTAMPTZ")
            let plain = call.cast(read(call, "\(dayForm)|\(clockForm)"), "TIMESTAMP")
            return "(CASE WHEN \(hasOffset) THEN timezone('UTC', \(fixed))"
                + " ELSE \(universal(plain, call)) END)"
        },
        evaluate: { columns, count, type in
            let zone = count > 0 ? Conversion.text(columns[2][0]) : "UTC"
            return try converted(columns, count, type, "a timestamp") { cell in
                switch cell {
                case .text(let text): return ISOText.read(text, as: .timestamp, zone: zone)
                case .date(let day):
                    let local = Instant(day: day, time: TimeOfDay(microseconds: 0))
                    return Zone.named(zone)?.instant(local: local).map { .timestamp($0) }
                default: return cell
                }
            }
        },
        gives: { a throws(TypeFault) in
            try Times.checkZone(a)
            return .timestamp
        }
    )

    private static let dayForm = "-?[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}"
    private static let clockForm =
        dayForm + #"[T ]([01]?[0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"#
    private static let offsetForm = " ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)"

    /// A local time of the call's zone as UTC, in SQL.
    private static func universal(_ local: String, _ call: SQLCall) -> String {
        call.operands[2].constant == .text("UTC")
            ? local : "timezone('UTC', timezone(\(call.arguments[2]), \(local)))"
    }
}
