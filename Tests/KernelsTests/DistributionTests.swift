import Kernels
import Testing

@Suite("Distributions")
struct DistributionTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let arguments: [Double]
        let value: Double
        var testDescription: String { "\(name) \(arguments)" }
    }

    @Test("equal SciPy's to ten digits")
    func equalSciPy() throws {
        let cases = try fixture("distributions", as: [Case].self)
        #expect(cases.count > 200)
        for one in cases {
            let value = try #require(evaluate(one))
            // Zero comes from SciPy's own rounding at the median; small tails are compared relatively.
            let isClose = agree(
                value,
                one.value,
                relative: 1e-10,
                absolute: one.value == 0 ? 1e-15 : 0
            )
            #expect(isClose, "\(one.testDescription): \(value) and not \(one.value)")
        }
    }

    private func evaluate(_ one: Case) -> Double? {
        let a = one.arguments
        switch one.name {
        case "normalCDF": return NormalDistribution.cdf(a[0])
        case "normalQuantile": return NormalDistribution.quantile(a[0])
        case "studentCDF": return StudentDistribution(freedom: a[0]).cdf(a[1])
        case "studentQuantile": return StudentDistribution(freedom: a[0]).quantile(a[1])
        case "chiSquareLower": return ChiSquareDistribution(freedom: a[0]).tails(a[1]).lower
        case "chiSquareUpper": return ChiSquareDistribution(freedom: a[0]).tails(a[1]).upper
        case "chiSquareQuantile": return ChiSquareDistribution(freedom: a[0]).quantile(a[1])
        case "incompleteBeta":
            return GammaFunctions.incompleteBeta(a[0], a[1], a[2], rest: 1 - a[2]).lower
        case "fLower": return FDistribution(a[0], a[1]).tails(a[2]).lower
        case "fUpper": return FDistribution(a[0], a[1]).tails(a[2]).upper
        case "fQuantile": return FDistribution(a[0], a[1]).quantile(a[2])
        default: return nil
        }
    }

    @Test("answer at the ends of their ranges")
    func ends() {
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
        #expect(NormalDistribution.quantile(2).isNaN)
        #expect(StudentDistribution(freedom: 3).quantile(0) == -.infinity)
        #expect(ChiSquareDistribution(freedom: 3).quantile(1) == .infinity)
        #expect(ChiSquareDistribution(freedom: 3).cdf(.infinity) == 1)
        #expect(
            StudentDistribution(freedom: .infinity).quantile(0.975)
                == NormalDistribution.quantile(0.975)
        )
    }
}
