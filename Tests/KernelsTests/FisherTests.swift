import Kernels
import Testing

@Suite("Fisher's exact test")
struct FisherTests {
    /// `scipy.stats.fisher_exact([[a, n - a], [b, m - b]], alternative="less")`, SciPy 1.17.
    @Test(
        "gives the chance of so few hits or fewer",
        arguments: [
            (0, 12, 30, 1070, 0.7123621300556696), (3, 30, 400, 1000, 0.0003731453918689489),
            (5, 5, 7, 9, 1), (20, 400, 900, 9000, 0.00026774057106941944), (0, 0, 5, 10, 1),
        ] as [(Double, Double, Double, Double, Double)]
    )
    func less(a: Double, n: Double, b: Double, m: Double, chance: Double) {
        let found = TwoProportions.chanceOfFewer((a, n), (b, m))
        #expect((found / chance - 1).magnitude < 1e-9)
    }
}
