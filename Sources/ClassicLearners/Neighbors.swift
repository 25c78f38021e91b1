package import Catalog
import Diagnostics
package import Kernels
package import Learning
import Tables

/// The mean, or the shares of the classes, of the training rows that are nearest.
///
/// The distance of two rows is Euclid's over the features that both have, numbers in units of their
/// sd, a category or a bool 0 where it is the same and 1 where it is another; it is raised by the
/// share of features that one of them lacks: `sqrt(features / common · Σ gap²)`. Of rows as near the
/// first comes first. A row of weight 3 counts as three rows.
package struct Neighbors: Learner {
    package var neighbors = 5
    package var weights = "uniform"

    package static let name = "knn"
    package static let summary = "The mean, or the classes, of the training rows that are nearest."
    package static let settings: [Setting<Neighbors>] = [
        Setting(
            "neighbors",
            \.neighbors,
            "rows that are asked",
            in: .range(1...10_000),
            scale: .logarithmic
        ),
        Setting(
            "weights",
            \.weights,
            "whether all of them count alike, or each by one over its distance",
            in: .choice(["uniform", "distance"])
        ),
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { true }

    /// The most numbers that a model keeps: 160 MB.
    static let most = 20_000_000

    package func fit(_ data: Dataset, in work: WorkContext) throws -> NeighborsModel {
        work.progress.report("fitting")
        var rows = data.training
        if let weights = rows.weights {
            let places = weights.indices.filter { weights[$0] > 0 }
            rows = Examples(
                features: try rows.features.rows(at: places, in: work),
                target: places.map { rows.target[$0] },
                weights: places.map { weights[$0] }
            )
        }
        guard rows.count <= Self.most / max(1, data.features.count) else {
            throw Diagnostic.tooLarge(rows.count, data.features.count)
        }
        let weight = rows.weights.map { Sums.sum($0) } ?? Double(rows.count)
        guard weight >= Double(neighbors) else {
            throw Diagnostic.fewRows(neighbors, rows.count, rows.weights.map { Sums.sum($0) })
        }
        return NeighborsModel(rows, data.shape, neighbors, isByDistance: weights == "distance")
    }
}

extension Diagnostic {
    fileprivate static func tooLarge(_ rows: Int, _ features: Int) -> Diagnostic {
        let most = Neighbors.most / features
        return Diagnostic(
            "knn.size",
            "`knn` keeps its training rows, at most \(most) of \(features) features, and these are "
                + "\(rows)",
            hints: ["sample(\(most)) before `fit`"]
        )
    }

    fileprivate static func fewRows(
        _ neighbors: Int,
        _ rows: Int,
        _ weight: Double?
    ) -> Diagnostic {
        let found = weight.map { "rows that count \($0) together" } ?? "\(rows) rows"
        return Diagnostic(
            "knn.neighbors",
            "`knn` asks \(neighbors) neighbors, and there are \(found)",
            hints: ["neighbors: \(max(1, Int(weight ?? Double(rows))))"]
        )
    }
}
