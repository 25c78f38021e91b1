package import Catalog
import Diagnostics
package import Kernels
package import Learning
import Tables

/// Clusters of rows around centres, so that the squared distances to them are small.
///
/// Lloyd's steps (1982) from starts that are drawn by k-means++ (Arthur & Vassilvitskii 2007), of
/// several candidates for each centre the best; of several restarts the one of the least inertia.
/// Numbers are in units of their sd, unless `scale: false`; a bool is 0 or 1, and two categories lie
/// one apart, as for `knn`. A missing cell counts as the mean, for a category as the shares of its
/// levels. A row of weight 3 counts as three rows.
package struct KMeans: UnsupervisedLearner {
    package var clusters = 8
    package var restarts = 10
    package var rounds = 300
    package var scale = true
    package var seed: Int?

    package static let name = "kmeans"
    package static let summary = "Clusters of rows around centres; without a target."
    package static let settings: [Setting<KMeans>] = [
        Setting(
            "clusters",
            \.clusters,
            "how many clusters",
            in: .range(1...10_000),
            scale: .logarithmic
        ),
        Setting(
            "restarts",
            \.restarts,
            "starts, of which the best is kept",
            in: .range(1...10_000),
            scale: .logarithmic
        ),
        Setting(
            "rounds",
            \.rounds,
            "moves of the centres at most, from each start",
            in: .range(1...100_000),
            scale: .logarithmic
        ),
        Setting("scale", \.scale, "whether numbers count in units of their sd"),
        .seed(\.seed),
    ]

    package static let takesWeights = true
    package static let instead = [
        "model | predict(rows)",
        "tree(cluster ~ . - distance)"
            + " | fit(model | predict(rows) | derive(cluster = text(cluster)))",
    ]

    package init() {}

    package func fit(_ rows: UnsupervisedRows, in work: WorkContext) throws -> KMeansModel {
        let count = rows.weights.map { $0.count { $0 > 0 } } ?? rows.count
        guard clusters <= count else {
            throw Diagnostic(
                "kmeans.clusters",
                "`kmeans` makes \(clusters) clusters, and there are \(count) rows",
                hints: ["clusters: \(max(1, min(count / 2, 8)))"]
            )
        }
        work.progress.report("fitting")
        let (space, points, enough) = try points(of: rows, in: work)
        var best: ClusterSearch?
        for restart in 0..<restarts {
            try work.cancellation.check()
            let stream = work.stream(seed, purpose: "kmeans \(restart)")
            let start = try points.start(clusters, stream, in: work)
            let found = try ClusterSearch(
                points,
                from: start,
                rounds: rounds,
                until: enough,
                in: work
            )
            if found.inertia < best?.inertia ?? .infinity { best = found }
            work.progress.report("fitting", fraction: Double(restart + 1) / Double(restarts))
        }
        guard let best else { preconditionFailure("there is a start") }
        return try found(best, space, points, rows.features, in: work).model
    }

    /// What one start leads to, which is a point for each cluster in the coordinates of the fit.
    package func clusters(
        _ rows: UnsupervisedRows,
        from start: [[Double]],
        in work: WorkContext
    ) throws -> FoundClusters {
        let (space, points, enough) = try points(of: rows, in: work)
        let search = try ClusterSearch(
            points,
            from: start,
            rounds: rounds,
            until: enough,
            in: work
        )
        return try found(search, space, points, rows.features, in: work)
    }

    /// The rows in their space, and how little centers move when a search is done.
    private func points(
        of rows: UnsupervisedRows,
        in work: WorkContext
    ) throws -> (space: DistanceSpace, points: ClusterPoints, enough: Double) {
        let space = DistanceSpace(
            rows.features,
            rows.matrix,
            weights: rows.weights,
            isScaled: scale
        )
        let points = ClusterPoints(space, rows.matrix, weights: rows.weights)
        return (space, points, try ClusterSearch.tolerance * points.meanVariance(in: work))
    }

    private func found(
        _ search: ClusterSearch,
        _ space: DistanceSpace,
        _ points: ClusterPoints,
        _ features: [Feature],
        in work: WorkContext
    ) throws -> FoundClusters {
        let stream = work.stream(seed, purpose: "kmeans silhouette")
        let silhouette = try points.silhouette(search.labels, stream, in: work)
        return FoundClusters(
            model: KMeansModel(
                search.sorted(),
                space,
                features: features,
                silhouette: silhouette,
                asked: clusters
            ),
            inertia: search.inertia,
            silhouette: silhouette,
            rounds: search.rounds
        )
    }
}

/// What a start led to.
package struct FoundClusters: Sendable {
    package let model: KMeansModel
    package let inertia: Double
    package let silhouette: Double?
    package let rounds: Int
}
