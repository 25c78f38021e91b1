package import Tables

/// Dates, times and moments as ISO 8601 writes them.
package enum ISOText {
    /// The value that a text names as a date, a time or a timestamp, or nil.
    ///
    /// A date is `2013-10-01`, a time `09:05`, seconds and a fraction optional; a timestamp is a
    /// date, alone or with a time after a blank or a `T`, and an offset (`Z`, `+02`, `-05:30`) or
    /// none, which means `zone`.
    package static func read(_ text: String, as type: ColumnType, zone: String) -> Scalar? {
        var reader = Reader(text)
        let value: Scalar? =
            switch type {
            case .date: reader.day().map { .date($0) }
            case .time: reader.time().map { .time($0) }
            case .timestamp: reader.instant(zone: zone).map { .timestamp($0) }
            default: nil
            }
        return reader.isAtEnd ? value : nil
    }

    private struct Reader {
        var rest: Substring.UTF8View

        init(_ text: String) {
            var cut = Substring(text)
            while cut.first == " " { cut.removeFirst() }
            while cut.last == " " { cut.removeLast() }
            rest = cut.utf8
        }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func take(_ sign: Character) -> Bool {
            guard let first = rest.first, first == sign.asciiValue else { return false }
            rest.removeFirst()
            return true
        }

        mutating func digits(_ counts: ClosedRange<Int>) -> Int? {
            let run = rest.prefix { (48...57).contains($0) }.prefix(counts.upperBound)
            guard run.count >= counts.lowerBound else { return nil }
            rest = rest.dropFirst(run.count)
            return run.reduce(0) { $0 * 10 + Int($1) - 48 }
        }

        mutating func day() -> Day? {
            let isNegative = take("-")
            guard let year = digits(4...6), take("-"), let month = digits(1...2), take("-"),
                let day = digits(1...2)
            else { return nil }
            return Day(year: isNegative ? -year : year, month: month, day: day)
        }

        mutating func time() -> TimeOfDay? {
            guard let hour = digits(1...2), hour < 24, take(":"), let minute = digits(2...2),
                minute < 60
            else { return nil }
            var moment = Int64(hour * 3600 + minute * 60) * 1_000_000
            if take(":") {
                guard let second = digits(2...2), second < 60 else { return nil }
                moment += Int64(second) * 1_000_000
                if take(".") {
                    let before = rest.count
                    guard let fraction = digits(1...6) else { return nil }
                    let places = before - rest.count
                    moment += (0..<(6 - places)).reduce(Int64(fraction)) { value, _ in value * 10 }
                }
            }
            return TimeOfDay(microseconds: moment)
        }

        mutating func instant(zone: String) -> Instant? {
            guard let day = day() else { return nil }
            var local = Instant(day: day, time: TimeOfDay(microseconds: 0))
            if take("T") || take(" ") {
                guard let time = time() else { return nil }
                local.microseconds += time.microseconds
                _ = take(" ")
                if let offset = offset() {
                    local.microseconds -= offset
                    return local
                }
            }
            return Zone.named(zone)?.instant(local: local)
        }

        private mutating func offset() -> Int64? {
            if take("Z") { return 0 }
            let isEast = rest.first == UInt8(ascii: "+")
            guard take("+") || take("-"), let hours = digits(2...2), hours <= 15 else { return nil }
            _ = take(":")
            let minutes = digits(2...2) ?? 0
            return Int64(hours * 60 + minutes) * 60_000_000 * (isEast ? 1 : -1)
        }
    }
}
