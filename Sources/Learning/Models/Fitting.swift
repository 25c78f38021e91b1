import Catalog
import Diagnostics
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
    }

    /// Reads the rows, learns from them, and keeps what predictions need.
    package func fit(
        _ value: LearnerValue,
        to frame: Frame,
        weight: RowExpression? = nil,
        stoppingBy valid: Frame? = nil
    ) throws -> Result {
        let formula = try value.formula.resolved(in: frame.schema)
        guard let target = formula.target else { throw Diagnostic.noTarget(value.formula.text) }
        let reader = DatasetReader(engine: engine, work: work)
        var reading = try reader.read(
            frame,
            target: target,
            features: formula.features,
            weight: weight,
            positive: value.positive
        )
        if let valid {
            reading.dataset.validation = try reader.read(
                valid,
                target: reading.target,
                features: reading.dataset.features,
                expressions: try FeatureBinding.rebound(formula.features, to: valid.schema),
                weight: weight
            )
        }
        if reading.dataset.validation?.count == 0 { throw Diagnostic.noValidRows }
        let resolved = (value.formula.text, formula.features)
        return try Fitting.fit(value, reading, resolved, plan: frame.plan, in: work)
    }

    /// Learns from rows that are in memory.
    package static func fit(
        _ value: LearnerValue,
        _ reading: DatasetReader.Reading,
        _ formula: (text: String, features: [NamedExpression]),
        plan: Plan? = nil,
        in work: WorkContext
    ) throws -> Result {
        func open<L: Learner>(_ learner: L) throws -> Result {
            let task = reading.target.task
            guard L.supports(task) else {
                throw Diagnostic.taskUnsupported(L.name, task, reading.target)
            }
            let clock = ContinuousClock()
            let start = clock.now
            let model = try learner.fit(reading.dataset, in: work)
            let seconds = (clock.now - start) / .seconds(1)
            let data = reading.dataset
            let pipeline = try FittedPipeline(
                learner: LearnerDescription(learner),
                formula: formula.text,
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
            if data.validation != nil, !pipeline.learner.stopsEarly {
                remarks.append("`valid:` is not looked at without `patience:`")
            }
            return Result(pipeline: pipeline, remarks: remarks)
        }
        return try open(value.learner)
    }
}

extension LearnerDescription {
    /// Whether it looks at rows to stop by.
    fileprivate var stopsEarly: Bool {
        settings.contains { $0.name == "patience" && !$0.value.isMissing }
    }
}

/// What a reader should know about the rows that were learned from.
private enum DatasetRemarks {
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
        if !empty.isEmpty { remarks.append("no row has a value of \(listed(empty))") }
        if !constant.isEmpty {
            remarks.append("\(listed(constant)) never change\(constant.count == 1 ? "s" : "")")
        }
        return remarks
    }

    private static func listed(_ names: [String]) -> String {
        let shown = names.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
        return names.count > 5 ? shown + " and \(names.count - 5) more" : shown
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
        let hints =
            task == .regression
            ? ["linear(\(target.name) ~ .)", "logistic(\(target.name) > 0 ~ .)"]
            : ["logistic(\(target.name) ~ .)"]
        let found = task == .regression ? "a number" : target.type.described
        return Diagnostic(
            "learner.task",
            "`\(learner)` does not learn \(found) such as `\(target.name)`",
            hints: hints
        )
    }
}
