import Kernels
import Testing

@Suite("Concordance")
struct ConcordanceTests {
    private struct Expected: Decodable {
        let score: [Double]
        let binary: [Double]
        let numbers: [Double]
        let auc: Double
        let somers: Double
    }

    private let expected: Expected

    init() throws { expected = try fixture("concordance") }

    @Test("of two classes equals scikit-learn's area, of numbers follows SciPy's Somers' D")
    func figures() {
        let area = Concordance(truth: expected.binary).of(expected.score)
        #expect(agree(area, expected.auc, relative: 1e-12))
        let order = Concordance(truth: expected.numbers).of(expected.score)
        #expect(agree(order, (expected.somers + 1) / 2, relative: 1e-12))
    }

    @Test("is that of all pairs, counted one by one")
    func pairs() {
        let stream = RandomStream(seed: 4, purpose: "concordance")
        for round in 0..<20 {
            var draws = stream.draws(row: round)
            let truth = (0..<30).map { _ in Double(draws.integer(below: 6)) }
            let score = (0..<30).map { _ in Double(draws.integer(below: 9)) }
            var (right, all) = (0.0, 0.0)
            for a in 0..<30 {
                for b in 0..<30 where truth[a] < truth[b] {
                    all += 1
                    right += score[a] < score[b] ? 1 : score[a] == score[b] ? 0.5 : 0
                }
            }
            #expect(agree(Concordance(truth: truth).of(score), right / all))
        }
    }

    @Test("takes gaps for the highest or the lowest, and either direction, whichever tells more")
    func gaps() {
        let truth: [Double] = [0, 0, 0, 1, 1, 2]
        for gap in [-9.0, 9] {
            for sign in [-1.0, 1] {
                let score = [1, 2, .nan, 3, .nan, 5].map { sign * $0 }
                let filled = score.map { $0.isNaN ? gap : $0 }
                let figure = Concordance(truth: truth).of(filled)
                #expect(max(figure, 1 - figure) <= Concordance(truth: truth).strongest(score))
            }
        }
        #expect(Concordance(truth: [0, 0, 1, 1]).strongest([3, 1, .nan, .nan]) == 1)
        #expect(Concordance(truth: [1, 1, 0, 0]).strongest([3, 1, .nan, .nan]) == 1)
        #expect(Concordance(truth: [0, 1]).of([.nan, 4]) == 0)
    }

    @Test("is not known where all truths are one")
    func nothing() {
        #expect(Concordance(truth: [1, 1]).of([1, 2]).isNaN)
    }
}
