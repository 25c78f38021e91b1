import Kernels
import Learning
import Tables

/// What a model answers when it is asked about rows.
struct ModelAnswers: Sendable {
    let pipeline: FittedPipeline
    let work: WorkContext

    /// The numbers that are shared out, a column an output; for a loss those that it judges.
    func answers(_ output: SharedOutput, to rows: Matrix) throws -> Matrix {
        switch (output, pipeline.model as? any MarginModel) {
        case (.margin, let model?): try model.margin(rows, in: work)
        case (.margin, nil), (.prediction, _), (.loss, _): try pipeline.outputs(rows, in: work)
        }
    }

    /// The predictions, and behind them the margins that they come from.
    func predictionsWithMargins(of rows: Matrix, by model: any MarginModel) throws -> Matrix {
        let margins = try model.margin(rows, in: work)
        let linked = model.linked(margins)
        let told = pipeline.calibration?(linked) ?? linked
        return Matrix(
            rows: rows.rows,
            columns: told.columns + margins.columns,
            cells: told.cells + margins.cells
        )
    }
}

extension MarginModel {
    /// What margins lead to.
    func linked(_ margins: Matrix) -> Matrix {
        guard let marginScale else { return task.linked(margins) }
        let numbers = margins.cells.map(marginScale.number)
        return Matrix(rows: margins.rows, columns: margins.columns, cells: numbers)
    }
}
