package import Diagnostics
package import Kernels
package import Relations
package import Tables

/// Predictions as columns of a frame.
extension FittedPipeline {
    /// The columns that predictions add: `prediction`, and `probability` or one for each class.
    package var predictedFields: [Field] { toldFields + conformalFields }

    private var toldFields: [Field] {
        let prediction = Field("prediction", target.predictedType)
        switch task {
        case .regression: return [prediction]
        case .binary: return [prediction, Field("probability", .float)]
        case .multiclass(let labels):
            return [prediction] + labels.map { Field("probability_\($0)", .float) }
        }
    }

    /// The model's outputs as those columns.
    package func columns(of outputs: Matrix) -> [Column] {
        toldColumns(of: outputs) + conformalColumns(of: outputs)
    }

    private func toldColumns(of outputs: Matrix) -> [Column] {
        switch task {
        case .regression: return [Column(finite: outputs.column(0))]
        case .binary:
            let codes = outputs.column(0).map { $0 >= threshold ? 1 : 0 }
            return [target.column(ofCodes: codes), Column(finite: outputs.column(0))]
        case .multiclass(let labels):
            let codes = outputs.largest
            return [target.column(ofCodes: codes)]
                + labels.indices.map { Column(finite: outputs.column($0)) }
        }
    }

    /// The frame with predictions beside its rows; nothing runs until they are asked for.
    ///
    /// Columns of the same names are replaced. Derived features are computed by the engine below
    /// the model, and leave no trace.
    package func predicted(_ frame: Frame, in work: WorkContext) throws(Diagnostic) -> Frame {
        let features = try self.bound(to: frame)
        let bound = features.expressions
        let added = predictedFields
        let kept = frame.schema.names.filter { name in !added.contains { $0.name == name } }
        let isPlain = bound.allSatisfy { column in
            guard case .column(let name, _) = column.expression else { return false }
            return kept.contains(name)
        }
        if isPlain {
            let reads = bound.flatMap { $0.expression.columns.sorted() }
            return frame.keeping(kept).mapped(transform(reading: reads, in: work))
        }
        let hidden = bound.enumerated().map { index, column in
            NamedExpression("\u{1}feature \(index)", column.expression)
        }
        let columns = kept.compactMap { name in
            frame.schema[name].map { NamedExpression(name, .column(name, $0.type)) }
        }
        return features.frame.projected(columns + hidden)
            .mapped(transform(reading: hidden.map(\.name), in: work))
            .keeping(kept + added.map(\.name))
    }

    private func transform(reading columns: [String], in work: WorkContext) -> BatchTransform {
        let features = features
        let pipeline = self
        return BatchTransform(
            fingerprint: "predict \(fingerprint)",
            label: "predicting",
            reads: columns,
            adds: predictedFields,
            keepsValues: false
        ) { batch in
            let matrix = features.matrix(of: batch.columns, rows: batch.count)
            return pipeline.columns(of: try pipeline.outputs(matrix, in: work))
        }
    }
}

extension Matrix {
    /// For each row the position of its largest cell, the first of equals.
    package var largest: [Int] {
        var places = [Int](repeating: 0, count: rows)
        var best = rows > 0 && columns > 0 ? Array(column(0)) : []
        for index in 0..<columns {
            for (row, cell) in column(index).enumerated() where cell > best[row] {
                best[row] = cell
                places[row] = index
            }
        }
        return places
    }
}

extension Column {
    /// Floats, of which those that are no number are missing.
    package init(finite cells: ArraySlice<Double>) {
        let cells = Array(cells)
        guard cells.contains(where: { !$0.isFinite }) else {
            self.init(.float, .floats(cells))
            return
        }
        var validity = Bitmap(repeating: true, count: cells.count)
        for (row, cell) in cells.enumerated() where !cell.isFinite { validity[row] = false }
        self.init(.float, .floats(cells), validity: validity)
    }
}
