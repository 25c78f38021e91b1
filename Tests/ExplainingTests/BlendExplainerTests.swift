import Catalog
import Diagnostics
import Explaining
import Foundation
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import Tables
import Testing

@Suite("Explanations of blends")
struct BlendExplainerTests {
    let table: Table
    let trees: FittedPipeline
    let plain: FittedPipeline
    let blend: FittedPipeline

    init() throws {
        table = try Fixture.read().table()
        var learner = LightGBM()
        (learner.trees, learner.minRows) = (8, 5)
        trees = try table.fitted(learner, "delay")
        plain = try table.fitted(Linear(), "delay", from: ["temp", "carrier"])
        blend = try Blending([("plain", plain), ("trees", trees)]).weighted([1, 3])
    }

    private func rows(_ features: [String], _ range: Range<Int> = 0..<6) -> Table {
        table.part(features, rows: range)
    }

    @Test("against other rows are the Shapley values of the definition")
    func bruteForce() throws {
        let names = blend.featureNames
        #expect(names == ["temp", "carrier", "distance", "hour"])
        let others = rows(names, 40..<70)
        let found = try blend.explained(rows(names), against: others).outputs[0]
        let brute = BruteForce(
            model: try #require(blend.model as? any MarginModel),
            background: blend.features.matrix(of: others.columns, rows: others.count),
            output: 0
        )
        let matrix = blend.features.matrix(of: rows(names).columns, rows: 6)
        for row in 0..<6 {
            let expected = try brute.values(of: (0..<4).map { matrix[row, $0] })
            #expect(agree(found.contributions(row: row), expected, 1e-6))
        }
    }

    @Test("without a background are the weighted sum of what explains each model alone")
    func sum() throws {
        let names = blend.featureNames
        let found = try blend.explained(rows(names)).outputs[0]
        let one = try plain.explained(rows(plain.featureNames)).outputs[0]
        let other = try trees.explained(rows(trees.featureNames)).outputs[0]
        #expect(agree([found.base], [0.25 * one.base + 0.75 * other.base]))
        for row in 0..<6 {
            let (few, all) = (one.contributions(row: row), other.contributions(row: row))
            let expected = names.map { name in
                let own = plain.featureNames.firstIndex(of: name).map { 0.25 * few[$0] } ?? 0
                let place = trees.featureNames.firstIndex(of: name).map { 0.75 * all[$0] } ?? 0
                return own + place
            }
            #expect(agree(found.contributions(row: row), expected))
        }
    }

    @Test("share out a group of features as one, of models that have all or some of them")
    func groups() throws {
        let names = blend.featureNames
        let group = Players.Group("way", ["carrier", "distance"])
        let others = rows(names, 40..<70)
        let found = try blend.explained(rows(names), against: others, groups: [group]).outputs[0]
        let brute = BruteForce(
            model: try #require(blend.model as? any MarginModel),
            background: blend.features.matrix(of: others.columns, rows: others.count),
            output: 0,
            players: [0, 1, 1, 2]
        )
        let matrix = blend.features.matrix(of: rows(names).columns, rows: 6)
        let expected = try brute.values(of: (0..<4).map { matrix[0, $0] })
        #expect(agree(found.contributions(row: 0), expected, 1e-6))
    }

    @Test("are asked like any model where what is blended does not add up")
    func others() throws {
        let late = try ["temp", "hour"].map { try table.fitted(Logistic(), "late", from: [$0]) }
        let classes = try Blending([("a", late[0]), ("b", late[1])]).weighted([1, 1])
        for (count, name) in [(12, "exact"), (13, "permutation")] {
            let chosen = try Explainers.choose(
                "auto",
                for: classes,
                sharing: .prediction,
                among: count
            )
            #expect(type(of: chosen).name == name)
        }
        var learner = GLM()
        learner.family = "gamma"
        let counted = try table.fitted(learner, "distance", from: ["temp"])
        let straight = try table.fitted(Linear(), "distance", from: ["temp"])
        let mixed = try Blending([("a", counted), ("b", straight)]).weighted([1, 1])
        for blend in [classes, mixed] {
            let fault = #expect(throws: Diagnostic.self) {
                try Explainers.choose("blend", for: blend, among: 2)
            }
            #expect(fault?.code == "explain.method")
            #expect(fault?.hints.first == "method: \"exact\"")
        }
    }
}
