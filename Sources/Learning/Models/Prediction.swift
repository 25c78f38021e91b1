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
    package func predicted(_ frame: Frame, in work: WorkContext) throws(Diagnostic) -> Frame {
        let features = features
        let pipeline = self
        let prediction = RowPrediction(fingerprint: fingerprint, added: predictedFields) { batch in
            let matrix = features.matrix(of: batch.columns, rows: batch.count)
            return pipeline.columns(of: try pipeline.outputs(matrix, in: work))
        }
        return prediction.applied(to: frame, features: try bound(to: frame))
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
