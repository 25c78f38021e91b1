import Explaining
import Foundation
import Kernels
import Learning
import LinearLearners
import Tables
import Testing

@Suite("Explanations of linear models")
struct LinearExplainerTests {
    let fixture: Fixture
    let table: Table
    let rows: Table

    init() throws {
        fixture = try Fixture.read()
        table = fixture.table()
        rows = table.part(Fixture.features, rows: 0..<12)
    }

    private func check(_ found: Explanation, _ expected: Fixture.Linear, _ tolerance: Double) {
        #expect(agree([found.outputs[0].base], [expected.base], tolerance))
        for (row, values) in expected.contributions.enumerated() {
            #expect(agree(found.outputs[0].contributions(row: row), values, tolerance))
        }
    }

    @Test("linear's are those of shap, a category as one feature")
    func linear() throws {
        let model = try table.fitted(Linear(), "delay")
        check(try model.explained(rows), fixture.linear, 1e-9)
    }

    @Test("against other rows they are those of shap too")
    func background() throws {
        let model = try table.fitted(Linear(), "delay")
        let others = table.part(Fixture.features, rows: 40..<100)
        check(try model.explained(rows, against: others), fixture.linearBackground, 1e-9)
    }

    @Test("logistic's are those of shap for the log odds")
    func logistic() throws {
        var learner = Logistic()
        learner.l2 = 3
        let model = try table.fitted(learner, "late")
        check(try model.explained(rows), fixture.logistic, 1e-6)
    }

    @Test("a glm's add up on the scale of its link, which is named")
    func generalised() throws {
        var learner = GLM()
        learner.family = "gamma"
        let model = try table.fitted(learner, "distance")
        let found = try model.explained(rows)
        let matrix = model.features.matrix(of: rows.columns, rows: rows.count)
        let predictions = try model.model.predict(matrix, in: WorkContext()).cells
        let output = found.outputs[0]
        for row in 0..<rows.count {
            #expect(agree([exp(output.total(row: row))], [predictions[row]]))
        }
        #expect(output.unit(of: found.target) == "log of distance")
        #expect(output.probabilities == nil)
    }

    @Test("they are the Shapley values of the definition, class by class")
    func bruteForce() throws {
        let model = try table.fitted(Logistic(), "size")
        let others = table.part(Fixture.features, rows: 60..<90)
        let found = try model.explained(rows, against: others)
        let margins = try #require(model.model as? any MarginModel)
        let background = model.features.matrix(of: others.columns, rows: others.count)
        let matrix = model.features.matrix(of: rows.columns, rows: rows.count)
        #expect(found.outputs.map(\.label) == ["low", "middle", "top"])
        for (output, part) in found.outputs.enumerated() {
            let brute = BruteForce(model: margins, background: background, output: output)
            for row in 0..<4 {
                let expected = try brute.values(of: (0..<4).map { matrix[row, $0] })
                #expect(agree(part.contributions(row: row), expected))
            }
        }
    }

    @Test("alike features get alike values, and a constant one gets none")
    func symmetry() throws {
        // Every row stands in the table a second time with `a` and `b` exchanged.
        let (a, b) = ([1.0, 2, 4, 7, 3, 3], [2.0, 5, 1, 3, 3, 8])
        let y = [4.0, 9, 7, 12, 5, 11]
        let columns = [a + b, b + a, Array(repeating: 3, count: 12), y + y]
        let twins = Table(
            ["a", "b", "still", "y"].map { Field($0, .float) },
            columns.map { Column(.float, .floats($0)) }
        )
        let features = ["a", "b", "still"]
        let model = try twins.fitted(Linear(), "y", from: features)
        let found = try model.explained(twins.part(features, rows: 0..<12)).outputs[0]
        let row = found.contributions(row: 4)
        #expect(agree([row[0]], [row[1]]))
        #expect(row[0] != 0)
        for row in 0..<6 {
            let (first, second) = (
                found.contributions(row: row), found.contributions(row: row + 6)
            )
            #expect(agree([first[0], first[1]], [second[1], second[0]]))
            #expect(first[2] == 0)
        }
    }

    @Test("a missing cell counts as the mean, and adds nothing")
    func missing() throws {
        let gaps = fixture.table(withGaps: true)
        let model = try gaps.fitted(Linear(), "delay")
        let rows = gaps.part(Fixture.features, rows: 0..<40)
        let found = try model.explained(rows)
        let place = try #require(fixture.gaps.prefix(40).firstIndex { $0 == nil })
        #expect(found.outputs[0].contributions(row: place)[3] == 0)
    }
}
