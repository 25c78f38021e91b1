import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("Running plans on real data")
struct PlanRunningTests {
    let engine = DuckDBEngine()
    let work = WorkContext(threads: 2)

    @Test("a text file keeps its rows, its order and what is missing")
    func penguins() throws {
        let plan = try TestData.load("penguins.csv", with: engine)
        #expect(
            plan.schema.fields.map { "\($0.name) \($0.type.word)" } == [
                "species text", "island text", "bill_length_mm float", "bill_depth_mm float",
                "flipper_length_mm int", "body_mass_g int", "sex text", "year int",
            ]
        )
        let table = try engine.collect(plan, in: work)
        #expect(table.count == 344)
        #expect(table.lines[0] == "Adelie Torgersen 39.1 18.7 181 3750 male 2007")
        #expect(table.lines[3] == "Adelie Torgersen - - - - - 2007")
        #expect(table["bill_length_mm"]?.missingCount == 2)
        #expect(try engine.count(plan, in: work) == 344)
    }

    @Test("filters, projects, sorts and cuts")
    func pipeline() throws {
        let plan = try TestData.load("penguins.csv", with: engine)
        let heavy = Plan.filter(
            plan,
            where: .call(Fn.greater, .int("body_mass_g"), .literal(.int(5900)))
        )
        let shown = Plan.project(
            heavy,
            [
                NamedExpression("species", .text("species")),
                NamedExpression(
                    "kg",
                    .call(Fn.times, .int("body_mass_g"), .literal(.float(0.001)))
                ),
            ]
        )
        let sorted = Plan.sort(shown, by: [SortKey(.float("kg"), true)])
        let table = try engine.collect(.slice(sorted, .head(3), by: []), in: work)
        #expect(table.lines == ["Gentoo 6.3", "Gentoo 6.05", "Gentoo 6.0"])
    }

    @Test("groups come sorted by their keys, missing last")
    func groups() throws {
        let plan = try TestData.load("penguins.csv", with: engine)
        let grouped = Plan.aggregate(
            plan,
            by: [NamedExpression("sex", .text("sex"))],
            [
                NamedExpression("n", .call(Fn.count)),
                NamedExpression("first", .call(Fn.first, .text("island"))),
            ]
        )
        let table = try engine.collect(grouped, in: work)
        #expect(table.lines == ["female 165 Torgersen", "male 168 Torgersen", "- 11 Torgersen"])
    }

    @Test("moments with an offset are read as moments in UTC")
    func flights() throws {
        let plan = try TestData.load("flights.csv.gz", with: engine)
        #expect(plan.schema["time_hour"]?.type == .timestamp)
        let table = try engine.collect(plan, in: work, limit: 2)
        #expect(table["time_hour"]?[0].plain == "2013-01-01 10:00:00")
        #expect(try engine.count(plan, in: work) == 336_776)
    }
}
