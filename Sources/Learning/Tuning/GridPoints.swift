/// Every combination of the values of some settings.
package enum GridPoints {
    /// The most combinations that a grid may have.
    package static let most = 10_000.0

    /// How many levels a range has: as many, the same for all, as leave the grid within `tries`
    /// combinations; nil where even two are too many.
    ///
    /// A range of fewer whole numbers has all of them.
    package static func levels(_ space: SearchSpace, tries: Int) -> Int? {
        guard space.dimensions.contains(where: \.isRange) else {
            return size(space, levels: 1) <= Double(tries) ? 1 : nil
        }
        var levels: Int?
        // What has all its numbers grows no more, and so the search ends.
        for more in 2...max(2, tries) {
            guard size(space, levels: more) <= Double(tries) else { break }
            levels = more
        }
        return levels
    }

    /// How many combinations there are with so many levels a range.
    package static func size(_ space: SearchSpace, levels: Int) -> Double {
        space.dimensions.reduce(1) {
            $0 * min($1.count ?? .infinity, $1.isRange ? Double(levels) : .infinity)
        }
    }

    /// The combinations, the last setting changing fastest.
    package static func points(_ space: SearchSpace, levels: Int) -> [SearchSpace.Point] {
        space.dimensions.reduce([[]]) { points, dimension in
            let values = dimension.levels(levels)
            return points.flatMap { point in values.map { point + [$0] } }
        }
    }
}

extension SearchSpace.Dimension {
    /// Whether it is of numbers between two.
    package var isRange: Bool { if case .numbers = extent { true } else { false } }
}
