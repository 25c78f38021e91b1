/// Shares a leaf's value among the players on its path.
///
/// Holds room for the work: each thread has a copy of its own.
struct LeafSharing: Sendable {
    /// The rule for each number of players.
    private let rules: [QuadratureRule]
    private var factors: [SIMD4<Double>]
    private var heads: [SIMD4<Double>]
    private var tails: [SIMD4<Double>]
    let terms: LeafTerms
    /// What was last shared out: the terms of the leaf's players.
    private(set) var shares: [Double]
    /// `1 / (p · C(p + q, p))` at p, q.
    private let weights: [[Double]]
    /// `p! q! / (p + q + 1)!` at p, q; where pairs are asked for.
    private let pairWeights: [[Double]]

    /// For paths of at most `most` players.
    init(most: Int, game: LeafGame, terms: LeafTerms = .values) {
        self.terms = terms
        switch game {
        case .pathDependent:
            weights = []
            rules = (0...most).map { QuadratureRule.of(players: $0) }
        case .against:
            weights = (0...most).map { p in (0...most - p).map { LeafSharing.weight(p, $0) } }
            rules = []
        }
        factors = Array(repeating: .zero, count: max(1, most))
        heads = factors
        tails = Array(repeating: SIMD4(repeating: 1), count: most + 1)
        shares = Array(repeating: 0, count: max(1, terms.count(most)))
        if case (.against, .pairs) = (game, terms) {
            pairWeights = (0...most).map { p in
                (0...most - p).map { LeafSharing.weight(p + 1, $0) }
            }
        } else {
            pairWeights = []
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
    /// Mitchell and Yu 2026, arXiv 2605.04497). Two players together add the same without both and
    /// with both gaps.
    mutating func share<Subset: PlayerSubset>(_ leaf: PatternLeaf, _ met: Subset) {
        let players = leaf.players.span
        let count = players.count
        for k in 0..<terms.count(count) { shares[k] = 0 }
        for step in rules[count].steps {
            var running = step.weights * leaf.value
            let rest = 1 - step.nodes
            for k in 0..<count {
                heads[k] = running
                let share = rest * players[k].share
                factors[k] = met.contains(k) ? step.nodes + share : share
                running *= factors[k]
            }
            tails[count] = SIMD4(repeating: 1)
            for k in stride(from: count - 1, through: 0, by: -1) {
                let gap = (met.contains(k) ? 1 : 0) - players[k].share
                shares[own(k, count)] += gap * (heads[k] * tails[k + 1]).sum()
                tails[k] = tails[k + 1] * factors[k]
            }
            if case .pairs = terms { sharePairs(leaf, met) }
        }
    }

    private mutating func sharePairs<Subset: PlayerSubset>(_ leaf: PatternLeaf, _ met: Subset) {
        let players = leaf.players.span
        let count = players.count
        for first in 0..<count {
            let gap = (met.contains(first) ? 1 : 0) - players[first].share
            var between = heads[first]
            for second in first + 1..<count {
                let other = (met.contains(second) ? 1 : 0) - players[second].share
                let whole = (between * tails[second + 1]).sum()
                shares[own(first, count) + second - first] += 0.5 * gap * other * whole
                between *= factors[second]
            }
        }
    }

    /// Where a player's own number stands among the terms of so many.
    @inline(__always)
    private func own(_ player: Int, _ count: Int) -> Int {
        switch terms {
        case .values: player
        case .pairs: player * count - player * (player - 1) / 2
        }
    }

    /// The same against a background.
    ///
    /// A background row counts where each player's conditions are met by it or by the row: the p
    /// players whose are met by the row alone share v (p−1)! q! / (p+q)! each, the q whose are met
    /// by the background alone lose v p! (q−1)! / (p+q)! each. Two of the p add
    /// v (p−2)! q! / (p+q−1)! together, two of the q v p! (q−2)! / (p+q−1)!, and one of each takes
    /// v (p−1)! (q−1)! / (p+q−1)! away.
    mutating func share<Subset: PlayerSubset>(
        _ leaf: PatternLeaf,
        _ met: Subset,
        against background: [BackgroundPattern<Subset>]
    ) {
        let count = leaf.players.count
        for k in 0..<terms.count(count) { shares[k] = 0 }
        for other in background where met.covers(count, with: other.met) {
            let (p, q) = (met.count(without: other.met), other.met.count(without: met))
            guard p + q > 0 else { continue }
            let amount = leaf.value * other.weight
            let (gain, loss) = (amount * weights[p][q], amount * weights[q][p])
            for k in 0..<count {
                switch (met.contains(k), other.met.contains(k)) {
                case (true, false): shares[own(k, count)] += gain
                case (false, true): shares[own(k, count)] -= loss
                default: break
                }
            }
            if case .pairs = terms { sharePairs(amount / 2, met, other.met, (p, q), count) }
        }
    }

    private mutating func sharePairs<Subset: PlayerSubset>(
        _ amount: Double,
        _ met: Subset,
        _ other: Subset,
        _ sizes: (p: Int, q: Int),
        _ count: Int
    ) {
        let (p, q) = sizes
        guard p + q > 1 else { return }
        let both = p > 1 ? amount * pairWeights[p - 2][q] : 0
        let mixed = p > 0 && q > 0 ? amount * pairWeights[p - 1][q - 1] : 0
        let neither = q > 1 ? amount * pairWeights[p][q - 2] : 0
        for first in 0..<count where met.contains(first) != other.contains(first) {
            for second in first + 1..<count
            where met.contains(second) != other.contains(second) {
                let place = own(first, count) + second - first
                switch (met.contains(first), met.contains(second)) {
                case (true, true): shares[place] += both
                case (false, false): shares[place] += neither
                default: shares[place] -= mixed
                }
            }
        }
    }
}
