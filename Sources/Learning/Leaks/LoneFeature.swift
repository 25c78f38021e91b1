package import Kernels
import Tables

/// How well one feature alone tells the target.
///
/// The figure is the chance that it puts two rows whose targets differ in the right order: of two
/// classes the area under the ROC curve, of several that of the two classes it tells apart worst.
/// A number is its own score, up or down; a category's is the target's mean over the other rows of
/// the category. A missing number counts as the lowest or the highest, whichever tells more.
package struct LoneFeature: Hashable, Sendable {
    /// The position among the features.
    package var feature: Int
    package var figure: Double

    /// From this figure on the feature is suspected of knowing the outcome.
    ///
    /// Numbers keep their order under many true causes, as the distance orders the time in the air;
    /// the limit for them is what two normals have that correlate at 0.996.
    package static func limit(_ task: LearningTask) -> Double { task == .regression ? 0.97 : 0.85 }

    /// The figure of each feature, or none where there are too few rows.
    package static func figures(in data: Dataset) throws -> [Double] {
        let sample = try LeakSample(data)
        let contests = sample.contests
        guard !contests.isEmpty else { return [] }
        return data.features.indices.map {
            sample.worst(of: contests, feature: $0, until: -.infinity)
        }
    }

    /// The features at or above the limit, the strongest first.
    package static func suspected(in data: Dataset, in work: WorkContext) throws -> [LoneFeature] {
        let sample = try LeakSample(data, in: work)
        let limit = limit(data.task)
        let contests = sample.contests
        guard !contests.isEmpty else { return [] }
        let figures = try parallelChunks(
            count: data.features.count,
            size: 1,
            threads: work.threads,
            cancellation: work.cancellation
        ) { range in
            sample.worst(of: contests, feature: range.lowerBound, until: limit)
        }
        return figures.enumerated()
            .filter { $0.element >= limit }
            .map { LoneFeature(feature: $0.offset, figure: $0.element) }
            .sorted { ($1.figure, $0.feature) < ($0.figure, $1.feature) }
    }
}

/// Some of the rows that are learned from, spread evenly over all of them.
package struct LeakSample: Sendable {
    private let features: [Feature]
    private let rows: Matrix
    private let truth: [Double]
    private let task: LearningTask

    package static let size = 20_000
    /// Rows that a class, or all numbers together, must have before anything is said of them.
    private static let fewest = 20
    private static let mostClasses = 12
    private static let folds = 5

    package init(_ data: Dataset, in work: WorkContext = WorkContext()) throws {
        let places = LeakSample.places(data.count)
        features = data.features
        rows = try data.training.features.rows(at: places, in: work)
        truth = places.map { data.training.target[$0] }
        task = data.task
    }

    package var count: Int { truth.count }

    /// A row drawn from each of equal stretches; all rows where there are few.
    private static func places(_ count: Int) -> [Int] {
        guard count > size else { return Array(0..<count) }
        let stream = RandomStream(seed: 0, purpose: "leak sample")
        let stretch = Double(count) / Double(size)
        return (0..<size).map {
            min(count - 1, Int((Double($0) + stream.uniform(row: $0)) * stretch))
        }
    }

    /// Rows whose order a feature is to tell, and their truths.
    struct Contest: Sendable {
        var rows: [Int]
        var truth: [Double]
        var concordance: Concordance

        init(_ rows: [Int], _ truth: [Double]) {
            self.rows = rows
            self.truth = truth
            concordance = Concordance(truth: truth)
        }
    }

    /// All rows of numbers or two classes, else each two of the most frequent classes.
    var contests: [Contest] {
        guard task != .regression else {
            // Of one truth alone there is no order to tell.
            let isSettled = truth.allSatisfy { $0 == truth[0] }
            return count < 2 * Self.fewest || isSettled ? [] : [Contest(Array(0..<count), truth)]
        }
        var members: [Int: [Int]] = [:]
        for (row, label) in truth.enumerated() { members[Int(label), default: []].append(row) }
        let classes = members.filter { $0.value.count >= Self.fewest }
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
            .prefix(Self.mostClasses)
        var contests: [Contest] = []
        for (place, one) in classes.enumerated() {
            for other in classes.dropFirst(place + 1) {
                let rows = (one.value + other.value).sorted()
                let high = max(one.key, other.key)
                contests.append(Contest(rows, rows.map { Int(truth[$0]) == high ? 1 : 0 }))
            }
        }
        return contests
    }

    /// The lowest figure of a feature over the contests, as far as it is not below a limit.
    func worst(of contests: [Contest], feature: Int, until limit: Double) -> Double {
        var worst = Double.infinity
        for contest in contests {
            worst = min(worst, figure(of: feature, in: contest))
            if !(worst >= limit) { break }
        }
        return worst
    }

    private func figure(of feature: Int, in contest: Contest) -> Double {
        let column = rows.column(feature)
        let cells = contest.rows.map { column[column.startIndex + $0] }
        guard let levels = features[feature].levels else {
            return contest.concordance.strongest(cells)
        }
        return contest.concordance.of(meansOfOthers(cells, contest.truth, levels: levels.count))
    }

    /// For each row the mean truth of its category over the rows of the other folds, where every
    /// fifth row is a fold; the mean of all where there is none.
    private func meansOfOthers(_ cells: [Double], _ truth: [Double], levels: Int) -> [Double] {
        var counts = [Double](repeating: 0, count: (levels + 1) * Self.folds)
        var sums = counts
        let slots = cells.enumerated().map { row, cell in
            (cell.isNaN ? levels : Int(cell)) * Self.folds + row % Self.folds
        }
        for (slot, value) in zip(slots, truth) {
            counts[slot] += 1
            sums[slot] += value
        }
        let mean = truth.reduce(0, +) / Double(truth.count)
        var means = counts
        for level in 0...levels {
            let range = level * Self.folds..<(level + 1) * Self.folds
            let (count, sum) = (counts[range].reduce(0, +), sums[range].reduce(0, +))
            for slot in range {
                let others = count - counts[slot]
                means[slot] = others > 0 ? (sum - sums[slot]) / others : mean
            }
        }
        return slots.map { means[$0] }
    }
}
