import Catalog
import Explaining
import Kernels
import Learning
import Tables

/// A model of one feature that tells its contributions with an error.
struct CrookedModel: ContributingModel {
    static let flavor = "crooked"
    var error = 0.0
    let shape = ModelShape(features: [Feature("distance", .number)], task: .regression)

    init(error: Double) { self.error = error }
    init(decoding bytes: [UInt8], shape: ModelShape) {}
    func encoded() -> [UInt8] { [] }
    var summary: ModelSummary { ModelSummary() }

    func predict(_ features: Matrix, in work: WorkContext) -> Matrix { features }
    func margin(_ features: Matrix, in work: WorkContext) -> Matrix { features }

    func contributions(_ features: Matrix, in work: WorkContext) -> [Matrix] {
        let told = features.cells.map { $0 * (1 + error) }
        let bases = [Double](repeating: 0, count: features.rows)
        return [Matrix(rows: features.rows, columns: 2, cells: told + bases)]
    }
}

/// Takes its word for it.
struct CrookedExplainer: Explainer {
    static let name = "crooked"
    static let summary = "Whatever the model says."
    static let settings: [Setting<CrookedExplainer>] = []

    static func support(for model: any FittedModel, sharing output: SharedOutput) -> Support {
        .full
    }
    static func takesBackground(for model: any FittedModel) -> BackgroundUse {
        .refused(because: "there is none")
    }

    func explain(
        _ games: RowGames,
        of pipeline: FittedPipeline,
        in work: WorkContext
    ) throws -> Attribution {
        guard let model = pipeline.model as? CrookedModel else {
            preconditionFailure("it is made for one model")
        }
        let part = model.contributions(games.rows, in: work)[0]
        let values = Matrix(rows: games.rows.rows, columns: 1, cells: Array(part.column(0)))
        return Attribution(contributions: [values], bases: [0])
    }
}
