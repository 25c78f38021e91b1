import Catalog
package import Kernels
import Learning
package import Tables

extension Importances {
    /// Rows of the background where a model has to be asked, and rows that are explained then.
    private static let (mostAsked, mostExplained) = (100, 500)

    /// The mean size of what each feature adds, with its standard error over the rows.
    ///
    /// Columns are feature, importance, se; of several classes it is the mean over them.
    package static func contributions(
        _ judged: JudgedRows,
        in work: WorkContext
    ) throws -> (table: Table, rows: Int, others: Int?) {
        let pipeline = judged.pipeline
        let names = judged.players.names
        let shared: SharedOutput =
            pipeline.model is any MarginModel || pipeline.task == .regression
            ? .margin : .prediction
        let explainer = try Explainers.choose(
            "auto",
            for: pipeline,
            sharing: shared,
            among: names.count
        )
        var games = RowGames(judged.rows, players: judged.players.places, output: shared)
        if case .required = type(of: explainer).takesBackground(for: pipeline.model) {
            games.background = judged.rows.rows(at: judged.some(mostAsked))
            games.rows = judged.rows.rows(at: judged.some(mostExplained))
        }
        let found = try explainer.explain(games, of: pipeline, in: work)
        let outputs = Double(found.contributions.count)
        var (values, errors): ([Double], [Double]) = ([], [])
        for player in names.indices {
            let sizes = (0..<games.rows.rows).map { row in
                found.contributions.reduce(0) { $0 + $1[row, player].magnitude } / outputs
            }
            values.append(Sums.mean(sizes))
            errors.append((Sums.variance(sizes) / Double(sizes.count)).squareRoot())
        }
        return (table(names, values, errors), games.rows.rows, games.background?.rows)
    }
}
