package import Diagnostics
package import Tables

/// Durations and calendar arithmetic.
extension Interval {
    /// Microseconds, a month being 30 days and a day 24 hours.
    package var totalMicroseconds: Int64 {
        let days = Int64(months) * 30 + Int64(days)
        let (long, overflow) = days.multipliedReportingOverflow(by: dayLength)
        let (sum, spills) = long.addingReportingOverflow(microseconds)
        return overflow || spills ? (days < 0 ? .min : .max) : sum
    }

    func adding(_ other: Interval) throws(Diagnostic) -> Interval {
        let (months, m) = months.addingReportingOverflow(other.months)
        let (days, d) = days.addingReportingOverflow(other.days)
        let (microseconds, u) = microseconds.addingReportingOverflow(other.microseconds)
        guard !m, !d, !u else { throw EvaluationFault.overflow("+") }
        return Interval(months: months, days: days, microseconds: microseconds)
    }

    func negated() throws(Diagnostic) -> Interval {
        guard months > .min, days > .min, microseconds > .min else {
            throw EvaluationFault.overflow("-")
        }
        return Interval(months: -months, days: -days, microseconds: -microseconds)
    }

    func times(_ factor: Int64) throws(Diagnostic) -> Interval {
        let (m, a) = Int64(months).multipliedReportingOverflow(by: factor)
        let (d, b) = Int64(days).multipliedReportingOverflow(by: factor)
        let (u, c) = microseconds.multipliedReportingOverflow(by: factor)
        guard !a, !b, !c, let months = Int32(exactly: m), let days = Int32(exactly: d) else {
            throw EvaluationFault.overflow("*")
        }
        return Interval(months: months, days: days, microseconds: u)
    }
}

extension Instant {
    /// The moment after a length of time: its months by the calendar, the day of the month cut off
    /// at the month's end, then its days, then the rest.
    package func shifted(by length: Interval) throws(Diagnostic) -> Instant {
        var (day, time) = parts
        if length.months != 0 {
            let (year, month, dayOfMonth) = day.civil
            let total = year * 12 + month - 1 + Int(length.months)
            let newYear = total >= 0 ? total / 12 : (total - 11) / 12
            let newMonth = total - newYear * 12 + 1
            let last = Day.length(ofMonth: newMonth, year: newYear)
            guard let moved = Day(year: newYear, month: newMonth, day: min(dayOfMonth, last)) else {
                throw EvaluationFault.overflow("+")
            }
            day = moved
        }
        let (number, a) = day.number.addingReportingOverflow(length.days)
        let (start, b) = Int64(number).multipliedReportingOverflow(by: dayLength)
        let (moment, c) = start.addingReportingOverflow(time.microseconds)
        let (end, d) = moment.addingReportingOverflow(length.microseconds)
        guard !a, !b, !c, !d else { throw EvaluationFault.overflow("+") }
        time.microseconds = 0
        return Instant(microseconds: end)
    }
}

extension Interval {
    /// A part or a multiple; fractions of months become days of a thirtieth, those of days time.
    ///
    /// The steps are PostgreSQL's, so that an engine gives the same: units are cut off towards
    /// zero, what is left goes down to the next unit, rounded to the microsecond.
    func times(_ factor: Double) throws(Diagnostic) -> Interval {
        let (wholeMonths, wholeDays) = (Double(months) * factor, Double(days) * factor)
        var result = Interval(
            months: try cut(wholeMonths, "*"),
            days: try cut(wholeDays, "*")
        )
        let monthRest = toMicrosecond((wholeMonths - Double(result.months)) * 30)
        let extraDays = Int32(monthRest)
        var seconds = toMicrosecond(
            (wholeDays - Double(result.days) + monthRest - Double(extraDays)) * 86_400
        )
        if abs(seconds) >= 86_400 {
            let days = Int32(seconds / 86_400)
            result = try result.adding(Interval(days: days))
            seconds -= Double(days) * 86_400
        }
        result = try result.adding(Interval(days: extraDays))
        let rest = (Double(microseconds) * factor + seconds * 1e6).rounded(.toNearestOrEven)
        guard let whole = Int64(exactly: rest) else { throw EvaluationFault.overflow("*") }
        result.microseconds = whole
        return result
    }

    private func cut(_ value: Double, _ name: String) throws(Diagnostic) -> Int32 {
        guard let whole = Int32(exactly: value.rounded(.towardZero)) else {
            throw EvaluationFault.overflow(name)
        }
        return whole
    }

    private func toMicrosecond(_ value: Double) -> Double {
        (value * 1e6).rounded(.toNearestOrEven) / 1e6
    }
}
