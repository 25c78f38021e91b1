import Diagnostics
import Kernels
import Learning
import Tables
import Testing

@Suite("Conformal prediction")
struct ConformalTests {
    @Test(
        "takes the error at ⌈(n + 1) × coverage⌉",
        arguments: [
            (9, 0.9, 9), (10, 0.9, 10), (19, 0.9, 18), (99, 0.9, 90), (99, 0.95, 95),
            (100, 0.5, 51),
        ]
    )
    func place(count: Int, coverage: Double, place: Int) throws {
        let errors = (1...count).map { Double($0) }.shuffled()
        #expect(try ConformalReach(coverage: coverage, errors: errors).error == Double(place))
    }

    @Test(
        "refuses fewer rows than the coverage needs, and says how many",
        arguments: [
            (8, 0.9, 9), (18, 0.95, 19), (0, 0.5, 1), (98, 0.99, 99),
        ]
    )
    func tooFew(count: Int, coverage: Double, fewest: Int) throws {
        let errors = [Double](repeating: 1, count: count)
        let fault = #expect(throws: Diagnostic.self) {
            try ConformalReach(coverage: coverage, errors: errors)
        }
        #expect(fault?.message.contains("at least \(fewest) are needed") == true)
        let enough = [Double](repeating: 1, count: fewest)
        #expect(throws: Never.self) { try ConformalReach(coverage: coverage, errors: enough) }
    }

    /// Of n rows the share of others within is Beta(k, n + 1 − k) with the mean k / (n + 1): 95 / 100
    /// here, and the mean of 4,000 such shares lies within 0.0015 of it in all but one of 10,000 runs.
    @Test("covers the stated share of rows to come, in simulation")
    func coverage() throws {
        var stream = RandomStream(seed: 7, purpose: "conformal").draws(row: 0)
        var total = 0.0
        for _ in 0..<4000 {
            let errors = (0..<99).map { _ in stream.uniform() }
            // Uniform errors: the share of others within is the error itself.
            total += try ConformalReach(coverage: 0.95, errors: errors).error
        }
        #expect((total / 4000 - 0.95).magnitude < 0.0015)
    }

    @Test("gives a class its place by the probability that the model told of it")
    func classes() throws {
        let told = [0.9, 0.2, 0.6, 0.4]
        let scored = Scored(
            task: .binary(negative: "no", positive: "yes"),
            truth: [1, 0, 0, 1],
            outputs: Matrix(rows: 4, columns: 1, cells: told)
        )
        // The errors are 0.1, 0.2, 0.6 and 0.6.
        let reach = try ConformalReach(coverage: 0.4, of: scored)
        #expect(reach.error == 1 - (1 - 0.2) && reach.rows == 4)
    }
}
