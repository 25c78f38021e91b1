import Glibc
import Kernels
import Learning
import Tables

/// Training rows with the class and the weight of each.
struct ClassRows: Sendable {
    /// The share that a number's variance over all rows adds to its variance in each class, so that
    /// none is zero; scikit-learn's `var_smoothing`, for each feature by itself.
    static let floor = 1e-9

    private let labels: [Int]
    private let rowWeights: [Double]?
    /// The weight of each class.
    let weights: [Double]

    init(_ data: Dataset) {
        labels = data.training.target.map { Int($0) }
        rowWeights = data.training.weights
        var sums = [Double](repeating: 0, count: data.task.labels.count)
        for (row, label) in labels.enumerated() { sums[label] += rowWeights?[row] ?? 1 }
        weights = sums
    }

    /// The normal distribution of a number in each class; of a class without a value that of all.
    func spread(of cells: ArraySlice<Double>) -> LearnedFeature {
        var (counts, sums) = (zeros, zeros)
        each(cells) { label, cell, weight in
            counts[label] += weight
            sums[label] += weight * cell
        }
        let total = Sums.sum(counts)
        let mean = Sums.sum(sums) / total
        let means = zip(sums, counts).map { $1 > 0 ? $0 / $1 : mean }
        var squares = zeros
        each(cells) { label, cell, weight in
            let gap = cell - means[label]
            squares[label] += weight * gap * gap
        }
        let between = weights.indices.map { label in
            counts[label] * (means[label] - mean) * (means[label] - mean)
        }
        let variance = (Sums.sum(squares) + Sums.sum(between)) / total
        guard total > 0, variance > 0, variance.isFinite else { return silent }
        let variances = zip(squares, counts).map { $1 > 0 ? $0 / $1 : variance }
        let deviations = variances.map { ($0 + Self.floor * variance).squareRoot() }
        let centers = weights.indices.map { label in
            let terms = weights.indices.map { other in
                let gap = means[other] - means[label]
                let square = deviations[label] * deviations[label]
                let spread = (variances[other] + gap * gap) / square
                return counts[other] * (-log(deviations[label]) - spread / 2)
            }
            return Sums.sum(terms) / Sums.sum(weights)
        }
        return LearnedFeature(
            likelihood: .normal(means: means, deviations: deviations),
            centers: centers
        )
    }

    /// The shares of a category's levels in each class, after Laplace.
    func shares(of cells: ArraySlice<Double>, levels: Int, smoothing: Double) -> LearnedFeature {
        var counts = weights.map { _ in [Double](repeating: 0, count: levels) }
        each(cells) { label, cell, weight in counts[label][Int(cell)] += weight }
        let totals = counts.map { Sums.sum($0) }
        guard Sums.sum(totals) > 0 else { return silent }
        let shares = zip(counts, totals).map { counts, total in
            counts.map { ($0 + smoothing) / (total + smoothing * Double(levels)) }
        }
        let occurred = (0..<levels).map { level in Sums.sum(counts.map { $0[level] }) }
        let centers = shares.map { shares in
            Sums.sum(zip(occurred, shares).map { $0 * log($1) }) / Sums.sum(weights)
        }
        return LearnedFeature(likelihood: .shares(shares), centers: centers)
    }

    private var zeros: [Double] { weights.map { _ in 0 } }
    private var silent: LearnedFeature { LearnedFeature(likelihood: .silent, centers: zeros) }

    /// Calls `body` with every cell that is there.
    private func each(_ cells: ArraySlice<Double>, _ body: (Int, Double, Double) -> Void) {
        cells.withUnsafeBufferPointer { cells in
            for row in cells.indices where !cells[row].isNaN {
                body(labels[row], cells[row], rowWeights?[row] ?? 1)
            }
        }
    }
}
