/// A curve that never falls, straight between its points and level beyond the outermost.
package struct IsotonicCurve: Sendable, Hashable, Codable {
    package let x: [Double]
    package let y: [Double]

    /// Nil for points that are none of such a curve.
    package init?(x: [Double], y: [Double]) {
        guard !x.isEmpty, x.count == y.count, (x + y).allSatisfy(\.isFinite),
            zip(x, x.dropFirst()).allSatisfy(<), zip(y, y.dropFirst()).allSatisfy(<=)
        else { return nil }
        self.x = x
        self.y = y
    }

    /// The least squares among such curves, by pooling neighbours that would fall (Ayer and others,
    /// 1955); equal places are one, with the mean of their values.
    package init(fitting values: [Double], at places: [Double], weights: [Double]? = nil) {
        precondition(!places.isEmpty && places.count == values.count, "a value for every place")
        let order = SortOrder.ascending(places)
        let ties = Ranks.ties(places, order: order)
        var pools: [(sum: Double, weight: Double, ties: Int)] = []
        for tie in ties {
            let sum = tie.reduce(0) { $0 + values[order[$1]] * (weights?[order[$1]] ?? 1) }
            let weight = tie.reduce(0) { $0 + (weights?[order[$1]] ?? 1) }
            pools.append((sum, weight, 1))
            while let last = pools.last, let before = pools.dropLast().last,
                before.sum * last.weight >= last.sum * before.weight
            {
                pools.removeLast(2)
                let pooled = (before.sum + last.sum, before.weight + last.weight)
                pools.append((pooled.0, pooled.1, before.ties + last.ties))
            }
        }
        let levels = pools.flatMap { Array(repeating: $0.sum / $0.weight, count: $0.ties) }
        let marks = ties.map { places[order[$0.lowerBound]] }
        // What lies between two equal levels is on the line between them.
        let kept = levels.indices.filter {
            $0 == 0 || $0 == levels.count - 1 || levels[$0] != levels[$0 - 1]
                || levels[$0] != levels[$0 + 1]
        }
        x = kept.map { marks[$0] }
        y = kept.map { levels[$0] }
    }

    package func callAsFunction(_ place: Double) -> Double {
        guard !place.isNaN else { return .nan }
        var (low, high) = (0, x.count)
        while low < high {
            let middle = (low + high) / 2
            if x[middle] < place { low = middle + 1 } else { high = middle }
        }
        if low == x.count { return y[x.count - 1] }
        if low == 0 || x[low] == place { return y[low] }
        let share = (place - x[low - 1]) / (x[low] - x[low - 1])
        return y[low - 1] + share * (y[low] - y[low - 1])
    }
}
