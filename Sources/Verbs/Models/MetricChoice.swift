import Catalog
import Diagnostics
import Learning
import Relations
import Values

/// A metric of the catalogue, or one that the user defined.
enum MetricChoice: ShellRepresentable {
    case named(String)
    case defined(DefinedMetric)

    static var shellType: ValueType { .oneOf([String.shellType, DefinedMetric.shellType]) }
    /// The names of the catalogue.
    static let domain = Domain.choice(Score.names)

    init(shell value: Value) throws(Diagnostic) {
        if case .object = value {
            self = .defined(try DefinedMetric(shell: value))
        } else {
            self = .named(try String(shell: value))
        }
    }

    var shellValue: Value {
        switch self {
        case .named(let name): .text(name)
        case .defined(let metric): .object(metric)
        }
    }
}

extension CallContext {
    /// The measures that `metric` chooses, the usual ones for none; a fault is told there.
    func scores(
        _ choices: [MetricChoice],
        for task: LearningTask,
        weight: RowExpression? = nil
    ) throws -> [Score] {
        guard !choices.isEmpty else { return try scores([], for: task) }
        return try choices.map { choice in
            switch choice {
            case .named(let name): return try scores([name], for: task)[0]
            case .defined(let metric): return try score(metric, for: task, weight: weight)
            }
        }
    }

    private func score(
        _ metric: DefinedMetric,
        for task: LearningTask,
        weight: RowExpression?
    ) throws -> Score {
        let span = span(of: "metric")
        do {
            let score = try Score(metric, for: task)
            guard weight == nil || score.takesWeights else {
                throw Diagnostic(
                    "metric.weight",
                    "`\(metric.name)` is not the mean of a value a row, and takes no weights",
                    hints: ["def \(metric.name)(truth, prediction) = abs(truth - prediction)"]
                )
            }
            return score
        } catch let faults as Faults {
            throw faults.all[0].located(at: span)
        } catch let fault as Diagnostic {
            throw fault.located(at: span)
        }
    }

    /// The measures of these names, the usual ones for none; a fault is told at `metric`.
    func scores(_ names: [String], for task: LearningTask) throws(Diagnostic) -> [Score] {
        do throws(Diagnostic) {
            return try Score.named(names, for: task)
        } catch {
            throw error.located(at: span(of: "metric"))
        }
    }
}
