package import Catalog
package import Diagnostics
import Tables

/// What a header says of the session's settings.
extension Transcript.Header {
    /// The settings with which a replay begins: those of the file, and `machine` for what does not
    /// change what is printed.
    package func settings(savedAt path: String, over machine: Settings) throws(Faults) -> Settings {
        var settings = Settings()
        settings.threads = machine.threads
        settings.memory = machine.memory
        settings.home = machine.home
        settings.now = machine.now
        settings.seed = seed ?? 0
        settings.zone = zone ?? "UTC"
        settings.color = false
        if let clock, let seconds = ClockText.seconds(of: clock) {
            settings.now = Instant(microseconds: Int64(seconds) * 1_000_000)
        }
        settings.folder = Paths.joined(Paths.parent(of: path), self.settings["folder"] ?? ".")
        var faults: [Diagnostic] = []
        for entry in self.settings.entries where entry.name != "folder" {
            if let fault = SessionSetting.set(entry.name, to: entry.text, in: &settings) {
                faults.append(fault)
            }
        }
        guard faults.isEmpty else { throw Faults(faults) }
        return settings
    }
}

extension Instant {
    /// `2026-01-05T09:00:00Z`.
    package var clockText: String {
        let (day, time) = parts
        return "\(day.text)T\(time.text.prefix(8))Z"
    }
}

extension Settings {
    /// The same with the looks of another session: colour, pager and frames of boxes.
    package func looking(like other: Settings) -> Settings {
        var settings = self
        settings.color = other.color
        settings.pager = other.pager
        settings.plain = other.plain
        return settings
    }
}
