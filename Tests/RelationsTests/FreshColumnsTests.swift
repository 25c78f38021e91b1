import Relations
import Tables
import Testing
import Values

@Suite("What the last stages added")
struct FreshColumnsTests {
    private let flights = Frame.ofColumns(
        Schema([Field("carrier", .text), Field("delay", .int), Field("miles", .float)])
    )

    private func late(_ name: String) throws -> NamedExpression {
        NamedExpression(
            name,
            try .calling(.greater, [.column("delay", .int), .literal(.int(15))])
        )
    }

    @Test("comes first, before what earlier ones did")
    func derived() throws {
        let frame = flights.derived([try late("a"), try late("b")]).derived([try late("c")])
        #expect(frame.plan.freshColumns == ["c", "a", "b"])
        #expect(frame.sliced(.head(3)).plan.freshColumns == ["c", "a", "b"])
    }

    @Test("is what they put in the place of a column, too")
    func replaced() throws {
        #expect(flights.derived([try late("delay")]).plan.freshColumns == ["delay"])
    }

    @Test("is what a join brought, as far as its name is its own")
    func joined() throws {
        let other = Frame.ofColumns(
            Schema([Field("carrier", .text), Field("miles", .float), Field("name", .text)])
        )
        let plan = Plan.join(
            flights.plan,
            other.plan,
            .left,
            on: [JoinKey("carrier", "carrier")],
            suffix: "_right"
        )
        #expect(plan.schema.names == ["carrier", "delay", "miles", "miles_right", "name"])
        #expect(plan.freshColumns == ["name"])
    }

    @Test("begins anew where columns are chosen or rows summarized")
    func chosen() throws {
        let frame = flights.derived([try late("late")])
        #expect(frame.summarized([], by: [try late("late")]).plan.freshColumns.isEmpty)
        let some = [
            NamedExpression("carrier", .column("carrier", .text)),
            NamedExpression("late", .column("late", .bool)),
        ]
        #expect(Plan.project(frame.plan, some).freshColumns == ["late"])
        #expect(Plan.project(frame.plan, [some[1]]).freshColumns.isEmpty)
        #expect(Plan.project(frame.plan, some + [try late("x")]).freshColumns.isEmpty)
    }
}
