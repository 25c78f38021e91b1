import Kernels

/// Points drawn by chance, each number evenly on its scale.
///
/// What a trial draws hangs on the seed and its number alone, so that a search may be cut anywhere.
package struct RandomPoints: Sendable {
    private let space: SearchSpace
    private let stream: RandomStream

    package init(_ space: SearchSpace, seed: UInt64) {
        self.space = space
        stream = RandomStream(seed: seed, purpose: "tune")
    }

    /// The point of a trial, other than those that were tried; nil where chance finds none.
    package func point(_ trial: Int, besides tried: Set<SearchSpace.Point>) -> SearchSpace.Point? {
        var draws = stream.draws(row: trial)
        for _ in 0..<1000 {
            let point = space.dimensions.map { dimension -> Double in
                switch dimension.extent {
                case .choices(let values): return Double(draws.integer(below: values.count))
                case .numbers(let numbers):
                    let share = draws.uniform()
                    let ends = numbers.ends
                    let place = ends.lowerBound + (ends.upperBound - ends.lowerBound) * share
                    return numbers.number(at: place)
                }
            }
            if !tried.contains(point) { return point }
        }
        return nil
    }
}
