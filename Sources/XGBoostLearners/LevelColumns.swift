import Diagnostics
import Learning
import Tables
import Trees

/// Features as trees of several outputs take them, which know no categories: each level is a column,
/// 1 where a row has it and 0 where it has another; a missing cell stays missing.
struct LevelColumns {
    /// For each column the feature it comes from, and the level that it marks.
    let columns: [(feature: Int, level: Int?)]
    private let features: [Feature]

    init(_ features: [Feature]) {
        self.features = features
        columns = features.enumerated().flatMap { place, feature in
            feature.levels.map { levels in levels.indices.map { (place, Optional($0)) } }
                ?? [(place, nil)]
        }
    }

    /// The most numbers that are held at once: 1.6 GB.
    private static let most = 200_000_000

    /// Refuses rows that would take more memory than a machine is likely to have.
    func check(_ data: Dataset) throws(Diagnostic) {
        let most = Self.most / (columns.count + data.task.outputs)
        guard data.training.count > most else { return }
        throw Diagnostic(
            "trees.size",
            "with three classes or more each level is a column: of \(columns.count) columns at most "
                + "\(most) rows are taken, and these are \(data.training.count)",
            hints: advice(most)
        )
    }

    private func advice(_ most: Int) -> [String] {
        let widest = features.max { ($0.levels?.count ?? 0) < ($1.levels?.count ?? 0) }
        let lumped = widest.map { feature in
            "`\(feature.name)` has \(feature.levels?.count ?? 0) levels, of which `lump` in a "
                + "`recipe` keeps the frequent ones"
        }
        let others = "`lightgbm` and `xgboost` take categories as they are"
        return [most > 0 ? "sample(\(most)) before `fit`" : nil, lumped, others].compactMap(\.self)
    }

    func matrix(of rows: Matrix) -> Matrix {
        let cells = columns.flatMap { feature, level in
            guard let level = level.map({ Double($0) }) else { return Array(rows.column(feature)) }
            return rows.column(feature).map { $0.isNaN ? .nan : $0 == level ? 1 : 0 }
        }
        return Matrix(rows: rows.rows, columns: columns.count, cells: cells)
    }

    /// The same split over the features themselves.
    func restored(_ split: Split) -> Split {
        let (feature, level) = columns[split.feature]
        guard let level, let levels = features[feature].levels else {
            return Split(
                feature: feature,
                rule: split.rule,
                left: split.left,
                right: split.right,
                cover: split.cover
            )
        }
        // A rule of categories sends missing cells to the right: the sides change where they go left.
        let changes = split.rule.sendsLeft(.nan)
        var words = [UInt32](repeating: 0, count: levels.count / 32 + 1)
        for place in levels.indices
        where split.rule.sendsLeft(place == level ? 1 : 0) != changes {
            words[place / 32] |= 1 << UInt32(place % 32)
        }
        return Split(
            feature: feature,
            rule: .among(words),
            left: changes ? split.right : split.left,
            right: changes ? split.left : split.right,
            cover: split.cover
        )
    }

    func restored(_ tree: DecisionTree) -> DecisionTree {
        DecisionTree(
            output: tree.output,
            splits: tree.splits.map { restored($0) },
            leaves: tree.leaves
        )
    }

    /// The sums of the columns of each feature.
    func restored(_ gains: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: features.count)
        for (column, gain) in zip(columns, gains) { sums[column.feature] += gain }
        return sums
    }
}
