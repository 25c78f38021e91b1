import Relations
import Tables
import Testing
import Values

@Suite("Where columns come from")
struct LineageTests {
    private let flights = Frame.ofColumns(
        Schema([Field("carrier", .text), Field("delay", .int), Field("miles", .float)])
    )

    private func call(_ name: String, _ arguments: RowExpression...) throws -> RowExpression {
        try .calling(#require(RowFunctions.named(name)), arguments)
    }

    private func made(_ frame: Frame) -> [String] {
        frame.plan.lineage.map { column in
            switch column.origin {
            case .expression(let expression): "\(column.name) = \(expression.text)"
            case .step(let words): "\(column.name): \(words)"
            }
        }
    }

    @Test("is followed through what is derived, summarized and renamed")
    func followed() throws {
        let late = try call(">", .column("delay", .int), .literal(.int(15)))
        let derived = flights.derived([NamedExpression("late", late)])
        let summary = derived.summarized(
            [NamedExpression("share", try call("mean", .column("late", .bool)))],
            by: [NamedExpression("airline", .column("carrier", .text))]
        )
        #expect(made(summary) == ["airline = carrier", "share = mean(delay > 15)"])
        #expect(summary.plan.lineage.map { $0.sources.map(\.column) } == [["carrier"], ["delay"]])
    }

    @Test("keeps the columns of both sides of a join, and their sources")
    func joined() {
        let other = Frame.ofColumns(Schema([Field("carrier", .text), Field("delay", .text)]))
        let both = flights.joined(other, on: [JoinKey("carrier", "carrier")], kind: .left)
        #expect(
            made(both) == [
                "carrier = carrier", "delay = delay", "miles = miles", "delay_right = delay",
            ]
        )
        #expect(both.plan.lineage.map(\.type) == [.text, .int, .float, .text])
    }

    @Test("stops where a text would double with every stage, and keeps the sources")
    func doubling() throws {
        var frame = flights
        for _ in 0..<12 {
            let sum = try call("+", .column("miles", .float), .column("miles", .float))
            frame = frame.derived([NamedExpression("miles", sum)])
        }
        let column = try #require(frame.plan.lineage.last)
        #expect(column.sources.map(\.column) == ["miles"])
        guard case .expression(let expression) = column.origin else {
            Issue.record("an expression was expected")
            return
        }
        #expect(expression.text.count < 400)
    }

    @Test("is written with as few brackets as the operators need")
    func brackets() throws {
        let (a, b) = (RowExpression.column("a", .float), RowExpression.column("b c", .float))
        let difference = try call("-", a, b)
        #expect(try call("-", a, difference).text == "a - (a - `b c`)")
        #expect(try call("-", difference, a).text == "a - `b c` - a")
        #expect(try call("*", difference, a).text == "(a - `b c`) * a")
        #expect(try call("not", try call("is missing", a)).text == "a is not missing")
        let test = try call("or", call(">", a, b), call("<", a, b))
        #expect(
            try call("and", test, test).text
                == "(a > `b c` or a < `b c`) and (a > `b c` or a < `b c`)"
        )
    }

    @Test("goes through rows that were kept in memory, and stops at those that no plan made")
    func collected() throws {
        let late = try call(">", .column("delay", .int), .literal(.int(15)))
        let derived = flights.derived([NamedExpression("late", late)])
        let table = Table(
            derived.schema.fields,
            [
                Column(.text, .texts(["UA"])), Column(.int, cells: [.int(20)]),
                Column(.float, cells: [.float(1)]), Column(.bool, cells: [.bool(true)]),
            ]
        )
        let kept = try Frame(memory: table, of: derived).derived([
            NamedExpression("punctual", call("not", .column("late", .bool)))
        ])
        #expect(made(kept).last == "punctual = not delay > 15")
        #expect(kept.plan.lineage.last?.sources.map(\.column) == ["delay"])
        let bare = try Frame(memory: table).derived([
            NamedExpression("punctual", call("not", .column("late", .bool)))
        ])
        #expect(made(bare).last == "punctual = not late")
    }

    @Test("has durations and moments as they would be typed, in any zone")
    func literals() {
        func text(_ cell: Scalar) -> String { RowExpression.literal(cell).text }
        #expect(text(.duration(Interval(microseconds: 7_200_000_000))) == "hours(2)")
        #expect(text(.duration(Interval(microseconds: -90_000_000))) == "seconds(-90)")
        #expect(text(.duration(Interval(microseconds: 1_500_000))) == "seconds(1.5)")
        #expect(text(.duration(Interval(months: 24))) == "years(2)")
        #expect(
            text(.duration(Interval(months: 1, days: 3, microseconds: 60_000_000)))
                == "(months(1) + days(3) + minutes(1))"
        )
        #expect(text(.duration(Interval())) == "hours(0)")
        #expect(text(.timestamp(Instant(microseconds: 0))) == "\"1970-01-01 00:00:00Z\"")
    }
}
