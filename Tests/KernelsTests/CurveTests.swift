import Kernels
import Testing

@Suite("Curves over thresholds")
struct CurveTests {
    private let fixed: [String: [Double]]

    init() throws { fixed = try fixture("curves") }

    private func column(_ name: String) throws -> [Double] { try #require(fixed[name]) }

    private func curve() throws -> ThresholdCurve {
        RankedScores(truth: try column("truth"), score: try column("tied")).curve()
    }

    @Test("hold scikit-learn's points, but for those that lie on a straight way")
    func roc() throws {
        let curve = try curve()
        let (thresholds, fpr, tpr) = try (column("thresholds"), column("fpr"), column("tpr"))
        let (across, up) = (curve.falsePositiveRates, curve.truePositiveRates)
        #expect(curve.thresholds[0] == .infinity)
        #expect(across[0] == 0 && up[0] == 0)
        #expect(curve.count < thresholds.count)
        var seen = 0
        for (place, threshold) in thresholds.enumerated() {
            if let own = curve.thresholds.firstIndex(of: threshold) {
                seen += 1
                #expect(agree([across[own], up[own]], [fpr[place], tpr[place]], relative: 1e-12))
                continue
            }
            // Left out: it lies between its neighbours on the curve.
            let next = try #require(curve.thresholds.firstIndex { $0 < threshold })
            let (x, y) = (across[next] - across[next - 1], up[next] - up[next - 1])
            let (a, b) = (fpr[place] - across[next - 1], tpr[place] - up[next - 1])
            #expect((a * y - b * x).magnitude < 1e-12)
            #expect((-1e-12...x + 1e-12).contains(a) && (-1e-12...y + 1e-12).contains(b))
        }
        #expect(seen == curve.count - 1)
    }

    @Test("hold scikit-learn's points where rows are weighted")
    func weighted() throws {
        let (truth, tied, weights) = try (column("truth"), column("tied"), column("weights"))
        let ranked = RankedScores(truth: truth, score: tied)
        let curve = ranked.curve(weights: weights)
        let thresholds = try column("weighted_thresholds")
        let (across, up) = try (column("weighted_fpr"), column("weighted_tpr"))
        for (place, threshold) in curve.thresholds.enumerated().dropFirst() {
            let own = try #require(thresholds.firstIndex(of: threshold))
            #expect(agree(curve.falsePositiveRates[place], across[own], relative: 1e-12))
            #expect(agree(curve.truePositiveRates[place], up[own], relative: 1e-12))
        }
        #expect(curve.count > 20)
        let cuts = try column("weighted_cuts")
        let precision = try column("weighted_precision")
        for (place, threshold) in curve.thresholds.enumerated().dropFirst() {
            guard let own = cuts.firstIndex(of: threshold) else { continue }
            #expect(agree(curve.precisions[place], precision[own], relative: 1e-12))
        }
        let measures = try column("weighted_measures")
        #expect(agree(ranked.auc(weights: weights), measures[0], relative: 1e-12))
        #expect(agree(ranked.averagePrecision(weights: weights), measures[1], relative: 1e-12))
    }

    @Test("lead to the best threshold of weighted rows, which another is without weights")
    func weightedThreshold() throws {
        let (truth, tied, weights) = try (column("truth"), column("tied"), column("weights"))
        let ranked = RankedScores(truth: truth, score: tied)
        let best = try #require(ranked.best(weights: weights) { $0.balancedAccuracy })
        #expect(agree(best.value, try column("weighted_best")[0], relative: 1e-12))
        let plain = try #require(ranked.best { $0.balancedAccuracy })
        #expect(plain.value != best.value)
        let counts = ConfusionCounts(truth: truth, score: tied, weights: weights)
        let cells = [
            counts.trueNegatives, counts.falsePositives, counts.falseNegatives,
            counts.truePositives,
        ]
        #expect(agree(cells, try column("weighted_confusion"), relative: 1e-12))
    }

    @Test("count weighted rows of a bin as often as they weigh")
    func weightedBins() throws {
        let (truth, smooth) = try (column("truth"), column("smooth"))
        let weights = truth.indices.map { $0 % 3 == 0 ? 2.0 : 1 }
        let twice = truth.indices.flatMap { $0 % 3 == 0 ? [$0, $0] : [$0] }
        let one = CalibrationBins(truth: truth, probability: smooth, bins: 1, weights: weights)
        let other = CalibrationBins(
            truth: twice.map { truth[$0] },
            probability: twice.map { smooth[$0] },
            bins: 1
        )
        #expect(agree(one.bins[0].predicted, other.bins[0].predicted, relative: 1e-12))
        #expect(agree(one.bins[0].observed.value, other.bins[0].observed.value, relative: 1e-12))
        #expect(agree(one.error, other.error, relative: 1e-9))
    }

    @Test("tell precision and recall as scikit-learn does")
    func precision() throws {
        let curve = try curve()
        let (cuts, precision, recall) = try (column("cuts"), column("precision"), column("recall"))
        for (place, threshold) in curve.thresholds.enumerated().dropFirst() {
            // scikit-learn ends where all positives are found.
            guard let own = cuts.firstIndex(of: threshold) else { continue }
            #expect(agree(curve.precisions[place], precision[own], relative: 1e-12))
            #expect(agree(curve.truePositiveRates[place], recall[own], relative: 1e-12))
        }
        #expect(curve.precisions[0].isNaN)
    }

    @Test("count the same rows as a count at that threshold")
    func counts() throws {
        let (truth, score) = try (column("truth"), column("tied"))
        let curve = try curve()
        for index in 1..<curve.count {
            let threshold = curve.thresholds[index]
            let counts = ConfusionCounts(truth: truth, score: score, threshold: threshold)
            #expect(curve.counts(index) == counts)
        }
    }

    @Test("have their best threshold where trying every one finds it")
    func best() throws {
        let (truth, score) = try (column("truth"), column("tied"))
        let ranked = RankedScores(truth: truth, score: score)
        let aims: [@Sendable (ConfusionCounts) -> Double] = [
            { $0.f1 }, { $0.mcc }, { $0.balancedAccuracy }, { $0.accuracy },
            { -(2 * $0.falsePositives + 7 * $0.falseNegatives) },
        ]
        for aim in aims {
            let best = try #require(ranked.best(aim))
            let tried = (Set(score).union([0, 1.1])).map { threshold in
                aim(ConfusionCounts(truth: truth, score: score, threshold: threshold))
            }
            #expect(best.value == tried.filter { !$0.isNaN }.max())
            let counts = ConfusionCounts(truth: truth, score: score, threshold: best.threshold)
            #expect(aim(counts) == best.value)
        }
        #expect(
            RankedScores(truth: [1, 1], score: [0.2, 0.4]).best { $0.balancedAccuracy } == nil
        )
    }

    @Test("and bins of calibration equal scikit-learn's")
    func calibration() throws {
        let (truth, smooth) = try (column("truth"), column("smooth"))
        let bins = CalibrationBins(truth: truth, probability: smooth, bins: 5)
        #expect(bins.bins.map(\.rows) == [30, 30, 30, 30, 30])
        #expect(agree(bins.bins.map(\.predicted), try column("predicted"), relative: 1e-12))
        #expect(agree(bins.bins.map(\.observed.value), try column("observed"), relative: 1e-12))
    }

    @Test("equal probabilities stay in one bin")
    func tiedBins() throws {
        let bins = CalibrationBins(
            truth: [1, 0, 1, 1, 0, 1],
            probability: [0.5, 0.5, 0.5, 0.5, 0.1, 0.9],
            bins: 3
        )
        #expect(bins.bins.map(\.rows) == [5, 1])
        #expect(bins.bins[0].low == 0.1 && bins.bins[0].high == 0.5)
    }
}
