import Diagnostics
import Foundation
import Kernels
import Learning
import LinearLearners
import Tables
import Testing

@Suite("Generalised linear models")
struct GLMTests {
    struct Fit: Decodable {
        var estimate: [Double]
        var se: [Double]
        var deviance: Double
        var null: Double
        var dispersion: Double
    }

    struct Content: Decodable {
        var exposure: [Double]
        var counts: [Int64]
        var positive: [Double]
        var falling: [Double]
        var fits: [String: Fit]
    }

    let content: Content
    let table: Table
    let features = ["distance", "hour", "carrier", "temp"]

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/glm.json"))
        content = try JSONDecoder().decode(Content.self, from: data)
        var table = try Fixture.read().data.table
        table.fields += [
            Field("counts", .int), Field("positive", .float), Field("log_exposure", .float),
            Field("falling", .float),
        ]
        table.columns += [
            Column(.int, .ints(content.counts)), Column(.float, .floats(content.positive)),
            Column(.float, .floats(content.exposure.map { log($0) })),
            Column(.float, .floats(content.falling)),
        ]
        self.table = table
    }

    private func learner(_ family: String, link: String? = nil, offset: String? = nil) -> GLM {
        var learner = GLM()
        (learner.family, learner.link, learner.offset) = (family, link, offset)
        return learner
    }

    private func column(_ name: String, of table: Table?) throws -> [Double] {
        let column = try #require(table?[name])
        return (0..<column.count).map { column[$0].number ?? .nan }
    }

    private func check(_ summary: ModelSummary, _ expected: Fit, _ name: String) throws {
        let table = summary.coefficients
        #expect(agree(try column("estimate", of: table), expected.estimate), "\(name)")
        #expect(agree(try column("se", of: table), expected.se), "\(name)")
        let facts = Dictionary(uniqueKeysWithValues: summary.facts.map { ($0.name, $0.value) })
        let explained = 1 - expected.deviance / expected.null
        for (fact, value) in [
            ("deviance", expected.deviance), ("dispersion", expected.dispersion),
            ("share of the null explained", explained),
        ] {
            #expect(agree([facts[fact]?.number ?? .nan], [value]), "\(name): \(fact)")
        }
    }

    @Test("coefficients, errors and deviances are those of statsmodels")
    func statsmodels() throws {
        let cases: [(String, GLM, String, Bool)] = [
            ("poisson", learner("poisson"), "counts", false),
            ("poisson weighted", learner("poisson"), "counts", true),
            ("poisson sqrt", learner("poisson", link: "sqrt"), "counts", false),
            ("gamma", learner("gamma"), "positive", false),
            ("gamma weighted", learner("gamma"), "positive", true),
            ("gamma inverse", learner("gamma", link: "inverse"), "falling", false),
            ("inverse_gaussian", learner("inverse_gaussian"), "positive", false),
            ("gaussian log", learner("gaussian", link: "log"), "positive", false),
        ]
        for (name, learner, target, weighted) in cases {
            let data = try table.reading(
                target,
                from: features,
                weight: weighted ? "weight" : nil
            ).dataset
            let model = try learner.fit(data, in: WorkContext(threads: 2))
            try check(model.summary, try #require(content.fits[name]), name)
        }
    }

    @Test("an offset counts as it is, in the fit and in predictions")
    func offset() throws {
        let expected = try #require(content.fits["poisson offset"])
        let names = ["distance", "log_exposure", "hour", "carrier", "temp"]
        let data = try table.reading("counts", from: names).dataset
        let model = try learner("poisson", offset: "log_exposure").fit(data, in: WorkContext())
        #expect(model.coefficients[0][2] == 1)
        var own = model.coefficients[0]
        own.remove(at: 2)
        #expect(agree(own, expected.estimate))
        let errors = try column("se", of: model.summary.coefficients)
        #expect(errors[2].isNaN && agree(errors.filter { !$0.isNaN }, expected.se))
        let rows = data.training.features
        var more = rows
        for row in 0..<more.rows { more[row, 1] += log(2) }
        let (one, twice) = (
            try model.predict(rows, in: WorkContext()), try model.predict(more, in: WorkContext())
        )
        #expect(agree(twice.cells, one.cells.map { 2 * $0 }))
    }

    @Test("a gaussian with the identity is least squares")
    func gaussian() throws {
        let data = try table.reading("delay", from: features).dataset
        let plain = try Linear().fit(data, in: WorkContext()).summary.coefficients
        let model = try learner("gaussian").fit(data, in: WorkContext()).summary.coefficients
        for name in ["estimate", "se", "low", "high"] {
            #expect(agree(try column(name, of: model), try column(name, of: plain)))
        }
    }

    @Test("many rows start from a sample, and come to the same")
    func sampled() throws {
        let rows = 300_000
        let chance = RandomStream(seed: 2, purpose: "glm")
        let x = (0..<rows).map { chance.normal(row: $0) }
        let y = (0..<rows).map { row -> Double in
            let mean = exp(0.3 + 0.5 * x[row])
            return mean * (chance.uniform(row: row, draw: 3) + 0.5)
        }
        let data = Dataset(
            shape: ModelShape(features: [Feature("x", .number)], task: .regression),
            training: Examples(features: Matrix(rows: rows, columns: 1, cells: x), target: y)
        )
        let one = try learner("gamma").fit(data, in: WorkContext(threads: 1))
        let two = try learner("gamma").fit(data, in: WorkContext(threads: 2))
        #expect(one.coefficients == two.coefficients, "threads change nothing")
        // At the best coefficients Σ (y − μ)/μ · x is zero.
        let means = try one.predict(data.training.features, in: WorkContext()).cells
        let slopes = (0..<rows).map { (y[$0] - means[$0]) / means[$0] }
        #expect(Sums.sum(slopes).magnitude < 1e-6)
        #expect(Sums.sum(zip(slopes, x).map { $0 * $1 }).magnitude < 1e-6)
    }

    @Test("targets that a family cannot have are refused")
    func domains() throws {
        for (family, value, code) in [
            ("poisson", -1.0, "glm.target"), ("gamma", 0, "glm.target"),
            ("inverse_gaussian", -2, "glm.target"),
        ] {
            var data = try table.reading("positive", from: features).dataset
            data.training.target[7] = value
            let fault = #expect(throws: Diagnostic.self) {
                try learner(family).fit(data, in: WorkContext())
            }
            #expect(fault?.code.description == code)
            // A row that does not count is not looked at.
            data.training.weights = data.training.target.indices.map { $0 == 7 ? 0 : 1 }
            _ = try learner(family).fit(data, in: WorkContext())
        }
        var data = try table.reading("counts", from: features).dataset
        data.training.target = data.training.target.map { _ in 0 }
        #expect(throws: Diagnostic.self) {
            try learner("poisson").fit(data, in: WorkContext())
        }
        for offset in ["carrier", "nothing"] {
            let fault = #expect(throws: Diagnostic.self) {
                try learner("gamma", offset: offset).fit(
                    try table.reading("positive", from: features).dataset,
                    in: WorkContext()
                )
            }
            #expect(fault?.code.description == "glm.offset")
        }
    }

    @Test("a level without any count is said to have no end, and one that follows gets nothing")
    func unbounded() throws {
        var data = try table.reading("counts", from: ["hour", "carrier"]).dataset
        for row in 0..<data.count where data.training.features[row, 1] == 2 {
            data.training.target[row] = 0
        }
        let remarks = try learner("poisson").fit(data, in: WorkContext()).summary.remarks
        #expect(remarks.contains { $0.contains("`carrier = UA` grow for ever") })
        var twice = try table.reading("counts", from: ["hour", "distance"]).dataset
        for row in 0..<twice.count {
            twice.training.features[row, 1] = 60 * twice.training.features[row, 0]
        }
        let model = try learner("poisson").fit(twice, in: WorkContext())
        #expect(model.coefficients[0][2] == 0)
        #expect(model.summary.remarks.contains { $0.hasPrefix("`distance` follows") })
    }
}
