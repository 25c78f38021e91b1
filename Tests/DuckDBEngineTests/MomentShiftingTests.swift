import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("Moments moved by the calendar of a zone")
struct MomentShiftingTests {
    private typealias Shift = (zone: String, start: Int64, length: Interval, end: Int64)

    /// Microseconds since 1970 in UTC before and after, by `shifts.py` with Python's `zoneinfo`.
    private static let shifts: [Shift] = [
        ("America/New_York", 1_359_601_200_000_000, Interval(months: 1), 1_362_106_800_000_000),
        ("America/New_York", 1_362_848_400_000_000, Interval(days: 1), 1_362_931_200_000_000),
        (
            "America/New_York", 1_362_848_400_000_000,
            Interval(microseconds: 86_400_000_000), 1_362_934_800_000_000
        ),
        (
            "America/New_York", 1_383_408_000_000_000,
            Interval(days: 1, microseconds: 3_600_000_000), 1_383_501_600_000_000
        ),
        ("America/New_York", 1_370_057_400_000_000, Interval(months: -3), 1_362_112_200_000_000),
        ("Europe/Berlin", 1_711_762_200_000_000, Interval(days: 1), 1_711_848_600_000_000),
        ("Europe/Berlin", 1_704_063_540_000_000, Interval(months: 2), 1_709_247_540_000_000),
        ("Australia/Lord_Howe", 1_712_365_200_000_000, Interval(days: 1), 1_712_453_400_000_000),
    ]

    /// The cells of an expression by the rows' evaluator and by the engine.
    private func cells(
        _ expression: RowExpression,
        _ fields: [Field],
        _ cells: [[Scalar]]
    ) throws -> [[Scalar]] {
        let table = Table(fields, zip(fields, cells).map { Column($0.type, cells: $1) })
        let here = try BatchEvaluation.evaluate(
            expression,
            over: table.batch,
            schema: Schema(fields)
        )
        let source = Plan.scan(.table(MemoryTable(table, fingerprint: "shifts")))
        let there = try DuckDBEngine().collect(
            .project(source, [NamedExpression("z", expression)]),
            in: WorkContext()
        )
        return [here, there.columns[0]].map { column in (0..<table.count).map { column[$0] } }
    }

    private let fields = [Field("t", .timestamp), Field("d", .duration)]
    private let columns: [RowExpression] = [.column("t", .timestamp), .column("d", .duration)]

    @Test("months and days go by its clocks, hours as they pass", arguments: shifts.indices)
    func sums(_ index: Int) throws {
        let shift = Self.shifts[index]
        let zone = RowExpression.literal(.text(shift.zone))
        let rows: [[Scalar]] = [
            [.timestamp(Instant(microseconds: shift.start)), .missing],
            [.duration(shift.length), .missing],
        ]
        let end = Scalar.timestamp(Instant(microseconds: shift.end))
        let sum = try RowExpression.calling(.add, columns + [zone])
        let turned = try RowExpression.calling(.add, columns.reversed() + [zone])
        for found in try cells(sum, fields, rows) + cells(turned, fields, rows) {
            #expect(found == [end, .missing])
        }
        let back = Interval(
            months: -shift.length.months,
            days: -shift.length.days,
            microseconds: -shift.length.microseconds
        )
        let difference = try RowExpression.calling(.subtract, columns + [zone])
        let other: [[Scalar]] = [rows[0], [.duration(back), .missing]]
        for found in try cells(difference, fields, other) { #expect(found == [end, .missing]) }
    }

    @Test("what lies between two moments is hours, and leads from one to the other")
    func differences() throws {
        let zone = RowExpression.literal(.text("America/New_York"))
        let ends = Self.shifts.filter { $0.zone == "America/New_York" }
        let rows: [[Scalar]] = [
            ends.map { .timestamp(Instant(microseconds: $0.end)) },
            ends.map { .timestamp(Instant(microseconds: $0.start)) },
        ]
        let fields = [Field("b", .timestamp), Field("a", .timestamp)]
        let between = try RowExpression.calling(
            .subtract,
            [.column("b", .timestamp), .column("a", .timestamp), zone]
        )
        let again = try RowExpression.calling(.add, [.column("a", .timestamp), between, zone])
        for found in try cells(between, fields, rows) {
            #expect(
                found == ends.map { .duration(Interval(microseconds: $0.end - $0.start)) }
            )
        }
        for found in try cells(again, fields, rows) { #expect(found == rows[0]) }
    }
}
