import Diagnostics
import Kernels
import Relations
import Tables
package import Values

/// Measures that the user defined.
extension Score {
    /// A definition over what is predicted; less of it is better.
    ///
    /// A value a row, and the mean or the root of the mean of such values, have the intervals of other
    /// losses; any other reduction is drawn again and again, and takes no weights. A metric without a
    /// value has none where a row of it has none.
    package init(_ metric: DefinedMetric, for task: LearningTask) throws {
        let columns = DefinedColumns(task)
        let expression = try metric.resolved(in: columns.schema)
        guard expression.type.isNumber || expression.type == .bool else {
            throw Diagnostic(
                "metric.definition",
                "`\(metric.name)` is no number: \(expression.type.described)",
                hints: ["def \(metric.name)(truth, prediction) = abs(truth - prediction)"]
            )
        }
        let form: Form
        if !expression.reduces {
            form = .mean(try columns.losses(expression))
        } else if let loss = expression.averagedLoss {
            form = .mean(try columns.losses(loss))
        } else if let loss = expression.argument(of: "sqrt")?.averagedLoss {
            form = .rootMean(try columns.losses(loss))
        } else {
            form = .any(try columns.reduction(expression))
        }
        self.init(metric.name, "as it was defined", isLoss: true, form)
        if case .any = form { takesWeights = false }
        definition = metric.text
    }
}

extension RowExpression {
    /// The value a row of which it is the plain mean; nil for a mean that weighs rows itself.
    fileprivate var averagedLoss: RowExpression? {
        argument(of: "mean").flatMap { $0.reduces ? nil : $0 }
    }

    /// The only argument that a call of a function has.
    fileprivate func argument(of name: String) -> RowExpression? {
        guard case .call(let call) = self, call.function.name == name, call.window == nil,
            call.arguments.dropFirst().allSatisfy({ $0 == .literal(.missing) })
        else { return nil }
        return call.arguments.first
    }
}

/// What a definition of a metric is given: the truth, the prediction and perhaps its probability.
private struct DefinedColumns: Sendable {
    let schema: Schema
    private let task: LearningTask
    private let labels: Column?

    init(_ task: LearningTask) {
        self.task = task
        let names = task.labels
        let isFlag = Set(names) == ["false", "true"]
        let type: ColumnType = names.isEmpty ? .float : isFlag ? .bool : .text
        schema = DefinedMetric.columns(of: type, hasProbability: names.count == 2)
        labels =
            names.isEmpty
            ? nil : Column(type, cells: names.map { isFlag ? .bool($0 == "true") : .text($0) })
    }

    /// The value of each row; throws for what only an engine computes.
    func losses(_ expression: RowExpression) throws -> @Sendable (Scored) -> [Double] {
        let program = RowProgram([expression], over: schema)
        _ = try program.evaluate(over: sample)
        return { scored in
            guard let column = try? program.evaluate(over: batch(scored))[0] else {
                return Array(repeating: .nan, count: scored.count)
            }
            return column.metricNumbers
        }
    }

    /// The value of rows that are there as often as their weights say, which are whole.
    func reduction(
        _ expression: RowExpression
    ) throws -> @Sendable (Scored) -> @Sendable ([Double]) -> Double {
        let program = RowProgram([expression], over: schema)
        _ = try program.evaluate(over: sample)
        return { scored in
            let batch = batch(scored)
            return { weights in
                let rows = weights.indices.flatMap { row in
                    Array(repeating: row, count: Int(weights[row]))
                }
                let drawn = Batch(batch.columns.map { $0.gathered(rows) }, count: rows.count)
                let found = try? program.evaluate(over: drawn)[0].metricNumbers.first
                return found ?? .nan
            }
        }
    }

    private var sample: Batch {
        let outputs = [Double](repeating: 0.5, count: 2 * task.outputs)
        return batch(
            Scored(
                task: task,
                truth: [0, 1],
                outputs: Matrix(rows: 2, columns: task.outputs, cells: outputs)
            )
        )
    }

    private func batch(_ scored: Scored) -> Batch {
        guard let labels else {
            return Batch(
                [
                    Column(.float, .floats(scored.truth)),
                    Column(.float, .floats(scored.prediction)),
                ],
                count: scored.count
            )
        }
        var columns = [labels.gathered(scored.labels), labels.gathered(scored.decisions)]
        if schema.names.count > 2 { columns.append(Column(.float, .floats(scored.prediction))) }
        return Batch(columns, count: scored.count)
    }
}

extension Column {
    /// Numbers, and of flags one for `true`; NaN for what is missing.
    fileprivate var metricNumbers: [Double] {
        guard type == .bool else { return numbers { _ in .nan } }
        return (0..<count).map { row in
            guard case .bool(let flag) = self[row] else { return .nan }
            return flag ? 1 : 0
        }
    }
}
