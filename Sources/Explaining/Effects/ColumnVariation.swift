import Catalog
import Diagnostics
package import Kernels
package import Learning
package import Relations
package import Tables

/// What a model predicts for some rows when one of their columns has other values and all else stays as
/// it is: what partial dependence, ICE and ALE are made of.
package struct ColumnVariation: Sendable {
    let pipeline: FittedPipeline
    let engine: any Engine
    let work: WorkContext
    /// The rows, a column an input of the model.
    let rows: Table
    /// Where they stand in the frame, and how many it has.
    package let places: [Int]
    package let total: Int
    /// Which of the columns is varied.
    let place: Int

    /// Rows that are tried at most, spread evenly over the frame.
    package static let mostRows = 1000
    /// Values of a column that are tried at most.
    static let mostValues = 30

    package init(
        of pipeline: FittedPipeline,
        _ column: String,
        in frame: Frame,
        by engine: any Engine,
        work: WorkContext
    ) throws {
        self.pipeline = pipeline
        self.engine = engine
        self.work = work
        let inputs = pipeline.inputs.compactMap { frame.schema[$0.name] }
        guard let place = inputs.firstIndex(where: { $0.name == column }) else {
            throw Diagnostic.notAnInput(column, pipeline, inputs.map(\.name))
        }
        self.place = place
        _ = try pipeline.bound(to: frame)
        work.progress.report("reading")
        let plan = Plan.project(frame.plan, inputs.map { NamedExpression($0.name, .column($0)) })
            .unseen
        let table = try engine.collect(plan, in: work)
        guard table.count > 0 else { throw Diagnostic.nothingToVary }
        let step = max(1, (table.count + Self.mostRows - 1) / Self.mostRows)
        let some = Array(stride(from: 0, to: table.count, by: step))
        (places, total) = (some, table.count)
        rows = Table(table.fields, table.columns.map { $0.gathered(some) })
    }

    package var field: Field { rows.fields[place] }
    var column: Column { rows.columns[place] }

    /// Whether its values have an order that an axis can show.
    package var isNumeric: Bool {
        switch field.type {
        case .int, .float, .date, .time, .timestamp: true
        default: false
        }
    }

    /// The column's cells as numbers, NaN where missing.
    func numbers(of column: Column) -> [Double] {
        Feature(field.name, .number).numbers(of: column)
    }

    /// Predictions with a value of `values` in every one of some rows: `picks` tells for each prediction
    /// the row and the value.
    func predictions(
        _ values: Column,
        _ picks: [(row: Int, value: Int)]
    ) throws -> Matrix {
        let columns = rows.columns.enumerated().map { index, column in
            index == place
                ? values.gathered(picks.map(\.value)) : column.gathered(picks.map(\.row))
        }
        let frame = Frame(memory: Table(rows.fields, columns))
        let bound = try pipeline.bound(to: frame)
        let features = bound.expressions.enumerated().map { index, expression in
            NamedExpression("feature \(index)", expression.expression)
        }
        let plan = Plan.project(bound.frame.plan, features)
        let table = try engine.collect(plan, in: work)
        let matrix = pipeline.features.matrix(of: table.columns, rows: table.count)
        return try pipeline.outputs(matrix, in: work)
    }

    /// Some of the column's values, as they occur: numbers spread by their quantiles, ascending; names by
    /// how often they occur.
    func values() -> Column {
        guard isNumeric else { return named() }
        let numbers = numbers(of: column)
        let order = numbers.indices.filter { !numbers[$0].isNaN }.sorted {
            numbers[$0] < numbers[$1]
        }
        var distinct: [Int] = []
        for row in order where distinct.last.map({ numbers[$0] != numbers[row] }) ?? true {
            distinct.append(row)
        }
        guard distinct.count > Self.mostValues else { return column.gathered(distinct) }
        let last = Self.mostValues - 1
        var chosen: [Int] = []
        for step in 0...last {
            let row = order[step * (order.count - 1) / last]
            if chosen.last.map({ numbers[$0] != numbers[row] }) ?? true { chosen.append(row) }
        }
        return column.gathered(chosen)
    }

    private func named() -> Column {
        var firsts: [Scalar: Int] = [:]
        var counts: [Scalar: Int] = [:]
        for row in 0..<column.count where column[row] != .missing {
            counts[column[row], default: 0] += 1
            if firsts[column[row]] == nil { firsts[column[row]] = row }
        }
        let order = firsts.sorted { a, b in
            let (first, second) = (counts[a.key] ?? 0, counts[b.key] ?? 0)
            return first == second ? a.value < b.value : first > second
        }
        return column.gathered(order.prefix(Self.mostValues).map(\.value))
    }
}

extension Diagnostic {
    fileprivate static func notAnInput(
        _ name: String,
        _ pipeline: FittedPipeline,
        _ inputs: [String]
    ) -> Diagnostic {
        let close = Suggestion.close(to: name, among: inputs, limit: 3)
        return Diagnostic(
            "effect.column",
            "`\(pipeline.learner.name)` does not look at `\(name)`, so nothing changes with it",
            hints: close.isEmpty ? Array(inputs.prefix(5)) : close
        )
    }

    fileprivate static var nothingToVary: Diagnostic {
        Diagnostic(
            "effect.rows",
            "the frame has no rows",
            hints: ["count() after each stage of the pipe tells where they went"]
        )
    }
}
