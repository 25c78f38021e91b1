import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("Texts read as dates and moments")
struct MomentReadingTests {
    /// Text, zone, and microseconds since 1970 in UTC by Python's `zoneinfo`: with `fold=1`, the
    /// later moment, where the clocks show a time twice.
    private static let moments: [(text: String, zone: String, microseconds: Int64)] = [
        ("2013-10-01 09:05", "UTC", 1_380_618_300_000_000),
        ("2013-10-01T09:05:30.25Z", "UTC", 1_380_618_330_250_000),
        ("2013-10-01 09:05+02", "UTC", 1_380_611_100_000_000),
        ("2013-10-01 09:05:00 -05:30", "UTC", 1_380_638_100_000_000),
        ("2013-10-01 09:05-0330", "UTC", 1_380_630_900_000_000),
        ("1969-12-31 23:59:59.999999", "UTC", -1),
        ("2012-02-29", "UTC", 1_330_473_600_000_000),
        ("  2013-1-5 9:05  ", "UTC", 1_357_376_700_000_000),
        ("2013-10-01 09:05+02", "America/New_York", 1_380_611_100_000_000),
        ("2013-07-01 12:00", "America/New_York", 1_372_694_400_000_000),
        ("2013-01-01 12:00", "America/New_York", 1_357_059_600_000_000),
        ("2013-03-10 01:59:59", "America/New_York", 1_362_898_799_000_000),
        ("2013-03-10 02:30", "America/New_York", 1_362_900_600_000_000),
        ("2013-03-10 03:00", "America/New_York", 1_362_898_800_000_000),
        ("2013-11-03 00:59", "America/New_York", 1_383_454_740_000_000),
        ("2013-11-03 01:30", "America/New_York", 1_383_460_200_000_000),
        ("2013-11-03 02:00", "America/New_York", 1_383_462_000_000_000),
        ("2013-03-31 02:15", "Europe/Berlin", 1_364_692_500_000_000),
        ("2013-10-27 02:15", "Europe/Berlin", 1_382_836_500_000_000),
        ("2013-12-24", "Europe/Berlin", 1_387_839_600_000_000),
    ]

    /// Texts that name no moment.
    private static let others = [
        "2013-02-29",
        "2013-13-01",
        "2013-10-01 24:00",
        "2013-10-01 09:60",
        "2013-10-01 09",
        "2013-10-01 09:05 EST",
        "2013-10-01 09:05+2",
        "01.10.2013",
        "soon",
        "",
        "2013-10-01 09:05Z+01",
    ]

    private func read(_ texts: [String], _ name: String, _ zone: String) throws -> [[Scalar]] {
        let function = try #require(RowFunctions.named(name))
        let expression = try RowExpression.calling(
            function,
            [.column("t", .text), .literal(.bool(true)), .literal(.text(zone))]
        )
        let column = Column(.text, cells: texts.map(Scalar.text))
        let table = Table([Field("t", .text)], [column])
        let here = try BatchEvaluation.evaluate(
            expression,
            over: table.batch,
            schema: Schema(table.fields)
        )
        let source = Plan.scan(.table(MemoryTable(table, fingerprint: "texts in \(zone)")))
        let there = try DuckDBEngine().collect(
            .project(source, [NamedExpression("z", expression)]),
            in: WorkContext()
        )
        return [here, there.columns[0]].map { column in texts.indices.map { column[$0] } }
    }

    @Test("A moment has its offset, or the zone's at that time of the year")
    func timestamps() throws {
        for zone in Set(Self.moments.map(\.zone)) {
            let cases = Self.moments.filter { $0.zone == zone }
            for cells in try read(cases.map(\.text), "timestamp", zone) {
                for (cell, expected) in zip(cells, cases) {
                    let moment = Instant(microseconds: expected.microseconds)
                    #expect(cell == .timestamp(moment), "\(expected.text) in \(zone)")
                }
            }
        }
    }

    @Test("A literal beside a moment is read in the same way")
    func literals() throws {
        for (text, zone, microseconds) in Self.moments {
            let (_, read) = try Comparison.coerced(
                .column("t", .timestamp),
                .literal(.text(text)),
                zone: zone
            )
            #expect(read.constant == .timestamp(Instant(microseconds: microseconds)), "\(text)")
        }
    }

    @Test("What names no moment or no day is missing with `try`")
    func unreadable() throws {
        for name in ["timestamp", "date"] {
            for cells in try read(Self.others, name, "UTC") {
                for (cell, text) in zip(cells, Self.others) {
                    #expect(cell == .missing, "\(name) of `\(text)`")
                }
            }
        }
    }

    @Test("A date is read without a time, in no zone")
    func dates() throws {
        let day = Scalar.date(try #require(Day(year: 2013, month: 1, day: 5)))
        let texts = ["2013-01-05", " 2013-1-5 ", "2013-01-05 10:00", "20130105"]
        let expected: [Scalar] = [day, day, .missing, .missing]
        #expect(try read(texts, "date", "America/New_York") == [expected, expected])
    }
}
