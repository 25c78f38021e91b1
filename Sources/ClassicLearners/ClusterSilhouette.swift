import Kernels

/// How much nearer rows are to their own cluster than to the next.
extension ClusterPoints {
    /// The mean of (b − a) / max(a, b) over some rows, all where there are few (Rousseeuw 1987).
    ///
    /// Of a row a is the mean distance to the others of its cluster, and b that to the rows of the nearest
    /// other cluster. A row that is alone counts 0; nil for a single cluster.
    func silhouette(
        _ labels: [Int32],
        most: Int = 2000,
        _ stream: RandomStream,
        in work: WorkContext
    ) throws -> Double? {
        let counted = (0..<count).filter { weight($0) > 0 }
        let chosen =
            counted.count > most
            ? stream.permutation(counted.count).prefix(most).map { counted[$0] }.sorted()
            : counted
        let clusters = (labels.max() ?? 0) + 1
        var sizes = [Double](repeating: 0, count: Int(clusters))
        for row in chosen { sizes[Int(labels[row])] += 1 }
        guard sizes.count(where: { $0 > 0 }) > 1 else { return nil }
        let counts = sizes
        let widths = try parallelChunks(
            count: chosen.count,
            size: 64,
            threads: work.threads,
            cancellation: work.cancellation
        ) { range in range.map { width(of: chosen[$0], among: chosen, labels, counts) } }
        return Sums.mean(widths.flatMap(\.self))
    }

    private func width(
        of row: Int,
        among chosen: [Int],
        _ labels: [Int32],
        _ sizes: [Double]
    ) -> Double {
        var sums = [Double](repeating: 0, count: sizes.count)
        for other in chosen { sums[Int(labels[other])] += square(row, other).squareRoot() }
        let own = Int(labels[row])
        guard sizes[own] > 1 else { return 0 }
        let within = sums[own] / (sizes[own] - 1)
        let next =
            sizes.indices.filter { $0 != own && sizes[$0] > 0 }
            .map { sums[$0] / sizes[$0] }.min() ?? within
        let larger = max(within, next)
        return larger > 0 ? (next - within) / larger : 0
    }
}
