import Kernels
import Testing

/// Data, and what scikit-learn, statsmodels and SciPy say of it.
struct MetricFixture: Decodable {
    let data: [String: [Double]]
    let labels: [Int]
    let decided: [Int]
    /// Without weights, and with them.
    let binary: [[String: Double]]
    let numbers: [[String: Double]]
    let classes: [[String: Double]]
    let delong: [Double]
    let delongP: Double
    let wilson: [Double]
    let paired: [Double]
    let mean: [Double]
    let pValues: [Double]
    let holm: [Double]

    func column(_ name: String) throws -> [Double] { try #require(data[name]) }
}

@Suite("Metrics")
struct MetricTests {
    private let fixed: MetricFixture

    init() throws { fixed = try fixture("metrics") }

    private func weights(_ isWeighted: Bool) throws -> [Double]? {
        isWeighted ? try fixed.column("weights") : nil
    }

    private func expectEqual(_ found: [String: Double], _ expected: [String: Double]) {
        #expect(Set(found.keys) == Set(expected.keys))
        for (name, value) in found {
            #expect(agree(value, expected[name] ?? .nan, relative: 1e-12), "\(name): \(value)")
        }
    }

    @Test("of two classes equal scikit-learn's", arguments: [false, true])
    func binary(isWeighted: Bool) throws {
        let (truth, score) = (try fixed.column("truth"), try fixed.column("a"))
        let weights = try weights(isWeighted)
        let ranked = RankedScores(truth: truth, score: score)
        let logLoss = ProbabilityLosses.logLoss(truth: truth, probability: score)
        let brier = ProbabilityLosses.brier(truth: truth, probability: score)
        let counts = ConfusionCounts(truth: truth, score: score, weights: weights)
        expectEqual(
            [
                "auc": ranked.auc(weights: weights),
                "averagePrecision": ranked.averagePrecision(weights: weights),
                "logLoss": Sums.mean(logLoss, weights: weights),
                "brier": Sums.mean(brier, weights: weights),
                "accuracy": counts.accuracy,
                "balancedAccuracy": counts.balancedAccuracy,
                "precision": counts.precision,
                "recall": counts.recall,
                "specificity": counts.specificity,
                "f1": counts.f1,
                "mcc": counts.mcc,
                "kappa": counts.kappa,
            ],
            fixed.binary[isWeighted ? 1 : 0]
        )
    }

    @Test("of numbers equal scikit-learn's", arguments: [false, true])
    func numbers(isWeighted: Bool) throws {
        let (y, f) = (try fixed.column("y"), try fixed.column("f"))
        let w = try weights(isWeighted)
        let counts = try fixed.column("counts")
        typealias Metrics = RegressionMetrics
        expectEqual(
            [
                "rmse": Metrics.rmse(truth: y, prediction: f, weights: w),
                "mae": Metrics.mae(truth: y, prediction: f, weights: w),
                "mape": Metrics.mape(truth: y, prediction: f, weights: w),
                "smape": Metrics.smape(truth: y, prediction: f, weights: w),
                "medae": Metrics.medae(truth: y, prediction: f, weights: w),
                "rmsle": Metrics.rmsle(truth: y, prediction: f, weights: w),
                "r2": Metrics.r2(truth: y, prediction: f, weights: w),
                "pinball": Metrics.pinball(truth: y, prediction: f, quantile: 0.8, weights: w),
                "poissonDeviance": Metrics.poissonDeviance(
                    truth: counts,
                    prediction: f,
                    weights: w
                ),
            ],
            fixed.numbers[isWeighted ? 1 : 0]
        )
    }

    @Test("of several classes equal scikit-learn's", arguments: [false, true])
    func classes(isWeighted: Bool) throws {
        let weights = try weights(isWeighted)
        let matrix = ConfusionMatrix(
            truth: fixed.labels,
            decision: fixed.decided,
            classes: 3,
            weights: weights
        )
        let losses = ProbabilityLosses.logLoss(
            labels: fixed.labels,
            probabilities: try ["p0", "p1", "p2"].map(fixed.column)
        )
        expectEqual(
            [
                "logLoss": Sums.mean(losses, weights: weights),
                "accuracy": matrix.accuracy,
                "precision": matrix.macro(\.precision),
                "recall": matrix.macro(\.recall),
                "f1": matrix.macro(\.f1),
                "mcc": matrix.mcc,
                "kappa": matrix.kappa,
            ],
            fixed.classes[isWeighted ? 1 : 0]
        )
    }

    @Test("have no value where nothing can be measured")
    func edges() {
        let ones: [Double] = [1, 1]
        #expect(RankedScores(truth: ones, score: [0.2, 0.3]).auc().isNaN)
        #expect(RankedScores(truth: [], score: []).auc().isNaN)
        #expect(RankedScores(truth: [0, 1], score: [0.5, 0.5]).auc() == 0.5)
        let counts = ConfusionCounts(truth: ones, score: [0.1, 0.2])
        #expect(counts.precision.isNaN && counts.recall == 0 && counts.f1 == 0)
        #expect(counts.specificity.isNaN && counts.mcc == 0)
        #expect(RegressionMetrics.r2(truth: ones, prediction: [1, 2]).isNaN)
        #expect(RegressionMetrics.smape(truth: [0], prediction: [0]) == 0)
        let worst = ProbabilityLosses.logLoss(truth: [1, 0], probability: [0, 1])
        #expect(worst.allSatisfy { $0.isFinite })
    }
}
