import Glibc
import Kernels

/// Points where good trials are dense and others are not: the tree-structured Parzen estimator of
/// Bergstra, Bardenet, Bengio and Kégl ("Algorithms for hyper-parameter optimization", 2011).
///
/// The kernels are products over all settings (Falkner, Klein and Hutter, 2018), with the widths,
/// weights and shares of Optuna's estimator (Akiba et al., 2019; Watanabe, 2023). A point that was
/// tried is not tried again.
package struct ParzenPoints: Sendable {
    /// Trials by chance before the first that learns from others.
    static let startup = 10
    /// Points drawn among the good, of which the best is tried.
    static let candidates = 24

    private let space: SearchSpace
    private let chance: RandomPoints
    private let stream: RandomStream

    package init(_ space: SearchSpace, seed: UInt64) {
        self.space = space
        chance = RandomPoints(space, seed: seed)
        stream = RandomStream(seed: seed, purpose: "tune parzen")
    }

    /// The points of the first trials, by chance.
    func first(_ count: Int) -> [SearchSpace.Point] { chance.points(count) }

    /// The point of a trial, from the points before it and their losses; nil where none is left.
    package func point(
        _ trial: Int,
        after tried: [(point: SearchSpace.Point, loss: Double)]
    ) -> SearchSpace.Point? {
        let known = Set(tried.map(\.point))
        let measured = tried.count { $0.loss < .infinity }
        guard measured > 1, tried.count >= Self.startup else {
            return chance.point(trial, besides: known)
        }
        let order = tried.indices.sorted { (tried[$0].loss, $0) < (tried[$1].loss, $1) }
        let count = min(measured, min(25, Int((0.1 * Double(tried.count)).rounded(.up))))
        // In the order of the trials, by which later ones weigh more.
        let good = ParzenMixture(order[..<count].sorted().map { tried[$0].point }, in: space)
        let other = ParzenMixture(order[count...].sorted().map { tried[$0].point }, in: space)
        var draws = stream.draws(row: trial)
        var best: (point: SearchSpace.Point, gain: Double)?
        for _ in 0..<Self.candidates {
            let point = good.point(&draws)
            guard !known.contains(point) else { continue }
            let gain = good.logDensity(point) - other.logDensity(point)
            if best.map({ gain > $0.gain }) ?? true { best = (point, gain) }
        }
        return best?.point ?? chance.point(trial, besides: known)
    }
}

/// A density over a search space: a kernel at each of some points, and a wide one over all.
struct ParzenMixture: Sendable {
    private let space: SearchSpace
    /// The kernels' centres; the wide one is the last and has none.
    private let centres: [SearchSpace.Point]
    private let logWeights: [Double]
    private let cumulated: [Double]
    /// The width of the kernels on the scale of each range of numbers.
    private let widths: [Double]

    init(_ points: [SearchSpace.Point], in space: SearchSpace) {
        self.space = space
        centres = points
        let weights = Self.weights(points.count) + [1]
        let total = weights.reduce(0, +)
        logWeights = weights.map { log($0 / total) }
        var sum = 0.0
        cumulated = weights.map { weight in
            sum += weight / total
            return sum
        }
        let exponent = -1 / (Double(space.dimensions.count) + 4)
        let share = 0.2 * pow(Double(max(1, points.count)), exponent)
        let least = 1 / min(100, Double(points.count) + 2)
        widths = space.dimensions.map { dimension in
            guard case .numbers(let numbers) = dimension.extent else { return 0 }
            let width = numbers.ends.upperBound - numbers.ends.lowerBound
            return width * min(1, max(least, share))
        }
    }

    /// The last 25 points weigh one, those before them less and less.
    private static func weights(_ count: Int) -> [Double] {
        guard count > 25 else { return Array(repeating: 1, count: count) }
        let early = count - 25
        let first = 1 / Double(count)
        let ramp = (0..<early).map { place in
            early == 1 ? first : first + (1 - first) * Double(place) / Double(early - 1)
        }
        return ramp + Array(repeating: 1, count: 25)
    }

    /// A point drawn from the density.
    func point(_ draws: inout RandomStream.Draws) -> SearchSpace.Point {
        let share = draws.uniform()
        let kernel = cumulated.firstIndex { share < $0 } ?? centres.count
        return space.dimensions.indices.map { place in
            switch space.dimensions[place].extent {
            case .choices(let values):
                let shares = choiceShares(kernel, place, values.count)
                var left = draws.uniform()
                for (choice, share) in shares.enumerated() {
                    left -= share
                    if left < 0 { return Double(choice) }
                }
                return Double(values.count - 1)
            case .numbers(let numbers):
                let normal = normal(kernel, place, numbers)
                let (low, high) = normal.ends(numbers)
                let quantile = NormalDistribution.quantile(low + (high - low) * draws.uniform())
                let drawn = normal.mean + normal.width * quantile
                let place = min(max(drawn, numbers.ends.lowerBound), numbers.ends.upperBound)
                return numbers.number(at: place)
            }
        }
    }

    /// The logarithm of the density at a point, for whole numbers and choices of the probability.
    func logDensity(_ point: SearchSpace.Point) -> Double {
        let parts = (0...centres.count).map { kernel in
            point.indices.reduce(logWeights[kernel]) { sum, place in
                switch space.dimensions[place].extent {
                case .choices(let values):
                    return sum + log(choiceShares(kernel, place, values.count)[Int(point[place])])
                case .numbers(let numbers):
                    return sum + normal(kernel, place, numbers).logDensity(point[place], numbers)
                }
            }
        }
        let largest = parts.max() ?? 0
        guard largest > -.infinity else { return largest }
        return largest + log(parts.reduce(0) { $0 + exp($1 - largest) })
    }

    /// A kernel's probability of each choice: the one at its centre is likelier.
    private func choiceShares(_ kernel: Int, _ place: Int, _ count: Int) -> [Double] {
        var shares = [Double](repeating: 1 / Double(centres.count + 1), count: count)
        if kernel < centres.count { shares[Int(centres[kernel][place])] += 1 }
        let total = shares.reduce(0, +)
        return shares.map { $0 / total }
    }

    private func normal(_ kernel: Int, _ place: Int, _ numbers: NumberExtent) -> CutNormal {
        let ends = numbers.ends
        guard kernel < centres.count else {
            return CutNormal(
                mean: (ends.lowerBound + ends.upperBound) / 2,
                width: ends.upperBound - ends.lowerBound
            )
        }
        return CutNormal(mean: numbers.scaled(centres[kernel][place]), width: widths[place])
    }
}

/// A normal distribution on a range's scale, cut at the ends of the range.
private struct CutNormal {
    var mean: Double
    var width: Double

    private func below(_ place: Double) -> Double {
        NormalDistribution.cdf((place - mean) / width)
    }

    /// The shares of the whole distribution below both ends.
    func ends(_ numbers: NumberExtent) -> (low: Double, high: Double) {
        (below(numbers.ends.lowerBound), below(numbers.ends.upperBound))
    }

    func logDensity(_ number: Double, _ numbers: NumberExtent) -> Double {
        let (low, high) = ends(numbers)
        guard numbers.isWhole else {
            let distance = (numbers.scaled(number) - mean) / width
            let height = -0.5 * distance * distance - log(width * (2 * Double.pi).squareRoot())
            return height - log(high - low)
        }
        let mass = below(numbers.scaled(number + 0.5)) - below(numbers.scaled(number - 0.5))
        // Far away from the mean the difference vanishes in rounding.
        return log(max(mass, .leastNormalMagnitude)) - log(high - low)
    }
}
