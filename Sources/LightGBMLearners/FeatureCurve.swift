import Kernels
import Learning
import Trees

/// What one feature adds to a margin, for every value that it may have: flat between its cuts.
struct FeatureCurve: Codable, Hashable, Sendable {
    /// Rising, and a cell up to the first takes the first score; a category has none.
    var cuts: [Double]
    /// One more than there are cuts, or one for each level of a category.
    var scores: [Double]
    /// How many training rows lie in each piece, by their weights.
    var weights: [Double]
    /// The same of a missing cell, or of a level that training did not have.
    var missing: Double
    var missingWeight: Double

    /// What the trees of one feature add up to; `levels` is nil for a number.
    init(of trees: [DecisionTree], levels: Int?, scale: Double) {
        var found: Set<Double> = []
        for split in trees.flatMap(\.splits) {
            if case .atMost(let threshold, _, _) = split.rule { found.insert(threshold.plainer) }
        }
        cuts = levels == nil ? found.sorted() : []
        let probes = levels.map { (0..<$0).map { Double($0) } } ?? (cuts + [.infinity])
        func score(_ cell: Double) -> Double {
            scale * trees.reduce(0) { $0 + $1.value(at: cell) }
        }
        scores = probes.map(score)
        missing = score(.nan)
        weights = Array(repeating: 0, count: probes.count)
        missingWeight = 0
    }

    /// The piece in which a cell lies; nil for one that is missing or no known level.
    func piece(_ cell: Double, isCategory: Bool) -> Int? {
        if isCategory { return cell >= 0 && cell < Double(scores.count) ? Int(cell) : nil }
        if cell.isNaN { return nil }
        var (low, high) = (0, cuts.count)
        while low < high {
            let middle = (low + high) / 2
            if cell <= cuts[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Counts training rows, and takes off their mean, which it gives.
    mutating func center(
        on cells: ArraySlice<Double>,
        _ rows: [Double]?,
        isCategory: Bool
    ) -> Double {
        for (row, cell) in cells.enumerated() {
            let weight = rows?[row] ?? 1
            if let piece = piece(cell, isCategory: isCategory) {
                weights[piece] += weight
            } else {
                missingWeight += weight
            }
        }
        let total = Sums.sum(weights) + missingWeight
        guard total > 0 else { return 0 }
        let products = zip(weights, scores).map { $0 * $1 } + [missingWeight * missing]
        let mean = Sums.sum(products) / total
        scores = scores.map { $0 - mean }
        missing -= mean
        return mean
    }

    /// The mean size of what it adds over the training rows.
    var importance: Double {
        let total = Sums.sum(weights) + missingWeight
        let sizes = zip(weights, scores).map { $0 * $1.magnitude }
        let sum = Sums.sum(sizes + [missingWeight * missing.magnitude])
        return total > 0 ? sum / total : 0
    }

    /// Adds the score of each cell to its row's sum.
    func add(
        _ cells: UnsafeBufferPointer<Double>,
        isCategory: Bool,
        to sums: UnsafeMutableBufferPointer<Double>
    ) {
        scores.withUnsafeBufferPointer { scores in
            for row in cells.indices {
                sums[row] += piece(cells[row], isCategory: isCategory).map { scores[$0] } ?? missing
            }
        }
    }

    /// What it adds, as a term of a query.
    func sql(of feature: FeatureSQL) -> String {
        feature.feature.levels != nil
            ? feature.choice(scores, otherwise: missing)
            : feature.steps(cuts, scores, missing: missing)
    }

    /// Whether it could have been learned of a feature with so many levels, nil for a number.
    func isOf(levels: Int?) -> Bool {
        let numbers = cuts + scores + weights + [missing, missingWeight]
        return numbers.allSatisfy(\.isFinite) && scores.count == weights.count
            && (levels == nil
                ? scores.count == cuts.count + 1
                    && zip(cuts, cuts.dropFirst()).allSatisfy { $0 < $1 }
                : cuts.isEmpty && scores.count == levels)
    }
}

extension Double {
    /// The number below, where it is written with fewer digits: LightGBM takes the one next to the
    /// middle of two cells, 183.50000000000003 for 183.5.
    fileprivate var plainer: Double {
        "\(nextDown)".utf8.count < "\(self)".utf8.count ? nextDown : self
    }
}

extension DecisionTree {
    /// The leaf of a cell, in a tree that looks at one feature.
    fileprivate func value(at cell: Double) -> Double {
        var branch = root
        while true {
            switch branch {
            case .leaf(let leaf): return leaves[leaf].value
            case .split(let index):
                let split = splits[index]
                branch = split.rule.sendsLeft(cell) ? split.left : split.right
            }
        }
    }
}
