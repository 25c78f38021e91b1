import Catalog
package import Diagnostics
package import Kernels
package import Relations
import Tables
import Values

/// From a learner and a frame to a model.
package struct Fitting: Sendable {
    package var engine: any Engine
    package var work: WorkContext

    package init(engine: any Engine, work: WorkContext) {
        self.engine = engine
        self.work = work
    }

    /// What fitting gave: the model, and what should be said about it once.
    package struct Result: Sendable {
        package var pipeline: FittedPipeline
        package var remarks: [String]
        /// What is wrong with the rows to stop by.
        package var warnings: [Diagnostic] = []
        /// What is to be kept of the rows to stop by.
        package var stopping: RowsMemory?
    }

    /// Reads the rows, learns from them, and keeps what predictions need.
    ///
    /// Without rows to stop by, a part of the frame's is set apart where that is asked for.
    package func fit(
        _ value: LearnerValue,
        to frame: Frame,
        weight: RowExpression? = nil,
        stoppingBy valid: Frame? = nil,
        settingApart: Bool = false,
        accepting reason: String? = nil
    ) throws -> Result {
        guard value.parts.isEmpty else {
            return try value.blended { part in
                try fit(
                    part,
                    to: frame,
                    weight: weight,
                    stoppingBy: valid,
                    settingApart: settingApart,
                    accepting: reason
                )
            }
        }
        let read = try trainingRows(value, frame, weight: weight, accepting: reason)
        let (rows, written) = (read.rows, read.written)
        var reading = read.reading
        let reader = DatasetReader(engine: engine, work: work)
        if let valid {
            let bound = try rows.bound(to: valid)
            reading.dataset.validation = try reader.read(
                bound.frame,
                target: try reading.target.rebound(to: valid.schema),
                features: reading.dataset.features,
                expressions: bound.expressions,
                weight: weight
            )
        }
        if reading.dataset.validation?.count == 0 { throw Diagnostic.noValidRows }
        if settingApart, value.description.stopsEarly {
            reading.dataset = reading.dataset.settingApart(seed: work.seed)
        }
        var result = try Fitting.fit(
            value,
            reading,
            (value.formula.text, rows.features),
            recipe: rows.recipe,
            plan: frame.plan,
            in: work
        )
        result.remarks.insert(contentsOf: rows.remarks, at: 0)
        result.pipeline.training.suspicions = try suspicions(rows, frame, reading.dataset)
        result.pipeline.training.acceptance = reason
        result.pipeline.training.rules = frame.plan.rules
        if let valid {
            result.stopping = reading.dataset.validation.map { RowsMemory($0) }
            result.warnings += try result.pipeline.brokenRules(valid, by: engine, in: work)
        }
        result.remarks += written.map { "accepted: the values of `\($0)` stand in the model" }
        let sketch = try RowSketch(reading.dataset.training, in: work)
        result.pipeline.training.sketch = sketch
        result.pipeline.training.digest = sketch.word
        result.pipeline.training.seed = work.seed
        if let valid, reading.dataset.count <= TwoSides.mostRows {
            let sides = TwoSides(training: frame.plan, other: valid, engine: engine, work: work)
            result.warnings += [try sides.backwards(), try sides.groups()].compactMap(\.self)
        }
        return result
    }

    /// Reads what the learner learns from, whatever its settings are.
    func trainingRows(
        _ value: LearnerValue,
        _ frame: Frame,
        weight: RowExpression? = nil,
        accepting reason: String? = nil
    ) throws -> TrainingRows {
        guard value.parts.isEmpty else { throw Diagnostic.blendOfRows }
        let rows = try preparedRows(value, frame, weight)
        let written = ProtectedFeatures.written(
            [rows.target] + rows.features,
            of: rows.frame
        )
        if reason == nil { try ProtectedFeatures.refuse(written, formula: value.formula.text) }
        var reading = try DatasetReader(engine: engine, work: work)
            .read(
                rows.frame,
                target: rows.target,
                features: rows.features,
                weight: rows.weight,
                positive: value.positive
            )
        reading.droppedRows += rows.droppedRows
        reading.target.column = rows.source
        return TrainingRows(rows: rows, reading: reading, written: written)
    }

    /// Features that may know the outcome.
    func suspicions(
        _ rows: PreparedRows,
        _ frame: Frame,
        _ data: Dataset
    ) throws -> [LeakSuspicion] {
        let watch = LeakGuard(plan: frame.plan, target: rows.source, features: rows.origins)
        let telling = watch.telling(try LoneFeature.suspected(in: data, in: work), in: data)
        let pooled = watch.pooledTargets().filter { one in
            !telling.contains { $0.feature == one.feature }
        }
        return telling + pooled
    }

    /// The rows that the learner reads: the frame's, or as its recipe leaves them.
    private func preparedRows(
        _ value: LearnerValue,
        _ frame: Frame,
        _ weight: RowExpression?
    ) throws -> PreparedRows {
        guard let recipe = value.recipe else {
            let formula = try value.formula.resolved(in: frame.schema)
            guard let target = formula.target else { throw Diagnostic.noTarget(value.formula.text) }
            try ForbiddenFeatures.check(
                formula.features.map { ($0.name, $0.expression.columns.sorted()) },
                of: frame.plan,
                formula: value.formula.text
            )
            return PreparedRows(
                frame: frame,
                source: target,
                target: target,
                features: formula.features,
                weight: weight
            )
        }
        let learned = try RecipeLearning(engine: engine, work: work)
            .learn(recipe, from: frame, weight: weight)
        guard let source = learned.recipe.target, let target = learned.target else {
            throw Diagnostic.noTarget(value.formula.text)
        }
        return PreparedRows(
            frame: learned.training,
            source: source,
            target: target,
            features: learned.recipe.fields.map { NamedExpression($0) },
            weight: learned.weight,
            recipe: learned.recipe,
            droppedRows: learned.droppedRows,
            remarks: learned.remarks
        )
    }

    /// Learns from rows that are in memory.
    package static func fit(
        _ value: LearnerValue,
        _ reading: DatasetReader.Reading,
        _ formula: (text: String, features: [NamedExpression]),
        recipe: LearnedRecipe? = nil,
        plan: Plan? = nil,
        in work: WorkContext
    ) throws -> Result {
        func open<L: Learner>(_ learner: L) throws -> Result {
            let task = reading.target.task
            guard L.supports(task) else {
                throw Diagnostic.taskUnsupported(L.name, task, reading.target)
            }
            let data = reading.dataset
            let (model, seconds) = try KeptFit.model(learner, data, in: work)
            let pipeline = try FittedPipeline(
                learner: LearnerDescription(learner),
                formula: formula.text,
                recipe: recipe,
                expressions: formula.features,
                target: reading.target,
                model: model,
                training: TrainingFacts(
                    rows: data.count,
                    droppedRows: reading.droppedRows,
                    seconds: seconds,
                    shares: BaselineModel(data.training, shape: data.shape).shares,
                    plan: plan
                )
            )
            var remarks = DatasetRemarks.all(reading) + model.summary.remarks
            if pipeline.learner.weighsClasses {
                remarks.append(
                    "classes are weighted, so probabilities are not shares of the rows;"
                        + " `calibrate` on rows kept aside makes them so"
                )
            }
            if data.validation != nil, !pipeline.learner.stopsEarly {
                remarks.append("`valid:` is not looked at without `patience:`")
            }
            return Result(
                pipeline: pipeline,
                remarks: remarks,
                warnings: TargetWarnings.all(reading)
            )
        }
        return try open(value.learner)
    }
}

/// Training rows that were read, and protected columns whose values they spell out.
struct TrainingRows {
    var rows: PreparedRows
    var reading: DatasetReader.Reading
    var written: [String]
}

/// Training rows as a learner reads them.
struct PreparedRows {
    var frame: Frame
    /// The target over the user's columns, and over the frame's.
    var source: NamedExpression
    var target: NamedExpression
    var features: [NamedExpression]
    var weight: RowExpression?
    var recipe: LearnedRecipe?
    var droppedRows = 0
    var remarks: [String] = []

    /// Each feature with the columns of the user's frame that it is made of.
    var origins: [(name: String, columns: [String], expression: RowExpression?)] {
        features.map { feature in
            guard let recipe else {
                let columns = feature.expression.columns.sorted()
                return (feature.name, columns, feature.expression)
            }
            return (feature.name, recipe.sources(of: feature.name), nil)
        }
    }

    /// Other rows prepared in the same way.
    func bound(to other: Frame) throws(Diagnostic) -> BoundFeatures {
        if let recipe { return try recipe.bound(to: other) }
        return BoundFeatures(
            frame: other,
            expressions: try FeatureBinding.rebound(features, to: other.schema)
        )
    }
}

extension LearnerDescription {
    /// Whether it counts the rows of some classes more than others.
    fileprivate var weighsClasses: Bool {
        settings.contains { $0.name == "class_weight" && !$0.value.isMissing }
    }

    /// Whether it looks at rows to stop by.
    var stopsEarly: Bool {
        settings.contains { $0.name == "patience" && !$0.value.isMissing }
    }
}

/// What a reader should know about the rows that were learned from.
enum DatasetRemarks {
    static func all(_ reading: DatasetReader.Reading) -> [String] {
        let data = reading.dataset
        var remarks: [String] = []
        if reading.droppedRows > 0 {
            let count = reading.droppedRows
            remarks.append(
                count == 1
                    ? "1 row has no `\(reading.target.name)` and was left out"
                    : "\(count) rows have no `\(reading.target.name)` and were left out"
            )
        }
        var empty: [String] = []
        var constant: [String] = []
        for (index, feature) in data.features.enumerated() {
            let cells = data.training.features.column(index)
            guard let first = cells.first(where: { !$0.isNaN }) else {
                empty.append(feature.name)
                continue
            }
            if cells.allSatisfy({ $0 == first }) { constant.append(feature.name) }
        }
        if !empty.isEmpty { remarks.append("no row has a value of \(NameList.quoted(empty))") }
        if !constant.isEmpty {
            remarks.append(
                "\(NameList.quoted(constant)) never change\(constant.count == 1 ? "s" : "")"
            )
        }
        return remarks
    }
}

extension Diagnostic {
    static var noValidRows: Diagnostic {
        Diagnostic(
            "learning.rows",
            "`valid:` has no rows with a target that training knows",
            hints: ["train, valid = frame | split(0.8, 0.2)"]
        )
    }

    static func noTarget(_ formula: String) -> Diagnostic {
        Diagnostic(
            "formula.target",
            "the formula `\(formula)` names nothing to learn",
            hints: ["target \(formula)"]
        )
    }

    static func taskUnsupported(
        _ learner: String,
        _ task: LearningTask,
        _ target: Target
    ) -> Diagnostic {
        // A whole number may be the name of a class.
        let classes =
            target.type == .int
            ? "\(learner)(text(\(target.name)) ~ .)" : "\(learner)(\(target.name) > 0 ~ .)"
        let hints =
            task == .regression
            ? ["linear(\(target.name) ~ .)", classes] : ["logistic(\(target.name) ~ .)"]
        let found = task == .regression ? "a number" : target.type.described
        return Diagnostic(
            "learner.task",
            "`\(learner)` does not learn \(found) such as `\(target.name)`",
            hints: hints
        )
    }
}
