/// Where values stand among each other.
package enum RankShades {
    /// The share of the others that are smaller, equals in the middle of their ranks; nil for a
    /// value that is not a number, and one half where all are equal.
    package static func of(_ values: [Double]) -> [Double?] {
        let places = values.indices.filter { !values[$0].isNaN }.sorted { values[$0] < values[$1] }
        var shades = [Double?](repeating: nil, count: values.count)
        var start = 0
        while start < places.count {
            var end = start
            while end + 1 < places.count, values[places[end + 1]] == values[places[start]] {
                end += 1
            }
            let middle = Double(start + end) / 2
            let shade = places.count > 1 ? middle / Double(places.count - 1) : 0.5
            for place in start...end { shades[places[place]] = shade }
            start = end + 1
        }
        return shades
    }
}
