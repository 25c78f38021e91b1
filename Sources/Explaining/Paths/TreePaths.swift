import Catalog
package import Diagnostics
package import Kernels
package import Learning
package import Tables
import Trees

/// The way of one row through every tree of a model: what each split asks, what the row answers, and
/// what the leaf at the end adds to the margin.
package struct TreePaths: Sendable {
    private let pipeline: FittedPipeline
    private let model: any TreeModel
    private let players: Players
    /// The features of the row.
    private let rows: Table
    private let words: CellWords
    /// For each output what the leaves add up to.
    package let margins: [Double]

    /// Levels of a category that a condition names.
    private static let mostLevels = 6

    /// `rows` are the features of one row as `ExplanationBuilder.features` reads them.
    package init(
        through pipeline: FittedPipeline,
        _ rows: Table,
        words: CellWords,
        in work: WorkContext
    ) throws {
        let model = try Self.trees(of: pipeline)
        self.model = model
        self.pipeline = pipeline
        self.rows = rows
        self.words = words
        players = try Players(pipeline)
        let asked = Set(try model.ensemble().trees.flatMap { $0.splits.map(\.feature) })
        for feature in asked.sorted()
        where rows.fields[feature].name == Players.feature(feature, isProtected: true) {
            throw Diagnostic.featureProtected(pipeline.featureNames[feature])
        }
        let matrix = pipeline.features.matrix(of: rows.columns, rows: 1)
        margins = try Self.margins(of: model, matrix, in: work)
    }

    /// The model, where it has trees.
    package static func trees(
        of pipeline: FittedPipeline
    ) throws(Diagnostic) -> any TreeModel {
        guard let model = pipeline.model as? any TreeModel else {
            throw .noTrees(pipeline.learner.name)
        }
        return model
    }

    /// The sums of the leaves, which are what the model itself tells.
    private static func margins(
        of model: any TreeModel,
        _ row: Matrix,
        in work: WorkContext
    ) throws -> [Double] {
        let told = try model.margin(row, in: work)
        let cells = (0..<row.columns).map { row[0, $0] }
        var (sums, sizes) = (
            [Double](repeating: 0, count: told.columns), [Double](repeating: 0, count: told.columns)
        )
        let ensemble = try model.ensemble()
        for tree in ensemble.trees {
            let value = tree.leaves[tree.path(of: cells).leaf].value * ensemble.scale
            sums[tree.output] += value
            sizes[tree.output] += value.magnitude
        }
        for output in sums.indices {
            let gap = (sums[output] - told[0, output]).magnitude
            let size = max(sizes[output], told[0, output].magnitude)
            // A share is cut off at 0 and 1.
            let isCut = model.task != .regression && model.marginScale != nil
            guard gap <= model.roundoff * max(size, isCut ? 1 : 0) else {
                throw Diagnostic.pathsApart(sums[output], told[0, output])
            }
        }
        return sums
    }

    /// A row a split on the way: class (where there are several), tree, step, condition (what the row
    /// had to be to go where it went), value, went (`left`, `right`, or by `default`), leaf (in the
    /// last row of a tree) and feature.
    ///
    /// Tree 0 is what all rows begin with, where the model has such a number. The leaves of a class
    /// add up to its margin.
    package func table() throws -> Table {
        let ensemble = try model.ensemble()
        let matrix = pipeline.features.matrix(of: rows.columns, rows: 1)
        let cells = (0..<matrix.columns).map { matrix[0, $0] }
        var lines = PathLines()
        var counts = [Int](repeating: model.telling.startsWithBases ? 0 : 1, count: margins.count)
        for tree in ensemble.trees {
            lines.start(tree: counts[tree.output], output: tree.output)
            counts[tree.output] += 1
            let path = tree.path(of: cells)
            for step in path.steps { add(step, of: tree, to: &lines) }
            lines.end(leaf: tree.leaves[path.leaf].value * ensemble.scale)
        }
        return lines.table(labels: model.task.outputs > 1 ? model.task.labels : [])
    }

    private func add(_ step: LeafPath.Step, of tree: DecisionTree, to lines: inout PathLines) {
        let split = tree.splits[step.split]
        let side = step.isLeft ? "left" : "right"
        lines.add(
            feature: players.names[players.places[split.feature]],
            condition: splitWords.words(of: split, isLeft: step.isLeft),
            value: words.long(rows.columns[split.feature][0]),
            went: step.isDefault ? "default \(side)" : side
        )
    }

    private var splitWords: SplitWords {
        var splits = SplitWords(model.features, model.telling)
        splits.mostLevels = Self.mostLevels
        splits.types = rows.columns.map(\.type)
        splits.moment = { [words] in words.text($0) }
        return splits
    }
}

/// The lines of a path, column by column.
private struct PathLines {
    private var outputs: [Int] = []
    private var trees: [Int64] = []
    private var steps: [Int64] = []
    private var features: [Scalar] = []
    private var conditions: [Scalar] = []
    private var values: [Scalar] = []
    private var ways: [Scalar] = []
    private var leaves: [Scalar] = []
    private var tree = 0
    private var output = 0
    private var step: Int64 = 0

    mutating func start(tree: Int, output: Int) {
        (self.tree, self.output, step) = (tree, output, 0)
    }

    mutating func add(feature: String, condition: String, value: String?, went: String) {
        step += 1
        append(.text(feature), .text(condition), value.map { .text($0) }, .text(went))
    }

    /// The leaf stands beside the last split; of a tree without any, by itself.
    mutating func end(leaf: Double) {
        if step == 0 { append(.missing, .missing, nil, .missing) }
        leaves[leaves.count - 1] = .float(leaf)
    }

    private mutating func append(
        _ feature: Scalar,
        _ condition: Scalar,
        _ value: Scalar?,
        _ way: Scalar
    ) {
        outputs.append(output)
        trees.append(Int64(tree))
        steps.append(step)
        features.append(feature)
        conditions.append(condition)
        values.append(value ?? .missing)
        ways.append(way)
        leaves.append(.missing)
    }

    func table(labels: [String]) -> Table {
        var columns = [
            (Field("tree", .int), Column(.int, .ints(trees))),
            (Field("step", .int), Column(.int, .ints(steps))),
            (Field("condition", .text), Column(.text, cells: conditions)),
            (Field("value", .text), Column(.text, cells: values)),
            (Field("went", .text), Column(.text, cells: ways)),
            (Field("leaf", .float), Column(.float, cells: leaves)),
            (Field("feature", .text), Column(.text, cells: features)),
        ]
        if !labels.isEmpty {
            let classes = Column(.text, .texts(outputs.map { labels[$0] }))
            columns.insert((Field("class", .text), classes), at: 0)
        }
        return Table(columns.map(\.0), columns.map(\.1), count: trees.count)
    }
}

extension Diagnostic {
    fileprivate static func noTrees(_ learner: String) -> Diagnostic {
        Diagnostic(
            "explain.path",
            "`\(learner)` has no trees that a row could take a way through",
            hints: ["explain(rows) tells what each feature adds"]
        )
    }

    fileprivate static func featureProtected(_ name: String) -> Diagnostic {
        Diagnostic(
            "column.protected",
            "`\(name)` is protected, and the way of a row through the splits would tell it"
        )
    }

    fileprivate static func pathsApart(_ sum: Double, _ told: Double) -> Diagnostic {
        Diagnostic(
            "explain.additivity",
            "the leaves of the row add up to \(sum), and the model predicts \(told)",
            hints: ["this is a fault of the program, not of the data: please report it"]
        )
    }
}
