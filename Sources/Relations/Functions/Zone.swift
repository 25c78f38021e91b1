import Foundation
package import Tables

/// A time zone: how far its clocks are from UTC at each moment.
package struct Zone: Sendable {
    private let rules: TimeZone?

    /// The zone of an IANA name, or nil when there is none; `UTC` needs no rules.
    package static func named(_ name: String) -> Zone? {
        if name == "UTC" { return Zone(rules: nil) }
        return TimeZone(identifier: name).map { Zone(rules: $0) }
    }

    /// Microseconds to add to UTC for local time.
    package func offset(at instant: Instant) -> Int64 {
        guard let rules else { return 0 }
        let seconds = Double(instant.microseconds) / 1_000_000
        let date = Date(timeIntervalSince1970: seconds.rounded(.down))
        return Int64(rules.secondsFromGMT(for: date)) * 1_000_000
    }

    /// What the clocks show, as if it were UTC.
    package func local(_ instant: Instant) -> Instant {
        Instant(microseconds: instant.microseconds + offset(at: instant))
    }

    /// The moment at which the clocks show this, or nil if that cannot be.
    ///
    /// Of a local time that comes twice it is the later moment, as for DuckDB, and of one that is skipped the
    /// moment as far after the leap.
    package func instant(local: Instant) -> Instant? {
        guard rules != nil else { return local }
        let day = Instant(microseconds: local.microseconds - 86_400_000_000)
        let before = Instant(microseconds: local.microseconds - offset(at: day))

        let next = Instant(microseconds: local.microseconds + 86_400_000_000)
        let after = Instant(microseconds: local.microseconds - offset(at: next))
        return self.local(after) == local ? after : before
    }
}
