import Documents

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Lengths of time that are round to a reader, and their words.
enum MomentSpan {
    private static let day = 86_400.0
    private static let year = 365 * day

    /// Seconds, minutes, hours, days, weeks and months that divide an axis well.
    private static let round: [Double] = [
        1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, day, 2 * day, 7 * day,
        14 * day, 30 * day, 90 * day, year,
    ]

    /// The least round span of at least so many seconds; past a year 2, 5, 10 and so on of them.
    static func atLeast(_ seconds: Double) -> Double {
        if let span = round.first(where: { $0 >= seconds }) { return span }
        let power = pow(10, log10(seconds / year).rounded(.down)) * year
        return [1, 2, 5].map { $0 * power }.first { $0 >= seconds } ?? 10 * power
    }

    /// A span in words: `2 days`, `30 minutes`, `1 week`.
    static func words(_ seconds: Double) -> String {
        let units = [
            (year, "year"), (7 * day, "week"), (day, "day"), (3600, "hour"), (60, "minute"),
        ]
        for (unit, word) in units where seconds >= unit {
            let count = seconds / unit
            if count == count.rounded(), count < 1e15 {
                return PlotWords.count(Int(count), word)
            }
        }
        if seconds == seconds.rounded(), seconds.magnitude < 1e15 {
            return PlotWords.count(Int(seconds), "second")
        }
        return NumberFormat(digits: 3).string(seconds) + " seconds"
    }
}
