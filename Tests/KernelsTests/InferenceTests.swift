import Kernels
import Testing

@Suite("Intervals and tests")
struct InferenceTests {
    private let fixed: MetricFixture

    init() throws { fixed = try fixture("metrics") }

    @Test("of areas equal DeLong's comparison of every pair")
    func delong() throws {
        let truth = try fixed.column("truth")
        let scores = [try fixed.column("a"), try fixed.column("b")]
        let found = DeLong(truth: truth, scores: scores)
        #expect(agree(found.covariance.flatMap(\.self), fixed.delong))
        let area = RankedScores(truth: truth, score: scores[0]).auc()
        #expect(agree(found.areas[0], area))
        #expect(agree(found.difference().pValue, fixed.delongP))
        let interval = found.interval()
        #expect(interval.low < area && area < interval.high && interval.high <= 1)
        let same = DeLong(truth: truth, scores: [scores[0], scores[0]]).difference()
        #expect(same.pValue == 1 && same.estimate.value == 0)
        #expect(DeLong(truth: [1, 0, 0], scores: [[3, 2, 1]]).covariance[0][0].isNaN)
        let oneClass = DeLong(truth: [1, 1, 1], scores: [[3, 2, 1]]).interval()
        #expect(oneClass.value.isNaN && oneClass.low.isNaN && oneClass.high.isNaN)
    }

    @Test("of proportions equal Wilson's in statsmodels")
    func wilson() {
        let most = IntervalEstimate.wilson(proportion: 37.0 / 50, count: 50)
        let none = IntervalEstimate.wilson(proportion: 0, count: 20)
        #expect(agree([most.low, most.high, none.low, none.high], fixed.wilson))
    }

    @Test("of means and paired differences equal SciPy's t")
    func means() throws {
        let (y, f) = (try fixed.column("y"), try fixed.column("f"))
        let losses = RegressionLosses.absolute(truth: y, prediction: f)
        let mean = IntervalEstimate.mean(losses, level: 0.9)
        #expect(agree([mean.low, mean.high], fixed.mean))
        let truth = try fixed.column("truth")
        let first = ProbabilityLosses.brier(truth: truth, probability: try fixed.column("a"))
        let second = ProbabilityLosses.brier(truth: truth, probability: try fixed.column("b"))
        let paired = PairedDifference(first, second)
        #expect(agree([paired.pValue, paired.estimate.low, paired.estimate.high], fixed.paired))
        let one = [Double](repeating: 1, count: truth.count)
        #expect(agree(PairedDifference(first, second, weights: one).pValue, paired.pValue))
        #expect(PairedDifference(first, first).pValue == 1)
        #expect(IntervalEstimate.mean([3]).standardError.isNaN)
    }

    @Test("of draws are normal where hardly any lie beyond an end")
    func fewDraws() throws {
        let rows = (0..<60).map { Double($0 * $0) }
        let found = try [0.95, 0.99, 0.995].map { level in
            try Bootstrap(repetitions: 1000, level: level)
                .interval(count: rows.count, context: WorkContext(seed: 5)) {
                    Sums.mean(rows, weights: $0)
                }
        }
        for (interval, isNormal) in zip(found, [false, false, true]) {
            let gap = (interval.low + interval.high) / 2 - interval.value
            #expect((gap.magnitude < 1e-9 * interval.value) == isNormal)
        }
        let wanted = IntervalEstimate(
            value: found[2].value,
            standardError: found[2].standardError,
            level: 0.995
        )
        #expect(found[2] == wanted)
    }

    @Test("of roots agree with the bootstrap, which is the same on any number of threads")
    func bootstrap() throws {
        let (y, f) = (try fixed.column("y"), try fixed.column("f"))
        let losses = RegressionLosses.squared(truth: y, prediction: f)
        let delta = IntervalEstimate.rootMean(losses)
        let found = try [1, 2, 4].map { threads in
            try Bootstrap(repetitions: 800).interval(
                count: y.count,
                context: WorkContext(threads: threads, seed: 5)
            ) { Sums.mean(losses, weights: $0).squareRoot() }
        }
        #expect(found[0] == found[1] && found[0] == found[2])
        #expect(agree(found[0].value, delta.value))
        #expect(agree(found[0].standardError, delta.standardError, relative: 0.15))
        #expect(agree(found[0].low, delta.low, relative: 0.1))
        let scaled = losses.map { $0 * 1.3 }
        let gap = PairedDifference.ofRoots(losses, scaled).estimate
        #expect(agree(gap.value, delta.value * (1 - 1.3.squareRoot())))
        #expect(agree(gap.standardError, delta.standardError * (1.3.squareRoot() - 1)))
    }

    @Test("after Holm equal statsmodels'")
    func holm() {
        #expect(agree(MultipleTests.holm(fixed.pValues), fixed.holm))
        #expect(MultipleTests.holm([0.5, .nan, 0.9])[0] == 1)
        #expect(MultipleTests.holm([]).isEmpty)
    }
}
