/// The probabilities of several classes from those of each two of them.
///
/// They make `Σ (r_ji p_i - r_ij p_j)²` least, where `r_ij` is the probability of i among i and j:
/// the second method of Wu, Lin and Weng, *Probability estimates for multi-class classification by
/// pairwise coupling* (2004), which libsvm uses too, here to the last bits.
struct PairwiseCoupling {
    private let classes: Int
    private var quadratic: [Double]
    private var probabilities: [Double]
    private var products: [Double]

    init(classes: Int) {
        self.classes = classes
        quadratic = Array(repeating: 0, count: classes * classes)
        probabilities = Array(repeating: 0, count: classes)
        products = probabilities
    }

    /// Certainties are held this far off 0 and 1, so that the least is one point.
    private static let least = 1e-7
    private static let mostSweeps = 1000
    private static let tolerance = 1e-12

    /// `seconds` are the probabilities of the second class of each pair, in the order of
    /// `ClassPair.all`.
    mutating func callAsFunction(_ seconds: [Double]) -> [Double] {
        fill(seconds)
        for place in 0..<classes { probabilities[place] = 1 / Double(classes) }
        for _ in 0..<Self.mostSweeps {
            var total = 0.0
            for row in 0..<classes {
                products[row] = 0
                for column in 0..<classes {
                    products[row] += quadratic[row * classes + column] * probabilities[column]
                }
                total += probabilities[row] * products[row]
            }
            if products.allSatisfy({ ($0 - total).magnitude < Self.tolerance }) { break }
            sweep(total)
        }
        return probabilities
    }

    private mutating func fill(_ seconds: [Double]) {
        for place in quadratic.indices { quadratic[place] = 0 }
        var pair = 0
        for first in 0..<classes {
            for second in first + 1..<classes {
                let p = min(max(seconds[pair], Self.least), 1 - Self.least)
                quadratic[first * classes + first] += p * p
                quadratic[second * classes + second] += (1 - p) * (1 - p)
                quadratic[first * classes + second] = -p * (1 - p)
                quadratic[second * classes + first] = -p * (1 - p)
                pair += 1
            }
        }
    }

    /// One probability after the other goes where its condition holds, and all are scaled to one.
    private mutating func sweep(_ start: Double) {
        var total = start
        for place in 0..<classes {
            let diagonal = quadratic[place * classes + place]
            let step = (total - products[place]) / diagonal
            probabilities[place] += step
            let scale = 1 + step
            total = (total + step * (step * diagonal + 2 * products[place])) / scale / scale
            for other in 0..<classes {
                let change = step * quadratic[place * classes + other]
                products[other] = (products[other] + change) / scale
                probabilities[other] /= scale
            }
        }
    }
}
