import Diagnostics
package import Kernels
package import Relations
package import Tables

/// Turns a frame and a formula into a dataset, by one run of one plan.
package struct DatasetReader: Sendable {
    package var engine: any Engine
    package var work: WorkContext

    package init(engine: any Engine, work: WorkContext) {
        self.engine = engine
        self.work = work
    }

    /// What reading gave: the target with its task, the rows, and how many had no target.
    package struct Reading: Sendable {
        package var target: Target
        package var dataset: Dataset
        package var droppedRows: Int
    }

    /// Reads training rows; features' levels and the target's classes are learned from them.
    package func read(
        _ frame: Frame,
        target: NamedExpression,
        features: [NamedExpression],
        weight: RowExpression? = nil,
        positive: Scalar? = nil
    ) throws -> Reading {
        let rows = frame.plan.hasCountedRows ? try engine.count(frame.plan, in: work) : 0
        var assembly = try DatasetAssembly(
            target: target,
            features: features,
            weight: weight,
            rows: Int(rows)
        )
        let plan = Plan.project(frame.plan, assembly.columns).unseen
        work.progress.report("reading")
        let isPlaced =
            try rows > 0
            && assembly.fill(rows: Int(rows), in: work) { receive in
                try engine.scatter(plan, rows: Int(rows), in: work, receive)
            }
        if !isPlaced { try append(engine.open(plan, in: work), to: &assembly) }
        return try assembly.finished(positive: positive, in: work)
    }

    private func append(_ rows: any BatchCursor, to assembly: inout DatasetAssembly) throws {
        while let batch = try rows.next() {
            try work.cancellation.check()
            try assembly.append(batch)
        }
    }

    /// Reads rows for a model that is there already: levels and classes are known.
    package func read(
        _ frame: Frame,
        target: Target,
        features: [Feature],
        expressions: [NamedExpression],
        weight: RowExpression? = nil
    ) throws -> Examples {
        try Diagnostic.requireWeight(weight)
        let layout = RowLayout(target: target.column, features: expressions, weight: weight)
        let plan = Plan.project(frame.plan, layout.columns).unseen
        let table = try engine.collect(plan, in: work)
        let truth = target.numbers(of: table.columns[0])
        let rows = truth.indices.filter { !truth[$0].isNaN }
        let matrix = features.matrix(of: layout.features(of: table.columns), rows: table.count)
        let weights = layout.weight(of: table.columns).map { $0.numbers { _ in .nan } }
        if let weights { try Diagnostic.requireWeights(weights, of: weight) }
        let all = Examples(features: matrix, target: truth, weights: weights)
        return rows.count == all.count ? all : all.rows(at: rows)
    }
}

/// The columns that are read together: target, perhaps a weight, and the features.
struct RowLayout {
    let columns: [NamedExpression]
    private let hasWeight: Bool

    init(target: NamedExpression, features: [NamedExpression], weight: RowExpression?) {
        hasWeight = weight != nil
        let lead = [target.expression] + (weight.map { [$0] } ?? [])
        // Positions make the names unique, whatever the features are called.
        columns = (lead + features.map(\.expression)).enumerated().map { index, expression in
            NamedExpression("column \(index)", expression)
        }
    }

    func weight(of read: [Column]) -> Column? { hasWeight ? read[1] : nil }
    func features(of read: [Column]) -> [Column] { Array(read[(hasWeight ? 2 : 1)...]) }
}

extension Plan {
    /// Whether its rows are those of a file or a table, which knows how many it has.
    fileprivate var hasCountedRows: Bool {
        switch self {
        case .scan: true
        case .project(let input, _), .map(let input, _), .sort(let input, _): input.hasCountedRows
        default: false
        }
    }
}
