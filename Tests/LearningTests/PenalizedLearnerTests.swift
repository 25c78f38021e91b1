import Foundation
import Kernels
import Learning
import LinearAlgebra
import LinearLearners
import Tables
import Testing

@Suite("Ridge, lasso and elastic net")
struct PenalizedLearnerTests {
    let fixture: Fixture
    let expected: PenalizedFixture
    let features = ["distance", "hour", "carrier", "temp"]

    init() throws {
        fixture = try Fixture.read()
        expected = try PenalizedFixture.read()
    }

    private func data(weighted: Bool = false) throws -> Dataset {
        try fixture.data.table
            .reading("delay", from: features, weight: weighted ? "weight" : nil).dataset
    }

    /// Thirty rows of sixty columns.
    private func wide() -> Dataset {
        let columns = expected.wide
        return Dataset(
            shape: ModelShape(
                features: columns.indices.map { Feature("x\($0)", .number) },
                task: .regression
            ),
            training: Examples(
                features: Matrix(
                    rows: 30,
                    columns: columns.count,
                    cells: columns.flatMap(\.self)
                ),
                target: expected.wideTarget
            )
        )
    }

    private func ridge(_ l2: Double?) -> Ridge {
        var learner = Ridge()
        learner.l2 = l2
        return learner
    }

    private func lasso(_ l1: Double?) -> Lasso {
        var learner = Lasso()
        learner.l1 = l1
        return learner
    }

    private func elastic(_ l1: Double?, _ l2: Double?) -> ElasticNet {
        var learner = ElasticNet()
        (learner.l1, learner.l2) = (l1, l2)
        return learner
    }

    @Test("coefficients are scikit-learn's of scaled columns", arguments: [false, true])
    func coefficients(weighted: Bool) throws {
        let data = try data(weighted: weighted)
        let suffix = weighted ? " weighted" : ""
        let work = WorkContext(threads: 2)
        let models = [
            ("ridge", try ridge(25).fit(data, in: work)),
            ("lasso", try lasso(0.7).fit(data, in: work)),
            ("elastic", try elastic(0.4, 0.6).fit(data, in: work)),
        ]
        for (name, model) in models {
            let wanted = try expected.coefficients(name + suffix)
            #expect(agree(model.coefficients[0], wanted, relative: 1e-8), "\(name)")
        }
    }

    @Test("more columns than rows have scikit-learn's coefficients, too")
    func moreColumns() throws {
        let data = wide()
        let lasso = try lasso(0.15).fit(data, in: WorkContext())
        #expect(agree(lasso.coefficients[0], try expected.coefficients("wide lasso")))
        let ridge = try ridge(3).fit(data, in: WorkContext())
        #expect(agree(ridge.coefficients[0], try expected.coefficients("wide ridge")))
    }

    @Test("the penalty that does best on rows left out is chosen")
    func choice() throws {
        let rows = try data()
        let encoded = try EncodedRows(rows.features, rows.training, in: WorkContext())
        let cases: [(String, PenaltyChoice.Search, Matrix, [Double])] = [
            ("ridge chosen", .ridge, encoded.matrix, rows.training.target),
            ("lasso chosen", .lasso(l2: 0), wide().training.features, expected.wideTarget),
        ]
        for (name, search, matrix, target) in cases {
            let parts = try MomentSums.parts(
                Design(rows: matrix.rows, columns: matrix.columns, cells: matrix.cells),
                target,
                of: Array(expected.part.prefix(target.count)),
                count: 5,
                context: WorkContext()
            )
            let found = try PenaltyChoice.among(search, parts: parts, context: WorkContext())
            let wanted = try expected.chosen(name)
            #expect(agree([found.penalty.l1 + found.penalty.l2], [wanted.penalty]))
            #expect(agree([found.error], [wanted.error], relative: 1e-5))
            #expect(!found.isWeakest && !found.isStrongest)
        }
    }

    @Test("a chosen penalty gives what the same penalty gives when named")
    func chosenAndNamed() throws {
        let data = wide()
        let chosen = try ElasticNet().fit(data, in: WorkContext(seed: 3))
        let named = try elastic(chosen.l1, chosen.l2).fit(data, in: WorkContext())
        #expect(agree(chosen.coefficients[0], named.coefficients[0], relative: 1e-7))
        let beside = try elastic(chosen.l1, nil).fit(data, in: WorkContext(seed: 3))
        #expect(beside.l1 == chosen.l1 && beside.l2 > 0)
        let other = try Lasso().fit(data, in: WorkContext(seed: 4))
        let same = try Lasso().fit(data, in: WorkContext(threads: 2, seed: 4))
        #expect(other.coefficients == same.coefficients, "threads change nothing")
    }

    @Test("no penalty at all is least squares")
    func nothing() throws {
        let data = try data()
        let plain = try Linear().fit(data, in: WorkContext()).coefficients[0]
        #expect(agree(try ridge(0).fit(data, in: WorkContext()).coefficients[0], plain))
        #expect(agree(try lasso(0).fit(data, in: WorkContext()).coefficients[0], plain))
    }

    @Test("equal columns share a ridge, and a constant one gets nothing")
    func collinear() throws {
        let x = (0..<50).map { Double($0 % 7) }
        let noise = (0..<50).map { Double(($0 * 31) % 11) }
        let table = Table(
            ["a", "b", "c", "y"].map { Field($0, .float) },
            [x, x, x.map { _ in 4 }, zip(x, noise).map { 3 * $0 + $1 }]
                .map { Column(.float, .floats($0)) }
        )
        let data = try table.reading("y", from: ["a", "b", "c"]).dataset
        let shared = try ridge(1).fit(data, in: WorkContext()).coefficients[0]
        #expect(agree([shared[1]], [shared[2]]) && shared[1] > 0)
        #expect(shared[3] == 0)
        let alone = try ridge(0).fit(data, in: WorkContext()).coefficients[0]
        #expect(alone[2] == 0 && alone[3] == 0)
    }

    @Test("a target that never changes leaves every coefficient zero, and it is said")
    func constant() throws {
        var data = wide()
        data.training.target = data.training.target.map { _ in 4 }
        let model = try Lasso().fit(data, in: WorkContext())
        #expect(model.coefficients[0].dropFirst().allSatisfy { $0 == 0 })
        #expect(model.summary.remarks.contains { $0.hasPrefix("every coefficient is zero") })
        #expect(try ridge(1).fit(data, in: WorkContext()).coefficients[0][0] == 4)
    }
}

/// Penalised regressions by scikit-learn.
struct PenalizedFixture {
    struct Chosen: Decodable {
        var penalty: Double
        var error: Double
    }

    private let content: [String: Entry]

    /// One of the shapes that an entry has.
    private enum Entry: Decodable {
        case numbers([Double])
        case several([[Double]])
        case chosen(Chosen)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let numbers = try? container.decode([Double].self) {
                self = .numbers(numbers)
            } else if let several = try? container.decode([[Double]].self) {
                self = .several(several)
            } else {
                self = .chosen(try container.decode(Chosen.self))
            }
        }
    }

    static func read(file: String = #filePath) throws -> PenalizedFixture {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/penalized.json"))
        return PenalizedFixture(
            content: try JSONDecoder().decode([String: Entry].self, from: data)
        )
    }

    func coefficients(_ name: String) throws -> [Double] {
        guard case .numbers(let numbers) = try #require(content[name]) else { return [] }
        return numbers
    }

    func classes(_ name: String) throws -> [[Double]] {
        guard case .several(let several) = try #require(content[name]) else { return [] }
        return several
    }

    func chosen(_ name: String) throws -> Chosen {
        guard case .chosen(let chosen)? = content[name] else {
            throw CocoaError(.coderValueNotFound)
        }
        return chosen
    }

    var wide: [[Double]] { (try? classes("wide")) ?? [] }
    var wideTarget: [Double] { (try? coefficients("wideTarget")) ?? [] }
    var part: [Int] { ((try? coefficients("part")) ?? []).map { Int($0) } }
}
