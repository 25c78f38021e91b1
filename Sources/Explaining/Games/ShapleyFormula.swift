/// Shapley's values by their definition (1953), from the worths of all coalitions.
enum ShapleyFormula {
    /// φⱼ = Σ s! (n − s − 1)! / n! (v(S ∪ j) − v(S)) over all coalitions S without j, of s players; a
    /// coalition's number has a bit for each of its players.
    static func values(players: Int, _ worth: (Int) -> Double) -> [Double] {
        let shares = shares(players)
        return (0..<players).map { player in
            var sum = 0.0
            for coalition in 0..<1 << players where coalition >> player & 1 == 0 {
                let gain = worth(coalition | 1 << player) - worth(coalition)
                sum += shares[coalition.nonzeroBitCount] * gain
            }
            return sum
        }
    }

    /// s! (n − s − 1)! / n! for s = 0...n − 1.
    static func shares(_ players: Int) -> [Double] {
        var shares: [Double] = []
        var ways = 1.0
        for size in 0..<players {
            shares.append(1 / (Double(players) * ways))
            ways *= Double(players - 1 - size) / Double(size + 1)
        }
        return shares
    }
}
