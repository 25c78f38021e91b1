/// The numbers, none of them below zero, at which ½ uᵀHu − cᵀu is smallest.
///
/// The active sets of Lawson and Hanson (Solving Least Squares Problems, 1974, chapter 23), on the
/// normal equations: for the matrix AᵀA and the right side Aᵀb it is non-negative least squares.
package enum NonNegativeQuadratic {
    /// What has to be left of a column beside those that are free, as a share of its own square.
    private static let independence = 1e-12

    /// `matrix` is symmetric and positive semidefinite; of columns that tell the same one is used.
    package static func minimum(_ matrix: DenseMatrix, _ right: [Double]) -> [Double] {
        precondition(matrix.rows == right.count, "a right side as high as the matrix")
        var search = Search(matrix: matrix, right: right)
        // Each round frees a number; more than a few for each are steps on the spot.
        for _ in 0..<max(30, 10 * right.count) {
            guard search.freeNext() else { break }
        }
        return search.solution
    }

    private struct Search {
        let matrix: DenseMatrix
        let right: [Double]
        var solution: [Double]
        /// The places of the numbers that may be above zero.
        var free: [Int] = []
        let tolerance: Double

        init(matrix: DenseMatrix, right: [Double]) {
            self.matrix = matrix
            self.right = right
            solution = Array(repeating: 0, count: right.count)
            tolerance = 1e-13 * (right.map(\.magnitude).max() ?? 0)
        }

        /// Frees the number that helps most, and moves to the best point; false where none helps.
        mutating func freeNext() -> Bool {
            let slopes = right.indices.map { place in
                right[place] - right.indices.reduce(0) { $0 + matrix[place, $1] * solution[$1] }
            }
            let helping = slopes.indices
                .filter { !free.contains($0) && slopes[$0] > tolerance && isIndependent($0) }
            guard let next = helping.max(by: { (slopes[$0], $1) < (slopes[$1], $0) }) else {
                return false
            }
            free = (free + [next]).sorted()
            moveToBest()
            return true
        }

        /// Whether a column is no combination of the free ones.
        private func isIndependent(_ place: Int) -> Bool {
            let own = matrix[place, place]
            guard own > 0 else { return false }
            guard let factor = Cholesky(matrix.restricted(to: free)), !free.isEmpty else {
                return free.isEmpty
            }
            let column = free.map { matrix[$0, place] }
            let explained = zip(column, factor.solve(column)).reduce(0) { $0 + $1.0 * $1.1 }
            return own - explained > independence * own
        }

        /// Towards the best point of the free numbers; those that would fall below zero are bound.
        private mutating func moveToBest() {
            while !free.isEmpty, let factor = Cholesky(matrix.restricted(to: free)) {
                let best = factor.solve(free.map { right[$0] })
                guard best.contains(where: { $0 <= 0 }) else {
                    for (place, value) in zip(free, best) { solution[place] = value }
                    return
                }
                let steps = zip(free, best).filter { $0.1 <= 0 }
                    .map { solution[$0.0] / (solution[$0.0] - $0.1) }
                // A number that is freed at zero and would fall at once takes no step.
                let step = steps.filter(\.isFinite).min() ?? 0
                for (place, value) in zip(free, best) {
                    solution[place] += step * (value - solution[place])
                }
                let bound = zip(free, best).filter { $0.1 <= 0 && solution[$0.0] <= 1e-15 }
                    .map(\.0)
                for place in bound { solution[place] = 0 }
                free.removeAll(where: bound.contains)
                if bound.isEmpty { return }
            }
        }
    }
}
