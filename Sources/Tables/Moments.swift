/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
package struct Day: Hashable, Sendable, Comparable {
    package var number: Int32
    package init(number: Int32) { self.number = number }

    /// The day of a civil date, or nil when there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, (-290_000...290_000).contains(year),
            day <= Day.length(ofMonth: month, year: year)
        else { return nil }
        // Howard Hinnant's days_from_civil: eras of 400 years, years that begin in March.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    package static func < (a: Day, b: Day) -> Bool { a.number < b.number }

    /// Year, month and day of the month.
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// 1 on Monday, 7 on Sunday.
    package var weekday: Int { ((Int(number) + 3) % 7 + 7) % 7 + 1 }

    package static func length(ofMonth month: Int, year: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// `2013-10-01`.
    package var text: String {
        let (year, month, day) = civil
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

/// A time of day in microseconds after midnight.
package struct TimeOfDay: Hashable, Sendable, Comparable {
    package var microseconds: Int64
    package init(microseconds: Int64) { self.microseconds = microseconds }
    package static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.microseconds < b.microseconds }

    /// `09:05:00`, with a fraction of a second only where there is one.
    package var text: String {
        let seconds = microseconds / 1_000_000
        let clock =
            "\(padded(Int(seconds / 3600), 2)):\(padded(Int(seconds / 60 % 60), 2))"
            + ":\(padded(Int(seconds % 60), 2))"
        return clock + fraction(microseconds % 1_000_000)
    }
}

/// A moment in time, in microseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Sendable, Comparable {
    package var microseconds: Int64
    package init(microseconds: Int64) { self.microseconds = microseconds }
    package static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }

    /// The day and the time of day in UTC.
    package var parts: (day: Day, time: TimeOfDay) {
        let length: Int64 = 86_400_000_000
        var days = microseconds / length
        if microseconds % length < 0 { days -= 1 }
        return (Day(number: Int32(days)), TimeOfDay(microseconds: microseconds - days * length))
    }

    package init(day: Day, time: TimeOfDay) {
        microseconds = Int64(day.number) * 86_400_000_000 + time.microseconds
    }

    /// `2013-10-01 09:05:00`, in UTC; add the zone's offset before to print local time.
    package var text: String {
        let (day, time) = parts
        return "\(day.text) \(time.text)"
    }
}

/// A length of time: months and days by the calendar, and exact microseconds.
package struct Interval: Hashable, Sendable {
    package var months: Int32
    package var days: Int32
    package var microseconds: Int64

    package init(months: Int32 = 0, days: Int32 = 0, microseconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.microseconds = microseconds
    }

    /// `1 year 2 months 3 days 04:05:06`, leaving out what is zero.
    package var text: String {
        var parts: [String] = []
        func add(_ count: Int32, _ unit: String) {
            guard count != 0 else { return }
            parts.append("\(count) \(unit)\(abs(count) == 1 ? "" : "s")")
        }
        add(months / 12, "year")
        add(months % 12, "month")
        add(days, "day")
        if microseconds != 0 || parts.isEmpty {
            let sign = microseconds < 0 ? "-" : ""
            parts.append(sign + TimeOfDay(microseconds: abs(microseconds)).text)
        }
        return parts.joined(separator: " ")
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(abs(number))
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
}

private func fraction(_ microseconds: Int64) -> String {
    guard microseconds != 0 else { return "" }
    var digits = "." + padded(Int(microseconds), 6)
    while digits.hasSuffix("0") { digits.removeLast() }
    return digits
}
