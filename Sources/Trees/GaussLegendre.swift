import Glibc

/// Nodes and weights on 0...1 that integrate polynomials exactly up to degree 2n − 1.
struct GaussLegendre: Sendable {
    let nodes: [Double]
    let weights: [Double]

    /// Newton's method on Legendre's polynomial, from Tricomi's guess.
    init(_ count: Int) {
        precondition(count > 0, "a rule has a node")
        var nodes = [Double](repeating: 0.5, count: count)
        var weights = [Double](repeating: 0, count: count)
        for index in 0..<(count + 1) / 2 {
            var x = cos(.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
            var slope = 1.0
            for _ in 0..<100 {
                let (value, derivative) = GaussLegendre.legendre(count, at: x)
                slope = derivative
                let step = value / derivative
                x -= step
                if step.magnitude < 1e-16 { break }
            }
            slope = GaussLegendre.legendre(count, at: x).derivative
            let weight = 1 / ((1 - x * x) * slope * slope)
            nodes[index] = (1 - x) / 2
            nodes[count - 1 - index] = (1 + x) / 2
            weights[index] = weight
            weights[count - 1 - index] = weight
        }
        self.nodes = nodes
        self.weights = weights
    }

    private static func legendre(
        _ degree: Int,
        at x: Double
    ) -> (value: Double, derivative: Double) {
        var (before, value) = (1.0, x)
        for order in stride(from: 2, through: degree, by: 1) {
            let order = Double(order)
            (before, value) = (value, ((2 * order - 1) * x * value - (order - 1) * before) / order)
        }
        return (value, Double(degree) * (x * value - before) / (x * x - 1))
    }
}
