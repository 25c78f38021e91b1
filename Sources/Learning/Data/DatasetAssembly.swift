package import Diagnostics
import Documents
package import Kernels
package import Relations
package import Tables
import Values

/// Batches on their way to a dataset.
package struct DatasetAssembly {
    let layout: RowLayout
    private let weight: RowExpression?
    var target: TargetColumn
    var features: [FeatureColumn]
    var cells: GrowingMatrix
    var weights: [Double]?
    var droppedRows = 0

    /// `rows` is how many there will be, as far as that is known.
    package init(
        target: NamedExpression,
        features: [NamedExpression],
        weight: RowExpression? = nil,
        rows: Int = 0
    ) throws(Diagnostic) {
        try Diagnostic.requireWeight(weight)
        layout = RowLayout(target: target, features: features, weight: weight)
        self.weight = weight
        self.target = try TargetColumn(target)
        self.features = []
        for feature in features {
            self.features.append(try FeatureColumn(feature.name, feature.expression.type))
        }
        cells = GrowingMatrix(columns: features.count, room: rows)
        weights = weight == nil ? nil : []
    }

    /// What batches are to hold, in order.
    package var columns: [NamedExpression] { layout.columns }

    package mutating func append(_ batch: Batch) throws(Diagnostic) {
        let rows = try target.append(batch.columns[0])
        let added = rows?.count ?? batch.count
        droppedRows += batch.count - added
        cells.addRows(added)
        if let column = layout.weight(of: batch.columns) {
            let numbers = column.numbers { _ in .nan }
            weights?.append(contentsOf: rows.map { $0.map { numbers[$0] } } ?? numbers)
        }
        for (index, column) in layout.features(of: batch.columns).enumerated() {
            let numbers = try features[index].numbers(of: column, rows: rows)
            cells.writeLast(numbers, column: index)
        }
    }

    package consuming func finished(
        positive: Scalar? = nil,
        in work: WorkContext = WorkContext()
    ) throws -> DatasetReader.Reading {
        let dropped = droppedRows
        let weights = weights
        let (target, truth) = try self.target.finished(positive: positive)
        guard !truth.isEmpty else { throw Diagnostic.noRows }
        if let weights {
            try Diagnostic.requireWeights(weights, of: weight)
            if weights.allSatisfy({ $0 == 0 }) { throw Diagnostic.noWeight }
        }
        let (described, matrix) = try describedCells(in: work)
        return DatasetReader.Reading(
            target: target,
            dataset: Dataset(
                shape: ModelShape(features: described, task: target.task),
                training: Examples(features: matrix, target: truth, weights: weights)
            ),
            droppedRows: dropped
        )
    }

    private mutating func describedCells(in work: WorkContext) throws -> ([Feature], Matrix) {
        var described: [Feature] = []
        for (index, column) in features.enumerated() {
            let (feature, recoding) = column.finished(cells.column(index))
            if let recoding { cells.change(column: index) { recoding($0) } }
            described.append(feature)
        }
        return (described, try cells.finished(in: work))
    }
}

extension Diagnostic {
    static var noWeight: Diagnostic {
        Diagnostic(
            "weight.value",
            "every weight is zero, so that no row counts",
            hints: ["without `weight:` every row counts once"]
        )
    }

    /// Refuses what is no weight of a row.
    static func requireWeights(
        _ weights: [Double],
        of expression: RowExpression?
    ) throws(Diagnostic) {
        guard let bad = weights.first(where: { !$0.isFinite || $0 < 0 }) else { return }
        let text = expression?.text ?? "weight"
        let found =
            bad.isNaN
            ? "missing in a row"
            : bad < 0 ? "\(NumberFormat().string(bad)) in a row" : "infinite in a row"
        let mended = bad.isNaN ? "\(text) is not missing" : "\(text) >= 0"
        throw Diagnostic(
            "weight.value",
            "`\(text)` is \(found), and a weight is a number from 0 on",
            hints: ["filter(\(mended)) before it"]
        )
    }

    /// Refuses a weight that is no number whatever the row.
    static func requireWeight(_ expression: RowExpression?) throws(Diagnostic) {
        guard let expression, !expression.type.isNumber, expression.type != .bool,
            expression.type != .missing
        else { return }
        var hint = "weight: float(\(expression.text))"
        if let word = expression.constantText { hint = "weight: \(word)" }
        throw Diagnostic(
            "weight.value",
            "`\(expression.text)` is \(expression.type.described), and a weight is a number from 0 on",
            hints: [hint]
        )
    }
}

extension RowExpression {
    fileprivate var constantText: String? {
        guard case .text(let word)? = RowArgument(self).constant else { return nil }
        return word
    }
}
