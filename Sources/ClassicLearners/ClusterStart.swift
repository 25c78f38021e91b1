import Foundation
import Kernels

/// Starts that lie apart, by k-means++.
extension ClusterPoints {
    /// Centres of which each is drawn with a chance that grows with the square of its distance to the
    /// nearest before it; of some that are drawn the one that leaves least is taken.
    func start(_ clusters: Int, _ stream: RandomStream, in work: WorkContext) throws -> [[Double]] {
        var draws = stream.draws(row: 0)
        let trials = 2 + Int(log(Double(clusters)))
        let weights = (0..<eights).map { self.weights(ofEight: $0) }
        let first = try drawn(weights, [draws.uniform()], in: work)[0]
        var centers = [point(first)]
        let far = [SIMD8<Double>](repeating: SIMD8(repeating: .infinity), count: eights)
        var squares = try nearer(far, to: centers[0], in: work)
        while centers.count < clusters {
            let shares = (0..<trials).map { _ in draws.uniform() }
            var sizes = zip(squares, weights).map { $0 * $1 }
            if !sizes.contains(where: { $0.sum() > 0 }) { sizes = weights }
            let candidates = try drawn(sizes, shares, in: work).map { point($0) }
            let totals = try totals(squares, weights, with: candidates, in: work)
            let best = totals.indices.min { (totals[$0], $0) < (totals[$1], $1) } ?? 0
            centers.append(candidates[best])
            squares = try nearer(squares, to: candidates[best], in: work)
        }
        return centers
    }

    /// The rows at some shares of the sum of the rows' sizes.
    private func drawn(
        _ sizes: [SIMD8<Double>],
        _ shares: [Double],
        in work: WorkContext
    ) throws -> [Int] {
        let eights = Self.chunk / 8
        let sums = try parallelChunks(
            count: sizes.count,
            size: eights,
            threads: work.threads,
            cancellation: work.cancellation
        ) { range in range.reduce(SIMD8<Double>.zero) { $0 + sizes[$1] }.sum() }
        let total = sums.reduce(0, +)
        return shares.map { share in
            var left = share * total
            var chunk = 0
            while chunk + 1 < sums.count, left >= sums[chunk] {
                left -= sums[chunk]
                chunk += 1
            }
            // Sums of other orders may differ in their last bits: then the last row with a size is it.
            let rows = chunk * Self.chunk..<min(count, (chunk + 1) * Self.chunk)
            for row in rows {
                left -= sizes[row / 8][row % 8]
                if left < 0 { return row }
            }
            return rows.last { sizes[$0 / 8][$0 % 8] > 0 }
                ?? (0..<count).last { sizes[$0 / 8][$0 % 8] > 0 } ?? 0
        }
    }

    /// What the squares of the distances to the nearest centre would add up to with each of some more.
    private func totals(
        _ squares: [SIMD8<Double>],
        _ weights: [SIMD8<Double>],
        with candidates: [[Double]],
        in work: WorkContext
    ) throws -> [Double] {
        let parts = try parallelChunks(
            count: count,
            size: Self.chunk,
            threads: work.threads,
            cancellation: work.cancellation
        ) { range -> [Double] in
            var totals = [SIMD8<Double>](repeating: .zero, count: candidates.count)
            visitSquares(range, to: candidates) { eight, place, found in
                totals[place] += pointwiseMin(squares[eight], found) * weights[eight]
            }
            return totals.map { $0.sum() }
        }
        return candidates.indices.map { place in parts.reduce(0) { $0 + $1[place] } }
    }

    /// The squares of the distances to the nearest centre when one more is there.
    private func nearer(
        _ squares: [SIMD8<Double>],
        to center: [Double],
        in work: WorkContext
    ) throws -> [SIMD8<Double>] {
        try parallelChunks(
            count: count,
            size: Self.chunk,
            threads: work.threads,
            cancellation: work.cancellation
        ) { range -> [SIMD8<Double>] in
            var near: [SIMD8<Double>] = []
            near.reserveCapacity(range.count / 8 + 1)
            visitSquares(range, to: [center]) { eight, _, found in
                near.append(pointwiseMin(squares[eight], found))
            }
            return near
        }.flatMap(\.self)
    }
}
