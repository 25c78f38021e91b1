import Sessions
import Testing

@Suite("Comparing output")
struct OutputComparisonTests {
    static let same: [(String, String)] = [
        ("", ""), ("a b", "a   b"), ("a", "a\n"),
        ("Adelie   152", "Adelie 152"), ("1.0", "1"), ("0.0", "-0.0"),
        ("0.4", "0.5"), ("0.45", "0.46"), ("-0.4", "-0.5"), ("1.234e5", "1.235e5"),
        ("123456.789", "123456.812"), ("[0.25, 0.5]", "[0.26, 0.5]"), ("(0.25)", "(0.24)"),
        ("0.000000000001", "0.0000000000019"), ("12.5%", "12.6%"), ("1,234.5", "1,234.6"),
        ("0.1..0.5", "0.1..0.6"), ("p=0.04", "p=0.05"), ("nan", "nan"), ("missing", "missing"),
        ("0.61-0.72", "0.62-0.73"),
        (#"{"at":"2013-01-01","x":0.61}"#, #"{"at":"2013-01-01","x":0.62}"#),
        ("2013-01-01 05:00:00", "2013-01-01 05:00:00"), ("café 1.5", "café 1.6"),
    ]

    @Test("lets spaces and the last digit pass", arguments: same)
    func isSame(_ pair: (String, String)) {
        #expect(OutputComparison().difference(expected: pair.0, actual: pair.1) == nil)
        #expect(OutputComparison().difference(expected: pair.1, actual: pair.0) == nil)
    }

    static let different: [(String, String)] = [
        ("a", "b"), ("a b", "ab"), ("a\nb", "a b"), ("a", "a\n\n"), ("a", ""), ("a", "a\nb"),
        ("152", "153"), ("336,776", "336,777"), ("336,776", "336776"), ("1000000", "1000001"),
        ("0.4", "0.6"), ("0.4", "0.45"), ("0.450", "0.452"), ("-0.4", "0.4"),
        ("1.234e5", "1.236e5"), ("0.5", "nan"), ("nan", "missing"), ("inf", "-inf"),
        ("missing", "0.0"), ("2013-01-01", "2013-01-02"), ("05:00:00", "05:00:01"),
        ("05:00:00.12", "05:00:00.13"), ("2013-01-01T05:00Z", "2013-01-01T06:00Z"),
        ("x1", "x2"), ("0.1.0", "0.1.1"), ("1.5e3f", "1.6e3f9"), ("sha256:0.1", "sha256:0.9"),
        ("12 kg", "12 g"), ("0.40 0.5", "0.40"),
    ]

    @Test("sees what a reader would", arguments: different)
    func isDifferent(_ pair: (String, String)) {
        #expect(OutputComparison().difference(expected: pair.0, actual: pair.1) != nil)
        #expect(OutputComparison().difference(expected: pair.1, actual: pair.0) != nil)
    }

    @Test("holds to the edge of the relative and the absolute tolerance")
    func edges() {
        let comparison = OutputComparison(
            tolerance: NumberTolerance(
                relative: 1e-6,
                absolute: 1e-9,
                allowsLastDigit: false,
                includesWholeNumbers: false
            )
        )
        func same(_ a: String, _ b: String) -> Bool {
            comparison.difference(expected: a, actual: b) == nil
        }
        #expect(same("1000.0", "1000.0009"))
        #expect(!same("1000.0", "1000.0011"))
        #expect(same("0.0", "0.0000000009"))
        #expect(!same("0.0", "0.0000000011"))
    }

    @Test("takes a fence's own tolerance instead, for counts too")
    func fenceTolerance() {
        var attributes = Transcript.Attributes()
        attributes.tolerance = 0.1
        let wide = OutputComparison(attributes)
        #expect(wide.difference(expected: "100", actual: "109") == nil)
        #expect(wide.difference(expected: "100", actual: "120") != nil)
        attributes.tolerance = 0
        let exact = OutputComparison(attributes)
        #expect(exact.difference(expected: "0.4", actual: "0.5") != nil)
    }

    @Test("marks the words that differ, with the line in the file")
    func diff() throws {
        let expected = "carrier   auc\nUA      0.712\nDL      0.655\nAA      0.700"
        let actual = "carrier   auc\nUA      0.719\nAA      0.700\nWN      0.601"
        let found = try #require(
            OutputComparison().difference(expected: expected, actual: actual, line: 42)
        )
        #expect(
            found.rendered(name: "flights.md") == """
                @@ flights.md:42 @@
                 carrier   auc
                -UA      0.712
                ?        ^^^^^
                +UA      0.719
                ?        ^^^^^
                -DL      0.655
                 AA      0.700
                +WN      0.601

                """
        )
        let number = try #require(found.numbers.first)
        #expect(number.line == 43)
        #expect(number.pair == .init(old: 0.712, new: 0.719))
        #expect(abs(number.pair.relativeChange - 0.007 / 0.712) < 1e-12)
    }

    @Test("shows three lines around each change and heads every hunk")
    func hunks() throws {
        let lines = (1...40).map { "line \($0)" }
        var other = lines
        other[4] = "line five"
        other[29] = "line thirty"
        let found = try #require(
            OutputComparison().difference(
                expected: lines.joined(separator: "\n"),
                actual: other.joined(separator: "\n"),
                line: 101
            )
        )
        let rendered = found.rendered(name: "a.md")
        #expect(rendered.contains("@@ a.md:102 @@\n line 2\n"))
        #expect(rendered.contains("@@ a.md:127 @@\n line 27\n"))
        #expect(!rendered.contains("line 20"))
    }
}

@Suite("Storing output")
struct StoredOutputTests {
    /// A hash that is good enough to tell the texts of these tests apart.
    static let store = StoredOutput { bytes in
        let sum = bytes.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 64 - digits.count) + digits
    }

    static func rows(_ count: Int) -> [String] { (1...count).map { "row \($0)  0.\($0)" } }

    @Test("keeps 200 lines whole and cuts 201 to head and tail")
    func lines() throws {
        let short = Self.rows(200).joined(separator: "\n")
        #expect(Self.store.output(of: short + "\n") == Transcript.Output(short))
        let long = Self.store.output(of: Self.rows(1_000).joined(separator: "\n"))
        let kept = long.text.split(separator: "\n")
        #expect(kept.count == 201)
        #expect(kept.first == "row 1  0.1")
        #expect(kept[100] == "… 800 lines left out …")
        #expect(kept.last == "row 1000  0.1000")
        #expect(try #require(long.whole).lines == 1_000)
    }

    @Test("cuts a line that alone is too long, at a whole character")
    func bytes() throws {
        let output = Self.store.output(of: String(repeating: "é€", count: 40_000))
        #expect(output.text.utf8.count <= 65_536 + 64)
        #expect(output.text.contains("left out"))
        #expect(!output.text.contains("\u{FFFD}"))
        #expect(try #require(output.whole).bytes == 200_000)
    }

    @Test("finds a change in head, in the lines left out, and in their number")
    func differences() {
        var rows = Self.rows(1_000)
        let attributes = Transcript.Attributes()
        let stored = Self.store.output(of: rows.joined(separator: "\n"))
        func differs(_ rows: [String], _ attributes: Transcript.Attributes) -> Bool {
            Self.store.difference(
                expected: stored,
                actual: rows.joined(separator: "\n"),
                by: attributes
            ) != nil
        }
        #expect(!differs(rows, attributes))
        #expect(differs(rows + ["more"], attributes))
        #expect(differs(Array(rows.prefix(150)), attributes))
        rows[500] = "row 501  0.502"
        #expect(differs(rows, attributes))
        var tolerant = attributes
        tolerant.tolerance = 1e-3
        #expect(!differs(rows, tolerant))
        rows[3] = "row 4  0.5"
        #expect(differs(rows, tolerant))
    }

    @Test("takes no output fence for no output")
    func none() {
        let none = Transcript.Attributes()
        #expect(Self.store.difference(expected: nil, actual: "", by: none) == nil)
        #expect(Self.store.difference(expected: nil, actual: "1\n", by: none) != nil)
    }
}
