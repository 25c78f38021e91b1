/// Features by their weight, the largest first; those past a limit are told as one.
struct FeatureRanking {
    /// The positions that stand by themselves.
    let shown: [Int]
    /// The positions that are summed up; never just one.
    let rest: [Int]

    init(_ weights: [Double], limit: Int) {
        let order = weights.indices.sorted { a, b in
            weights[a] == weights[b] ? a < b : weights[a] > weights[b]
        }
        let cut = order.count - limit > 1 ? limit : order.count
        shown = Array(order.prefix(cut))
        rest = Array(order.dropFirst(cut))
    }

    /// What the rest is called.
    var restLabel: String { "\(rest.count) other features" }
}
