import Diagnostics
package import Kernels
package import Relations
package import Tables

/// Rows with their truth and what a model made of them.
package struct Scored: Sendable {
    package var task: LearningTask
    /// Numbers, or codes of classes.
    package var truth: [Double]
    /// A row a row: what the model gave.
    package var outputs: Matrix
    /// The keys of each group, sorted; a single group without keys where none were asked for.
    package var groups: [[Scalar]]
    /// The position of each row's group.
    package var groupOfRow: [Int]
    /// Rows without a truth, or with a class that training did not have.
    package var droppedRows: Int
    /// Of those, rows with a class that training did not have.
    package var strangeClasses = 0
    /// What the rows have that training did not have.
    package var unseen = UnseenValues.none
    /// Digests of the rows whose truth is known, as the model sees them.
    package var digests: [UInt64] = []
    /// Choices that a saved model remembers, made by these rows or by rows among them.
    package var remembered: [(choice: ChoosingRows.Choice, relation: TwoSides.Relation)] = []
    /// The probability from which on the positive of two classes is decided.
    package var threshold = 0.5
    /// How much each row counts, none of them zero; nil where all count alike.
    package var weights: [Double]?
    /// Columns that were read beside the rows.
    package var beside: [Column] = []

    package init(
        task: LearningTask,
        truth: [Double],
        outputs: Matrix,
        weights: [Double]? = nil,
        groups: [[Scalar]] = [[]],
        groupOfRow: [Int]? = nil,
        droppedRows: Int = 0
    ) {
        self.task = task
        self.truth = truth
        self.outputs = outputs
        self.weights = weights
        self.groups = groups
        self.groupOfRow = groupOfRow ?? Array(repeating: 0, count: truth.count)
        self.droppedRows = droppedRows
    }

    package var count: Int { truth.count }

    /// Refuses rows of which the model gives no number: of two measures one would leave them out, and
    /// the other take them for something.
    func requirePredictions() throws(Diagnostic) {
        let unknown = (0..<count).count { row in
            (0..<outputs.columns).contains { !outputs[row, $0].isFinite }
        }
        guard unknown == 0 else { throw .unpredicted(unknown, of: count) }
    }

    /// The rows of one group alone.
    package func group(_ index: Int) -> Scored {
        guard groups.count > 1 else { return self }
        return part(truth.indices.filter { groupOfRow[$0] == index }, of: groups[index])
    }

    /// Some of the rows alone.
    package func part(_ rows: [Int], of group: [Scalar] = []) -> Scored {
        var part = Scored(
            task: task,
            truth: rows.map { truth[$0] },
            outputs: outputs.rows(at: rows),
            weights: weights(at: rows),
            groups: [group]
        )
        part.threshold = threshold
        return part
    }

    /// How much some of the rows count; nil where all count alike.
    package func weights(at rows: [Int]) -> [Double]? {
        weights.map { weights in rows.map { weights[$0] } }
    }

    /// The predicted number, or the probability of the positive class.
    package var prediction: [Double] { Array(outputs.column(0)) }

    /// Classes as codes.
    package var labels: [Int] { truth.map { Int($0) } }

    /// Decided classes: the positive from the threshold on, the likeliest of several.
    package var decisions: [Int] {
        outputs.columns == 1 ? prediction.map { $0 >= threshold ? 1 : 0 } : outputs.largest
    }

    /// Probabilities, a column a class.
    package var probabilities: [[Double]] {
        guard case .binary = task else {
            return (0..<outputs.columns).map { Array(outputs.column($0)) }
        }
        return [prediction.map { 1 - $0 }, prediction]
    }
}

extension FittedPipeline {
    /// Runs the model over a frame's rows beside their truth, in one pass; rows of weight zero are
    /// as if they were not there.
    package func scored(
        _ frame: Frame,
        by keys: [NamedExpression] = [],
        beside others: [NamedExpression] = [],
        weight: RowExpression? = nil,
        engine: any Engine,
        in work: WorkContext
    ) throws -> Scored {
        if let key = (keys + others).first(where: { frame.isProtected($0.expression) }) {
            throw Diagnostic(
                "column.protected",
                "`\(key.name)` is protected, and its values would name the groups"
            )
        }
        try checkTarget()
        try Diagnostic.requireWeight(weight)
        let truth = try FeatureBinding.rebound([target.column], to: frame.schema)
        let bound = try self.bound(to: frame)
        let weights = try FeatureBinding.rebound(
            weight.map { [NamedExpression("weight", $0)] } ?? [],
            to: frame.schema
        )
        let lead = keys + others + weights + truth
        let columns = (lead + bound.expressions).enumerated().map {
            index,
            column in
            NamedExpression("column \(index)", column.expression)
        }
        let cursor = try engine.open(
            Plan.project(bound.frame.plan, columns).unseen,
            in: work
        )
        var gathering = Gathering(
            pipeline: self,
            keys: keys.count,
            others: others.count,
            weight: weight,
            isProtected: bound.expressions.map { bound.frame.isProtected($0.expression) }
        )
        work.progress.report("predicting")
        while let batch = try cursor.next() {
            try work.cancellation.check()
            try gathering.append(batch, in: work)
        }
        if gathering.weights?.isEmpty == true, gathering.hasWeightless {
            throw Diagnostic.noWeight
        }
        return try gathering.finished()
    }
}

/// Batches on their way to scored rows.
private struct Gathering {
    let pipeline: FittedPipeline
    let keys: Int
    let others: Int
    /// By what rows are weighted, and how much each counts; nil where all count alike.
    let weight: RowExpression?
    var weights: [Double]?
    /// Whether a row counts for nothing.
    var hasWeightless = false
    var beside: [[Column]] = []
    var truth: [Double] = []
    var outputs: [[Double]]
    var groups: [[Scalar]: Int] = [:]
    var groupOfRow: [Int] = []
    var droppedRows = 0
    var strangeClasses = 0
    var unseen: UnseenTally
    /// Rows of which the model gives no number.
    var unpredicted = 0
    var digests: [UInt64] = []
    var choices: [ChoiceTally]

    init(
        pipeline: FittedPipeline,
        keys: Int,
        others: Int,
        weight: RowExpression?,
        isProtected: [Bool]
    ) {
        self.pipeline = pipeline
        self.weight = weight
        weights = weight == nil ? nil : []
        self.keys = keys
        self.others = others
        outputs = Array(repeating: [], count: pipeline.task.outputs)
        unseen = UnseenTally(pipeline.features, isProtected: isProtected)
        choices = pipeline.rememberedChoices.map { ChoiceTally($0) }
    }

    mutating func append(_ batch: Batch, in work: WorkContext) throws {
        let first = keys + others + (weights == nil ? 0 : 1)
        let counts = try weights.map { _ in try weights(of: batch.columns[first - 1]) }
        let truths = pipeline.target.numbers(of: batch.columns[first])
        let matrix = pipeline.features.matrix(
            of: Array(batch.columns[(first + 1)...]),
            rows: batch.count
        )
        let made = try pipeline.outputs(matrix, in: work)
        let known = truths.indices.filter { !truths[$0].isNaN }
        let rows = counts.map { counts in known.filter { counts[$0] > 0 } } ?? known
        if let counts { weights?.append(contentsOf: rows.map { counts[$0] }) }
        hasWeightless = hasWeightless || rows.count < known.count
        droppedRows += batch.count - known.count
        strangeClasses += batch.columns[first].strangers { truths[$0] }
        unseen.add(batch.columns[(first + 1)...], matrix)
        unpredicted += rows.count { row in
            outputs.indices.contains { !made[row, $0].isFinite }
        }
        digests += RowSketch.digests(of: matrix, truths)
        for place in choices.indices { choices[place].add(matrix, truths) }
        truth += rows.map { truths[$0] }
        let isWhole = rows.count == batch.count
        beside.append(batch.columns[keys..<keys + others].map { isWhole ? $0 : $0.gathered(rows) })
        for index in outputs.indices {
            let column = Array(made.column(index))
            outputs[index] += rows.map { column[$0] }
        }
        for row in rows {
            let key = batch.columns[..<keys].map { $0[row] }
            let group = groups[key] ?? groups.count
            groups[key] = group
            groupOfRow.append(group)
        }
    }

    private func weights(of column: Column) throws(Diagnostic) -> [Double] {
        let numbers = column.numbers { _ in .nan }
        try Diagnostic.requireWeights(numbers, of: weight)
        return numbers
    }

    func finished() throws(Diagnostic) -> Scored {
        guard unpredicted == 0 else { throw .unpredicted(unpredicted, of: truth.count) }
        let sorted = groups.keys.sorted { GroupOrder.precedes($0, $1) }
        let places = Dictionary(uniqueKeysWithValues: zip(sorted, 0...))
        var renamed = [Int](repeating: 0, count: groups.count)
        for (key, old) in groups { renamed[old] = places[key] ?? 0 }
        var scored = Scored(
            task: pipeline.task,
            truth: truth,
            outputs: Matrix(
                rows: truth.count,
                columns: outputs.count,
                cells: outputs.flatMap(\.self)
            ),
            weights: weights,
            groups: sorted.isEmpty ? [[]] : sorted,
            groupOfRow: groupOfRow.map { renamed[$0] },
            droppedRows: droppedRows
        )
        scored.strangeClasses = strangeClasses
        scored.unseen = unseen.found
        scored.digests = digests
        scored.remembered = choices.compactMap(\.relation)
        scored.threshold = pipeline.threshold
        scored.beside = (0..<others).map { place in Column.concatenated(beside.map { $0[place] }) }
        return scored
    }
}

extension Column {
    /// How many cells are there and yet have no number.
    fileprivate func strangers(_ number: (Int) -> Double) -> Int {
        (0..<count).count { number($0).isNaN && self[$0] != .missing }
    }
}

extension Diagnostic {
    /// Measures of some rows alone would pass for those of all.
    static func unpredicted(_ rows: Int, of all: Int) -> Diagnostic {
        Diagnostic(
            "evaluate.prediction",
            "of \(rows) of \(all) rows the model gives no number, and rows without a prediction are not "
                + "judged",
            hints: ["filter(prediction is missing) after `predict` shows them"]
        )
    }
}

/// The order of groups: key after key, missing last.
enum GroupOrder {
    static func precedes(_ a: [Scalar], _ b: [Scalar]) -> Bool {
        for (x, y) in zip(a, b) where x != y { return precedes(x, y) }
        return false
    }

    private static func precedes(_ a: Scalar, _ b: Scalar) -> Bool {
        switch (a, b) {
        case (.missing, _): return false
        case (_, .missing): return true
        case (.text(let x), .text(let y)): return x.utf8.lexicographicallyPrecedes(y.utf8)
        case (.date(let x), .date(let y)): return x < y
        case (.time(let x), .time(let y)): return x < y
        case (.timestamp(let x), .timestamp(let y)): return x < y
        default:
            guard let x = a.number, let y = b.number else { return false }
            return x < y
        }
    }
}
