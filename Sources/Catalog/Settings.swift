package import Tables

/// What a session decides where a line does not: `:set` changes it, a transcript records it.
package struct Settings: Sendable, Hashable {
    package var seed: UInt64 = 0
    package var zone = "UTC"
    /// How many threads at most, and bytes of memory for the engine; nil leaves it to the machine.
    package var threads: Int?
    package var memory: Int?
    /// Rows that a frame prints, and significant digits of numbers.
    package var rows = 10
    package var digits = 4
    package var color = true
    package var pager = true
    package var plain = false
    /// What `now()` is: the session's start, or the clock of the transcript that is replayed.
    package var now = Instant(microseconds: 0)
    /// Paths are relative to it.
    package var folder = "."
    package var home = ""

    package init() {}
}
