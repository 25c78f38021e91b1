import Foundation
import Kernels

/// Starts that lie apart, by k-means++.
extension ClusterPoints {
    /// Centres of which each is drawn with a chance that grows with the square of its distance to the
    /// nearest before it; of some that are drawn the one that leaves least is taken.
    func start(_ clusters: Int, _ stream: RandomStream, in work: WorkContext) throws -> [[Double]] {
        var draws = stream.draws(row: 0)
        let trials = 2 + Int(log(Double(clusters)))
        let ones = [Double](repeating: 1, count: count)
        let first = try drawn(ones, draws.uniform(), in: work)
        var centers = [point(first)]
        var squares = [Double](repeating: .infinity, count: count)
        squares = try nearer(squares, to: centers[0], in: work).squares
        while centers.count < clusters {
            var best: (center: [Double], squares: [Double], total: Double)?
            for _ in 0..<trials {
                let row = try drawn(squares, draws.uniform(), in: work)
                let found = try nearer(squares, to: point(row), in: work)
                if found.total < best?.total ?? .infinity {
                    best = (point(row), found.squares, found.total)
                }
            }
            guard let best else { preconditionFailure("a distance is a number") }
            centers.append(best.center)
            squares = best.squares
        }
        return centers
    }

    /// The row at a share of the weighted sum of some sizes; of nothing but zeros the row at that share
    /// of the weights.
    private func drawn(_ sizes: [Double], _ share: Double, in work: WorkContext) throws -> Int {
        let sums = try parallelChunks(
            count: count,
            size: Self.chunk,
            threads: work.threads,
            cancellation: work.cancellation
        ) { range in range.reduce(0) { $0 + sizes[$1] * weight($1) } }
        let total = sums.reduce(0, +)
        guard total > 0 else {
            return try drawn(Array(repeating: 1, count: count), share, in: work)
        }
        var left = share * total
        var last = 0
        for (place, sum) in sums.enumerated() where sum > 0 {
            let range = place * Self.chunk..<min(count, (place + 1) * Self.chunk)
            guard left >= sum else {
                for row in range where sizes[row] * weight(row) > 0 {
                    left -= sizes[row] * weight(row)
                    last = row
                    if left < 0 { return row }
                }
                return last
            }
            left -= sum
            last = range.last { sizes[$0] * weight($0) > 0 } ?? last
        }
        return last
    }

    /// The squares of the distances to the nearest centre when one more is there, and their sum.
    private func nearer(
        _ squares: [Double],
        to center: [Double],
        in work: WorkContext
    ) throws -> (squares: [Double], total: Double) {
        let parts = try parallelChunks(
            count: count,
            size: Self.chunk,
            threads: work.threads,
            cancellation: work.cancellation
        ) { range -> ([Double], Double) in
            var near = Array(squares[range])
            var total = 0.0
            visitSquares(to: center, in: range) { start, found in
                for lane in 0..<min(8, range.upperBound - start) {
                    let place = start - range.lowerBound + lane
                    near[place] = min(near[place], found[lane])
                    total += near[place] * weight(start + lane)
                }
            }
            return (near, total)
        }
        return (parts.flatMap(\.0), parts.reduce(0) { $0 + $1.1 })
    }
}
