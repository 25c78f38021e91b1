/// Shares a leaf's value among the players on its path.
///
/// Holds room for the work: each thread has a copy of its own.
struct LeafSharing: Sendable {
    /// For n players the rule of ⌈n/2⌉ nodes: exact, as the integrand's degree is below n.
    private let rules: [[QuadratureStep]]
    private var factors: [SIMD4<Double>]
    private var heads: [SIMD4<Double>]
    /// What was last shared out: a number for each of the leaf's players.
    private(set) var shares: [Double]
    /// `1 / (p · C(p + q, p))` at p, q.
    private let weights: [[Double]]

    /// Four nodes of a rule; what the last lacks weighs nothing.
    struct QuadratureStep: Sendable {
        var nodes = SIMD4<Double>(repeating: 0.5)
        var weights = SIMD4<Double>.zero
    }

    /// For paths of at most `most` players.
    init(most: Int, game: LeafGame) {
        switch game {
        case .pathDependent:
            weights = []
            rules = (0...most).map { LeafSharing.rule(players: $0) }
        case .against:
            weights = (0...most).map { p in (0...most - p).map { LeafSharing.weight(p, $0) } }
            rules = []
        }
        factors = Array(repeating: .zero, count: max(1, most))
        heads = factors
        shares = Array(repeating: 0, count: max(1, most))
    }

    private static func rule(players: Int) -> [QuadratureStep] {
        let count = (players + 1) / 2
        guard count > 0 else { return [] }
        let rule = GaussLegendre(count)
        return stride(from: 0, to: count, by: 4).map { start in
            var step = QuadratureStep()
            for lane in 0..<min(4, count - start) {
                step.nodes[lane] = rule.nodes[start + lane]
                step.weights[lane] = rule.weights[start + lane]
            }
            return step
        }
    }

    private static func weight(_ p: Int, _ q: Int) -> Double {
        guard p > 0 else { return 0 }
        var ways = 1.0
        for k in stride(from: 1, through: p, by: 1) { ways *= Double(q + k) / Double(k) }
        return 1 / (Double(p) * ways)
    }

    /// Shares the leaf's value out, where `met` are the players whose conditions the row meets.
    ///
    /// Path-dependent: φⱼ = v (oⱼ − zⱼ) ∫₀¹ Πₖ≠ⱼ (t oₖ + (1 − t) zₖ) dt, with oₖ whether the row meets
    /// the conditions on k and zₖ the share of training rows that do (Owen 1972; Wettenstein,
    /// Mitchell and Yu 2026, arXiv 2605.04497).
    mutating func share<Subset: PlayerSubset>(_ leaf: PatternLeaf, _ met: Subset) {
        let players = leaf.players.span
        let count = players.count
        for k in 0..<count { shares[k] = 0 }
        for step in rules[count] {
            var running = step.weights * leaf.value
            let rest = 1 - step.nodes
            for k in 0..<count {
                heads[k] = running
                let share = rest * players[k].share
                factors[k] = met.contains(k) ? step.nodes + share : share
                running *= factors[k]
            }
            var tail = SIMD4<Double>(repeating: 1)
            for k in stride(from: count - 1, through: 0, by: -1) {
                let gap = (met.contains(k) ? 1 : 0) - players[k].share
                shares[k] += gap * (heads[k] * tail).sum()
                tail *= factors[k]
            }
        }
    }

    /// The same against a background.
    ///
    /// A background row counts where each player's conditions are met by it or by the row: the p
    /// players whose are met by the row alone share v (p−1)! q! / (p+q)! each, the q whose are met
    /// by the background alone lose v p! (q−1)! / (p+q)! each.
    mutating func share<Subset: PlayerSubset>(
        _ leaf: PatternLeaf,
        _ met: Subset,
        against background: [BackgroundPattern<Subset>]
    ) {
        let count = leaf.players.count
        for k in 0..<count { shares[k] = 0 }
        for other in background where met.covers(count, with: other.met) {
            let (p, q) = (met.count(without: other.met), other.met.count(without: met))
            guard p + q > 0 else { continue }
            let amount = leaf.value * other.weight
            let (gain, loss) = (amount * weights[p][q], amount * weights[q][p])
            for k in 0..<count {
                switch (met.contains(k), other.met.contains(k)) {
                case (true, false): shares[k] += gain
                case (false, true): shares[k] -= loss
                default: break
                }
            }
        }
    }
}

extension SIMD4<Double> {
    fileprivate func sum() -> Double { (self.x + self.y) + (self.z + self.w) }
}
