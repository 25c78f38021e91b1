import Diagnostics
import Explaining
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import Tables
import Testing

@Suite("Explanations compared and audited")
struct ExplanationComparisonTests {
    let table: Table

    init() throws { table = try Fixture.read().table() }

    private func trees(_ target: String) throws -> FittedPipeline {
        var learner = LightGBM()
        (learner.trees, learner.minRows) = (15, 5)
        return try table.fitted(learner, target)
    }

    private func rows(_ range: Range<Int>) -> Table {
        table.part(Fixture.features, rows: range)
    }

    private func numbers(_ found: Table, _ name: String) throws -> [Double] {
        let column = try #require(found[name])
        return (0..<column.count).map { column[$0].number ?? .nan }
    }

    @Test("changes of mean contributions add up to that of the mean prediction")
    func periods() throws {
        let model = try trees("delay")
        let others = rows(60..<100)
        let (before, after) = (rows(0..<20), rows(20..<50))
        let found = try model.explained(before, against: others)
            .changes(to: try model.explained(after, against: others))
        #expect(found.fields.map(\.name) == ["feature", "before", "after", "change"])
        let changes = try numbers(found, "change")
        #expect(changes[1] == 0)
        #expect((changes[0] - changes.dropFirst(2).reduce(0, +)).magnitude < 1e-12)
        for (name, part) in [("before", before), ("after", after)] {
            let matrix = model.features.matrix(of: part.columns, rows: part.count)
            let predictions = try model.outputs(matrix, in: WorkContext()).cells
            let mean = predictions.reduce(0, +) / Double(predictions.count)
            #expect((try numbers(found, name)[0] - mean).magnitude < 1e-9)
        }
    }

    @Test("a feature that one model has not is missing there, and other units are refused")
    func models() throws {
        let whole = try trees("delay").explained(rows(0..<20))
        let part = try table.fitted(Linear(), "delay", from: ["distance", "temp"])
        let found = try whole.changes(to: try part.explained(rows(0..<20)))
        let after = try #require(found["after"])
        let names = try #require(found["feature"])
        for row in 0..<found.count where names[row] == .text("hour") {
            #expect(after[row] == .missing)
        }
        let classes = try trees("size").explained(rows(0..<20))
        let fault = #expect(throws: Diagnostic.self) { try whole.changes(to: classes) }
        #expect(fault?.code == "changes.units")
    }

    @Test("an audit finds nothing to blame", arguments: ["delay", "late", "size"])
    func audit(_ target: String) throws {
        let model = try trees(target)
        let against = try model.explained(rows(0..<30), against: rows(40..<100))
        let found = try ExplanationAudit(against, in: WorkContext()).table()
        let checks = try #require(found["check"])
        let verdicts = try #require(found["verdict"])
        #expect(
            (0..<3).map { checks[$0] } == [
                .text("adds up"), .text("definition"), .text("background"),
            ]
        )
        #expect(verdicts[0] == .text("yes, but for rounding"))
        #expect(verdicts[1] == .text("yes, but for rounding"))
        let alone = try ExplanationAudit(model.explained(rows(0..<30)), in: WorkContext()).table()
        #expect(alone.count == 2)
        #expect(try #require(alone["verdict"])[1] == .text("yes, but for rounding"))
    }

    @Test("the background's error shrinks with its rows")
    func background() throws {
        let model = try trees("delay")
        let errors = try [20, 60].map { count in
            let found = try model.explained(rows(0..<20), against: rows(40..<40 + count))
            let audit = try ExplanationAudit(found, in: WorkContext()).table()
            return try numbers(audit, "largest")[2]
        }
        #expect(errors[1] < errors[0])
    }
}
