import Sessions
import Testing

@Suite("What differs from run to run")
struct VolatileTextTests {
    static var text: VolatileText {
        var surroundings = VolatileText.Surroundings()
        // 2026-01-05 from 09:00 to 10:00 in UTC.
        surroundings.lifetime = 1_767_603_600...1_767_607_200
        surroundings.zoneOffset = 3_600
        surroundings.folders = ["/home/ann/"]
        return VolatileText(surroundings)
    }

    static let id = "0123456789abcdef0123456789abcdef"

    static let masked: [(String, String)] = [
        ("run \(id) done", "run <id 1> done"),
        ("f0e1d2c3-0001-4002-8003-0123456789ab", "<id 1>"),
        ("http://127.0.0.1:5001/a", "http://127.0.0.1:<port 1>/a"),
        ("localhost:80 port 81", "localhost:<port 1> port <port 2>"),
        ("at 2026-01-05T09:30:00Z.", "at <time 1>."),
        ("at 2026-01-05 10:30:00.123", "at <time 1>"),
        ("at 2026-01-05T04:30:00-05:00", "at <time 1>"),
        ("wrote \"/home/ann/x y.csv\"", "wrote \"<path 1> y.csv\""),
        ("wrote /tmp/a.csv, /tmp/b.csv.", "wrote <path 1>, <path 2>."),
        ("12 ms", "<elapsed>"), ("1.25 µs", "<elapsed>"), ("took 3 min 4 s", "took <elapsed>"),
        ("fitted in 2.1 s (12 s)", "fitted in <elapsed> (<elapsed>)"),
    ]

    @Test("is masked", arguments: masked)
    func isMasked(_ pair: (String, String)) {
        var text = Self.text
        #expect(text.masked(pair.0) == pair.1)
        #expect(text.masked(pair.1) == pair.1)
    }

    static let plain = [
        "2013-01-01 05:00:00", "2026-01-05T10:00:01Z", "2026-01-05 09:30:00", "2026-01-05",
        "sha256:" + id + id, id + "0", "5001", "flights/tmp/a", "/home/anna/a", "/data/a.csv",
        "https://home/ann/a", "12 m", "12 msg", "3 h", "5 s", "x12 ms", "late ~ .", "cafe", "é",
    ]

    @Test("is not seen in data", arguments: plain)
    func isLeft(_ text: String) {
        var volatile = Self.text
        #expect(volatile.masked(text) == text)
    }

    @Test("keeps its number through a transcript")
    func numbers() {
        var text = Self.text
        let other = String(Self.id.reversed())
        #expect(text.masked("\(Self.id) \(other)") == "<id 1> <id 2>")
        #expect(text.masked("\(other) port 99") == "<id 2> port <port 1>")
    }
}
