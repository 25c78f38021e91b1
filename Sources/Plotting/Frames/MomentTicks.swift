import Documents
import Foundation
import Tables

/// Round moments along an axis of seconds.
enum MomentTicks {
    private static let minute = 60.0
    private static let hour = 3600.0
    private static let day = 86400.0

    /// Steps of seconds, up to weeks.
    private static let steps = [
        1, 5, 15, 30, minute, 5 * minute, 15 * minute, 30 * minute, hour, 3 * hour, 6 * hour,
        12 * hour, day, 2 * day, 7 * day, 14 * day,
    ]

    /// About five round moments, in the session's zone.
    static func ticks(
        _ domain: ClosedRange<Double>,
        offset: (Double) -> Double
    ) -> [Axis.Tick] {
        let shift = offset(domain.lowerBound)
        let (low, high) = (domain.lowerBound + shift, domain.upperBound + shift)
        let length = high - low
        guard length > 0, length.isFinite else {
            return [Axis.Tick(domain.lowerBound, text(low))]
        }
        guard let step = steps.first(where: { length / $0 <= 6 }) else {
            return calendarTicks(low, high).map { Axis.Tick($0.seconds - shift, $0.label) }
        }
        let first = (low / step).rounded(.up)
        let last = (high / step).rounded(.down)
        guard first <= last else { return [] }
        return stride(from: first, through: last, by: 1).map { number in
            let seconds = number * step
            return Axis.Tick(seconds - shift, label(seconds, step: step, length: length))
        }
    }

    private static func label(_ seconds: Double, step: Double, length: Double) -> String {
        let whole = text(seconds)
        if step >= day { return String(whole.prefix(10).suffix(length > 300 * day ? 10 : 5)) }
        let clock = seconds.truncatingRemainder(dividingBy: day) == 0 && length > day
        if clock { return String(whole.prefix(10).suffix(5)) }
        let time = whole.count > 10 ? String(whole.dropFirst(11)) : "00:00:00"
        return step < minute ? time : String(time.prefix(5))
    }

    /// First days of months or years.
    private static func calendarTicks(
        _ low: Double,
        _ high: Double
    ) -> [(seconds: Double, label: String)] {
        let months = Int((high - low) / (30.44 * day))
        let step = [1, 2, 3, 6].first { months / $0 <= 6 }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let start = calendar.dateComponents([.year], from: Date(timeIntervalSince1970: low))
        let end = calendar.dateComponents([.year], from: Date(timeIntervalSince1970: high))
        guard let from = start.year, let to = end.year, from <= to else { return [] }
        var found: [(seconds: Double, label: String)] = []
        let years = step == nil ? yearStep(to - from) : 1
        for year in stride(from: from - from % years, through: to + years, by: years) {
            for month in stride(from: 1, through: 12, by: step ?? 12) {
                let parts = DateComponents(year: year, month: month, day: 1)
                guard let date = calendar.date(from: parts) else { continue }
                let seconds = date.timeIntervalSince1970
                guard low <= seconds, seconds <= high else { continue }
                let text = text(seconds)
                found.append((seconds, String(text.prefix(step == nil ? 4 : 7))))
            }
        }
        return found
    }

    private static func yearStep(_ years: Int) -> Int {
        var power = 1
        while true {
            for step in [power, 2 * power, 5 * power] where years / step <= 6 { return step }
            power *= 10
        }
    }

    /// A moment in full, a whole day without its clock.
    static func text(_ seconds: Double) -> String {
        let moment = Instant(microseconds: Int64((seconds * 1e6).rounded())).text
        let time = moment.dropFirst(11)
        return time.allSatisfy { "0:.".contains($0) } ? String(moment.prefix(10)) : moment
    }
}
