import Kernels
import Learning
import LinearAlgebra
import Tables

/// What coalitions are worth where features correlate, found in another way than the explainer's:
/// what the others' terms come to is regressed, over the background, on the columns of the coalition.
final class RegressedWorths {
    private let background: DenseMatrix
    private let rows: Matrix
    /// The places of each player's columns.
    private let columns: [[Int]]
    /// For each output what each player's terms give beyond their mean, in the background and in the
    /// rows; and the mean margin.
    private let own: [Matrix]
    private let terms: [Matrix]
    private let bases: [Double]
    /// For coalitions that were asked for, the columns they know, and for each output the constant and
    /// a weight a column by which the others' terms are told.
    private var regressions: [Int: (known: [Int], weights: [[Double]])] = [:]

    /// Nil where some columns are combinations of others, so that a regression on them is not one.
    init?(_ games: RowGames, of pipeline: FittedPipeline, in work: WorkContext) throws {
        guard let model = pipeline.model as? any LinearForm, let others = games.background else {
            return nil
        }
        let encoded = try model.encoding.matrix(of: others, in: work)
        rows = try model.encoding.matrix(of: games.rows, in: work)
        background = DenseMatrix(
            rows: encoded.rows,
            columns: encoded.columns,
            cells: encoded.cells
        )
        let varying = (0..<encoded.columns).filter { column in
            let cells = encoded.column(column)
            return cells.contains { $0 != cells.first }
        }
        guard PivotedQR(Self.design(background, varying)).rank == varying.count + 1 else {
            return nil
        }
        columns = (0..<games.playerCount).map { player in
            varying.filter { games.players[model.encoding.columns[$0].feature] == player }
        }
        var of = games
        let found = try LinearExplainer().explain(of, of: pipeline, in: work)
        of.rows = others
        own = found.contributions
        terms = try LinearExplainer().explain(of, of: pipeline, in: work).contributions
        bases = found.bases
    }

    /// The columns behind one of ones.
    private static func design(_ rows: DenseMatrix, _ columns: [Int]) -> DenseMatrix {
        let ones = [Double](repeating: 1, count: rows.rows)
        return DenseMatrix(
            rows: rows.rows,
            columns: columns.count + 1,
            cells: ones + columns.flatMap { rows.column($0) }
        )
    }

    /// Of a row and a coalition, a bit a player, for each output.
    func worth(_ row: Int, _ coalition: Int) -> [Double] {
        let members = columns.indices.filter { coalition >> $0 & 1 == 1 }
        let (known, weights) = regression(on: members, coalition)
        return bases.indices.map { output in
            let expected = zip(known, weights[output].dropFirst()).reduce(weights[output][0]) {
                $0 + rows[row, $1.0] * $1.1
            }
            return members.reduce(bases[output] + expected) { $0 + own[output][row, $1] }
        }
    }

    /// What the others' terms come to, on the members' columns; the same for all rows.
    private func regression(
        on members: [Int],
        _ coalition: Int
    ) -> (known: [Int], weights: [[Double]]) {
        if let made = regressions[coalition] { return made }
        let others = columns.indices.filter { !members.contains($0) }
        let known = members.flatMap { columns[$0] }
        let factors = PivotedQR(Self.design(background, known))
        let weights = bases.indices.map { output in
            var rest = [Double](repeating: 0, count: background.rows)
            for player in others {
                for (place, term) in terms[output].column(player).enumerated() {
                    rest[place] += term
                }
            }
            return factors.leastSquares(rest)
        }
        regressions[coalition] = (known, weights)
        return (known, weights)
    }
}
