import Kernels
import Learning
import Tables

/// The contributions that a model tells of itself, read in slices of rows.
enum ModelContributions {
    /// Rows that are explained between two looks at the work's cancellation.
    static let slice = 256

    static func read(
        _ rows: Matrix,
        of model: any ContributingModel,
        in work: WorkContext
    ) throws -> Attribution {
        let (outputs, features) = (model.task.outputs, rows.columns)
        let empty = Matrix(repeating: 0, rows: rows.rows, columns: features)
        var contributions = Array(repeating: empty, count: outputs)
        var bases = [Double](repeating: 0, count: outputs)
        for start in stride(from: 0, to: rows.rows, by: slice) {
            try work.cancellation.check()
            let end = min(rows.rows, start + slice)
            let parts = try model.contributions(rows.rows(at: Array(start..<end)), in: work)
            for (output, part) in parts.enumerated() {
                bases[output] = part[0, features]
                for feature in 0..<features {
                    for row in start..<end {
                        contributions[output][row, feature] = part[row - start, feature]
                    }
                }
            }
            work.progress.report("explaining", fraction: Double(end) / Double(rows.rows))
        }
        return Attribution(contributions: contributions, bases: bases)
    }
}
