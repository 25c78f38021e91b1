/// The Gauss–Legendre rule that integrates a path's product exactly, four nodes at a time.
///
/// Without one of its n players the product has a degree below n, so ⌈n/2⌉ nodes are enough.
struct QuadratureRule: Sendable {
    let steps: [Step]

    /// Four nodes; what the last step lacks weighs nothing.
    struct Step: Sendable {
        var nodes = SIMD4<Double>(repeating: 0.5)
        var weights = SIMD4<Double>.zero
    }

    /// Rules of usual lengths, made once.
    private static let known = (0...64).map { QuadratureRule(players: $0) }

    static func of(players: Int) -> QuadratureRule {
        players < known.count ? known[players] : QuadratureRule(players: players)
    }

    private init(players: Int) {
        let count = (players + 1) / 2
        guard count > 0 else {
            steps = []
            return
        }
        let rule = GaussLegendre(count)
        steps = stride(from: 0, to: count, by: 4).map { start in
            var step = Step()
            for lane in 0..<min(4, count - start) {
                step.nodes[lane] = rule.nodes[start + lane]
                step.weights[lane] = rule.weights[start + lane]
            }
            return step
        }
    }
}

extension SIMD4<Double> {
    func sum() -> Double { (self.x + self.y) + (self.z + self.w) }
}
