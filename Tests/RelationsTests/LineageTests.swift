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
}
