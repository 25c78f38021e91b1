import Diagnostics
import Explaining
import Kernels
import Learning
import LinearLearners
import Relations
import Tables
import Testing
import Values

@Suite("Explanations")
struct ExplanationTests {
    let table: Table
    let rows: Table

    init() throws {
        table = try Fixture.read().table()
        rows = table.part(Fixture.features, rows: 0..<5)
    }

    private func memory(_ explanation: Explanation) throws -> Table {
        guard case .scan(.table(let memory)) = explanation.contributions.plan else {
            throw Diagnostic("test", "the table was expected in memory")
        }
        return memory.table
    }

    @Test("a table has a row a row, class and feature")
    func layout() throws {
        let found = try table.fitted(Logistic(), "size").explained(rows)
        let shown = try memory(found)
        #expect(
            shown.fields.map(\.name) == ["row", "class", "feature", "value", "contribution", "se"]
        )
        #expect(shown.count == 5 * 3 * 4)
        #expect(shown["row"]?[12] == .int(2))
        #expect(shown["class"]?[4] == .text("middle"))
        #expect(shown["feature"]?[4] == .text("distance"))
        #expect(shown["value"]?[2] == rows["carrier"]?[0])
        #expect(shown["contribution"]?[4] == .float(found.outputs[1].contributions[0, 0]))
        #expect(shown["se"]?.missingCount == shown.count)
    }

    @Test("a table of predicted numbers has no column of classes")
    func layoutOfNumbers() throws {
        let shown = try memory(try table.fitted(Linear(), "delay").explained(rows))
        #expect(shown.fields.map(\.name) == ["row", "feature", "value", "contribution", "se"])
        #expect(shown.count == 5 * 4)
    }

    @Test("the base is a number, or one a class")
    func base() throws {
        let one = try table.fitted(Linear(), "delay").explained(rows)
        #expect(one.member("base")?.type == .scalar(.float))
        let three = try table.fitted(Logistic(), "size").explained(rows)
        #expect(three.member("base")?.type == .record)
        #expect(three.member("bases") == nil)
    }

    @Test("the baseline's features add nothing", arguments: ["delay", "late", "size"])
    func baseline(_ target: String) throws {
        let model = try table.fitted(Baseline(), target)
        let found = try model.explained(rows)
        #expect(found.method == "constant")
        #expect(found.outputs.count == model.task.outputs)
        for output in found.outputs {
            #expect(output.contributions.cells.allSatisfy { $0 == 0 })
            #expect(output.base.isFinite)
        }
    }

    @Test("of the other of two classes all signs turn")
    func negative() throws {
        let found = try table.fitted(Logistic(), "late").explained(rows)
        let other = try found.restricted(to: .bool(false))
        let (a, b) = (found.outputs[0], other.outputs[0])
        #expect(b.label == "false")
        #expect(b.base == -a.base)
        for row in 0..<5 {
            #expect(b.contributions(row: row) == a.contributions(row: row).map { -$0 })
            #expect(agree([(a.probabilities?[row] ?? 0) + (b.probabilities?[row] ?? 0)], [1]))
        }
    }

    @Test("a class that is not there is refused, with those that are")
    func classes() throws {
        let found = try table.fitted(Logistic(), "size").explained(rows)
        let fault = #expect(throws: Diagnostic.self) {
            try found.restricted(to: .text("midle"))
        }
        #expect(fault?.hints.first == "class: \"middle\"")
        #expect(throws: Diagnostic.self) { try found.output(of: nil) }
        #expect(try found.restricted(to: .text("top")).outputs.map(\.label) == ["top"])
        let number = try table.fitted(Linear(), "delay").explained(rows)
        #expect(throws: Diagnostic.self) { try number.restricted(to: .text("top")) }
    }

    @Test("rows count from 1, and from the end where negative")
    func positions() throws {
        let found = try table.fitted(Linear(), "delay").explained(rows)
        #expect(try found.position(of: 1) == 0)
        #expect(try found.position(of: -1) == 4)
        for row in [0, 6, -6] {
            let fault = #expect(throws: Diagnostic.self) { try found.position(of: row) }
            #expect(fault?.code == "explanation.row")
        }
        #expect(throws: Diagnostic.self) { try found.position(of: nil) }
    }

    @Test("a group adds what its members add to a linear margin")
    func groups() throws {
        let model = try table.fitted(Linear(), "delay")
        let found = try model.explained(rows)
        let grouped = try model.explained(rows, groups: [.init("when", ["temp", "hour"])])
        #expect(grouped.features.map(\.name) == ["distance", "when", "carrier"])
        for row in 0..<5 {
            let (all, together) = (
                found.outputs[0].contributions(row: row),
                grouped.outputs[0].contributions(row: row)
            )
            #expect(together == [all[0], all[1] + all[3], all[2]])
        }
        for bad in [["temp", "temp"], ["tmp"], []] {
            #expect(throws: Diagnostic.self) { try Players(model, groups: [.init("x", bad)]) }
        }
    }

    @Test("contributions that do not add up are refused", arguments: [0.0, 1e-9, 1e-4])
    func lies(_ error: Double) throws {
        let model = CrookedModel(error: error)
        let pipeline = try FittedPipeline.around(
            model,
            table.column("delay"),
            [table.column("distance")]
        )
        let builder = ExplanationBuilder(pipeline, try Players(pipeline), in: WorkContext())
        let one = table.part(["distance"], rows: 0..<5)
        let words = CellWords { $0.plainCell }
        guard error > 1e-6 else {
            #expect(try builder.explain(one, by: CrookedExplainer(), words: words).rows == 5)
            return
        }
        let fault = #expect(throws: Diagnostic.self) {
            try builder.explain(one, by: CrookedExplainer(), words: words)
        }
        #expect(fault?.code == "explain.additivity")
    }

    @Test("a request to stop is heard")
    func stopping() throws {
        let work = WorkContext()
        work.cancellation.cancel()
        let model = try table.fitted(Linear(), "delay")
        #expect(throws: CancellationError.self) {
            try ExplanationBuilder(model, Players(model), in: work)
                .explain(rows, by: LinearExplainer(), words: CellWords { $0.plainCell })
        }
    }
}
