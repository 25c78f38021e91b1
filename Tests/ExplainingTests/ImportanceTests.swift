import ClassicLearners
import Foundation
import Kernels
import Learning
import LightGBMLearners
import Tables
import Testing

@testable import Explaining

@Suite("Importance by contributions")
struct ImportanceTests {
    let table: Table

    init() throws { table = try Fixture.read().table() }

    private func judged(_ model: FittedPipeline, _ target: String) throws -> JudgedRows {
        let rows = table.part(Fixture.features, rows: 0..<30)
        let cells = try #require(table[target]).gathered(Array(0..<30))
        return JudgedRows(
            pipeline: model,
            players: try Players(model),
            rows: model.features.matrix(of: rows.columns, rows: rows.count),
            truth: model.target.numbers(of: cells)
        )
    }

    private func numbers(_ found: Table, _ name: String) -> [String: Double] {
        guard let names = found["feature"], let values = found[name] else { return [:] }
        var told: [String: Double] = [:]
        for row in 0..<found.count {
            if case .text(let name) = names[row] { told[name] = values[row].number }
        }
        return told
    }

    /// What the loss is, in the mean over the rows, when only some features are known: each other takes
    /// its cells from every row in turn.
    private func loss(_ judged: JudgedRows, knowing known: Set<Int>) throws -> Double {
        let rows = judged.rows
        var sum = 0.0
        for row in 0..<rows.rows {
            var mixed = rows
            for feature in known {
                for other in 0..<rows.rows { mixed[other, feature] = rows[row, feature] }
            }
            let told = try judged.pipeline.outputs(mixed, in: WorkContext())
            let means = (0..<told.columns).map { told.column($0).reduce(0, +) / Double(rows.rows) }
            let truth = judged.truth[row]
            switch judged.pipeline.task {
            case .regression: sum += (means[0] - truth) * (means[0] - truth)
            case .binary: sum -= log(truth > 0.5 ? means[0] : 1 - means[0])
            case .multiclass: sum -= log(means[Int(truth)])
            }
        }
        return sum / Double(rows.rows)
    }

    @Test(
        "the loss that each feature saves is the definition's, as near as its error says",
        arguments: ["delay", "late", "size"]
    )
    func saved(_ target: String) throws {
        var learner = LightGBM()
        (learner.trees, learner.minRows) = (15, 5)
        let model = try table.fitted(learner, target)
        let judged = try judged(model, target)
        let found = try Importances.loss(judged, in: WorkContext(seed: 3)).table
        let (values, errors) = (numbers(found, "importance"), numbers(found, "se"))
        let worths = try (0..<16).map { mask in
            -(try loss(judged, knowing: Set((0..<4).filter { mask >> $0 & 1 == 1 })))
        }
        let weights = [0.25, 1.0 / 12, 1.0 / 12, 0.25]
        for (feature, name) in Fixture.features.enumerated() {
            let bit = 1 << feature
            var expected = 0.0
            for mask in 0..<16 where mask & bit == 0 {
                let gain = worths[mask | bit] - worths[mask]
                expected += weights[mask.nonzeroBitCount] * gain
            }
            let gap = try #require(values[name]) - expected
            #expect(gap.magnitude <= 5 * (errors[name] ?? 0))
        }
    }

    @Test("mean sizes are those of the contributions, of models that are asked too")
    func sizes() throws {
        var learner = LightGBM()
        (learner.trees, learner.minRows) = (15, 5)
        let trees = try table.fitted(learner, "delay")
        let rows = table.part(Fixture.features, rows: 0..<30)
        let told = try trees.explained(rows).outputs[0].contributions
        let found = numbers(
            try Importances.contributions(judged(trees, "delay"), in: WorkContext()).table,
            "importance"
        )
        for (feature, name) in Fixture.features.enumerated() {
            let mean = told.column(feature).reduce(0) { $0 + $1.magnitude } / 30
            #expect((try #require(found[name]) - mean).magnitude < 1e-9)
        }
        let near = try table.fitted(Neighbors(), "size")
        let nearly = try Importances.contributions(judged(near, "size"), in: WorkContext())
        #expect(nearly.rows == 30 && nearly.others == 30)
        let asked = nearly.table
        #expect(asked.count == 4)
        #expect(numbers(asked, "importance").values.allSatisfy { $0 > 0 })
    }
}
