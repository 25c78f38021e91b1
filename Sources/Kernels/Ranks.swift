/// Ranks from 1, where equal values share the average of theirs.
package enum Ranks {
    /// The average rank of each value, ascending; a NaN has a NaN.
    package static func average(_ values: [Double]) -> [Double] {
        let order = SortOrder.ascending(values)
        var ranks = [Double](repeating: .nan, count: values.count)
        for tie in ties(values, order: order) where !values[order[tie.lowerBound]].isNaN {
            let rank = Double(tie.lowerBound + tie.upperBound + 1) / 2
            for place in tie { ranks[order[place]] = rank }
        }
        return ranks
    }

    /// The runs of equal values in an ascending order of them.
    package static func ties(_ values: [Double], order: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        while start < order.count {
            let value = values[order[start]]
            var end = start + 1
            while end < order.count, values[order[end]] == value { end += 1 }
            runs.append(start..<end)
            start = end
        }
        return runs
    }
}
