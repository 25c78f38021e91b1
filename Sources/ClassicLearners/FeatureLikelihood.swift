import Glibc
import Learning

/// How the values of one feature are spread within each class.
enum FeatureLikelihood: Codable, Hashable, Sendable {
    /// No row has a value, or all have the same one: it leaves the odds as they are.
    case silent
    /// Normal, with a mean and a standard deviation for each class.
    case normal(means: [Double], deviations: [Double])
    /// For each class the share of each level.
    case shares([[Double]])

    /// Beyond so many squared deviations a value counts no less likely, so that sums stay finite.
    static let farthest = 1e100

    /// Adds the log likelihood of each cell in a class to its row's score, but for a constant that
    /// is the same of all classes; a missing cell, or a level that is not known, adds nothing.
    func add(
        _ cells: UnsafeBufferPointer<Double>,
        of label: Int,
        to scores: UnsafeMutableBufferPointer<Double>
    ) {
        switch self {
        case .silent: break
        case .normal(let means, let deviations):
            let (mean, scale) = (means[label], 1 / deviations[label])
            let height = -log(deviations[label])
            for row in cells.indices {
                let gap = (cells[row] - mean) * scale
                let term = height - min(gap * gap, Self.farthest) / 2
                scores[row] += cells[row].isNaN ? 0 : term
            }
        case .shares(let shares):
            let logs = shares[label].map { log($0) }
            for row in cells.indices where cells[row] < Double(logs.count) {
                scores[row] += logs[Int(cells[row])]
            }
        }
    }

    /// The same for a query or a graph.
    var spread: ClassSpread {
        switch self {
        case .silent: .silent
        case .normal(let means, let deviations): .normal(means: means, deviations: deviations)
        case .shares(let shares): .levels(shares.map { $0.map { log($0) } })
        }
    }

    /// Whether it tells of so many classes and levels; 0 levels are those of a number.
    func isOf(classes: Int, levels: Int) -> Bool {
        switch self {
        case .silent: true
        case .normal(let means, let deviations):
            levels == 0 && means.count == classes && deviations.count == classes
                && deviations.allSatisfy { $0 > 0 }
        case .shares(let shares):
            levels > 0 && shares.count == classes
                && shares.allSatisfy { $0.count == levels && $0.allSatisfy { $0 > 0 } }
        }
    }
}

/// A feature's likelihoods with their means over the training rows, of which those without a value
/// count as zero.
struct LearnedFeature: Codable, Hashable, Sendable {
    var likelihood: FeatureLikelihood
    /// For each class the mean of what it adds.
    var centers: [Double]
}
