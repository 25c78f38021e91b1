import Kernels

/// Points drawn by chance, each number evenly on its scale.
///
/// What a trial draws hangs on the seed, its number and what was tried before, so that a search may
/// be cut anywhere.
package struct RandomPoints: Sendable {
    private let space: SearchSpace
    private let stream: RandomStream

    package init(_ space: SearchSpace, seed: UInt64) {
        self.space = space
        stream = RandomStream(seed: seed, purpose: "tune")
    }

    /// The points of the first trials, none of them twice; fewer where there are no more.
    package func points(_ count: Int) -> [SearchSpace.Point] {
        var (points, known): ([SearchSpace.Point], Set<SearchSpace.Point>) = ([], [])
        while points.count < count, let point = point(points.count + 1, besides: known) {
            points.append(point)
            known.insert(point)
        }
        return points
    }

    /// The point of a trial, other than those that were tried; nil where there is no other.
    package func point(_ trial: Int, besides tried: Set<SearchSpace.Point>) -> SearchSpace.Point? {
        var draws = stream.draws(row: trial)
        for _ in 0..<1000 {
            let point = drawn(&draws)
            if !tried.contains(point) { return point }
        }
        // Chance alone would hardly find the last ones of a finite space.
        guard let count = space.count, count <= GridPoints.most else { return nil }
        let left = GridPoints.points(space, levels: Int(count)).filter { !tried.contains($0) }
        return left.isEmpty ? nil : left[draws.integer(below: left.count)]
    }

    private func drawn(_ draws: inout RandomStream.Draws) -> SearchSpace.Point {
        space.dimensions.map { dimension in
            switch dimension.extent {
            case .choices(let values): return Double(draws.integer(below: values.count))
            case .numbers(let numbers):
                let share = draws.uniform()
                let ends = numbers.ends
                let place = ends.lowerBound + (ends.upperBound - ends.lowerBound) * share
                return numbers.number(at: place)
            }
        }
    }
}
