import Diagnostics
package import Kernels
package import Learning
package import Tables
package import Trees

/// What `tree` and `forest` learned: the mean of the leaves that a row comes to.
///
/// A leaf holds the mean of its training rows: of the number, or of 0 and 1 for each class. Squared
/// errors of these are Gini's impurity, so that the splits are those of classification trees.
package struct AveragedTreesModel: TreeModel, GainModel {
    package static let flavor = "trees"
    package static let library: String? = "XGBoost 3.2"

    package let shape: ModelShape
    private let booster: Booster
    /// How features are given; nil where they are as they come.
    private let levels: LevelColumns?

    init(_ text: BoosterText, shape: ModelShape) throws {
        self.shape = shape
        levels = shape.levelColumns
        booster = try Booster(text, outputs: shape.task.outputs)
        guard booster.features == levels?.columns.count ?? shape.features.count else {
            throw Diagnostic.modelCorrupt("its trees are of other features or classes")
        }
    }

    /// Grows trees with the words for what is not the same of `tree` and `forest`.
    static func fit(
        _ data: Dataset,
        _ words: [(String, String)],
        minRows: (given: Int?, usual: Int),
        in work: WorkContext
    ) throws -> AveragedTreesModel {
        try XGBoostLibrary.load()
        let isMulticlass = data.task.outputs > 1
        if isMulticlass, minRows.given != nil { throw Diagnostic.minRowsOfClasses }
        var given = data
        if let levels = data.shape.levelColumns {
            try levels.check(data)
            let features = levels.columns.map { Feature(data.features[$0.feature].name, .number) }
            given.shape = ModelShape(features: features, task: data.task)
            given.training.features = levels.matrix(of: data.training.features)
        }
        var all = [
            ("tree_method", "hist"), ("eta", "1"), ("lambda", "0"),
            ("objective", "reg:squarederror"),
        ]
        // The library holds leaves of several outputs to no number of rows, but empties small ones.
        let least = isMulticlass ? 0 : minRows.given ?? minRows.usual
        all.append(("min_child_weight", "\(least)"))
        if isMulticlass { all.append(("multi_strategy", "multi_output_tree")) }
        let training = BoosterTraining(
            parameters: all + words,
            rounds: 1,
            patience: nil,
            data: given,
            classes: isMulticlass ? data.task.outputs : nil,
            work: work
        )
        return try AveragedTreesModel(try training.run(), shape: data.shape)
    }

    /// Shares are between 0 and 1, and add up to one.
    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let rows = levels?.matrix(of: features) ?? features
        var means = try booster.predict(rows, .margin, threads: work.threads)
        guard task != .regression else { return means }
        for place in means.cells.indices { means.cells[place] = min(1, max(0, means.cells[place])) }
        guard task.outputs > 1 else { return means }
        for row in 0..<means.rows {
            let total = (0..<means.columns).reduce(0) { $0 + means[row, $1] }
            for output in 0..<means.columns { means[row, output] /= total }
        }
        return means
    }

    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try predict(features, in: work)
    }

    package var marginScale: MarginScale? {
        task == .regression ? nil : MarginScale("share") { $0 }
    }

    /// Half the last bit of 32 for each tree that is added.
    package var roundoff: Double {
        let trees = (try? booster.content())?.leaves.count ?? 0
        return max(1e-6, Double(trees) * Double(Float.ulpOfOne) / 2)
    }

    package var telling: TreeTelling { .xgboost }

    package func ensemble() throws -> TreeEnsemble {
        let found = try booster.content().ensemble
        guard let levels else { return found }
        return TreeEnsemble(
            features: features.count,
            outputs: found.outputs,
            trees: found.trees.map { levels.restored($0) }
        )
    }

    package func gains() throws -> [Double] {
        let found = try booster.content().gains
        return levels?.restored(found) ?? found
    }

    package func encoded() -> [UInt8] { Array(booster.text.utf8) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        let columns = shape.levelColumns?.columns.count ?? shape.features.count
        let text = try ModelFile(bytes)
            .checkedText(features: columns, outputs: shape.task.outputs)
        try self.init(text, shape: shape)
    }
}

extension ModelShape {
    /// Trees of several outputs know no categories.
    fileprivate var levelColumns: LevelColumns? {
        task.outputs > 1 && features.contains { $0.levels != nil } ? LevelColumns(features) : nil
    }
}

extension AveragedTreesModel {
    package var summary: ModelSummary {
        guard let leaves = try? booster.content().leaves, let ensemble = try? ensemble() else {
            return ModelSummary()
        }
        var summary = summary(ofLeaves: leaves, hasMinRows: task.outputs == 1)
        if leaves.count == 1 {
            summary.coefficients = TreeRules(ensemble, shape: shape).table
        }
        return summary
    }
}

extension Diagnostic {
    fileprivate static var minRowsOfClasses: Diagnostic {
        Diagnostic(
            "trees.rows",
            "`min_rows` is for a number or two classes, and there are more classes here",
            hints: ["depth: 4", "`depth:` and, of a `tree`, `leaves:` limit it"]
        )
    }
}
