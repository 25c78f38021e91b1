import Diagnostics
import Learning
package import Tables
import Trees

extension ExplanationBuilder {
    /// Numbers that are held at once.
    private static let mostNumbers = 20_000_000

    /// What each feature adds by itself, and what each two add together.
    ///
    /// Columns are row, class (where classes are predicted), feature, with (missing for a feature by
    /// itself), contribution; with the base all of a row add up to the margin. The Shapley interaction index of trees, exact: path-dependent, or against a background.
    package func interactions(
        _ rows: Table,
        against background: Table?,
        of label: Scalar?
    ) throws -> Table {
        guard let model = pipeline.model as? any TreeModel else {
            throw Diagnostic.withoutTrees(pipeline)
        }
        let names = players.names
        let pairs = PairOfPlayers.count(names.count)
        guard rows.count * pairs * pipeline.task.outputs <= Self.mostNumbers else {
            throw Diagnostic.tooManyPairs(rows.count, pairs)
        }
        let games = RowGames(
            matrix(of: rows),
            players: players.places,
            background: background.map { matrix(of: $0) }
        )
        let trees = TreeContributions(of: try model.ensemble(), players: players.places)
        let found = try trees.interactions(games.rows, against: games.background, in: work)
        let attribution = Attribution(contributions: found.contributions, bases: found.bases)
        _ = try Additivity(pipeline: pipeline, work: work).predictions(
            of: games,
            sharedAs: attribution
        )
        let shown = try chosen(label, found.contributions)
        return table(shown, names, rows: rows.count)
    }

    /// The outputs with their labels; of the other of two classes all signs turn.
    private func chosen(
        _ label: Scalar?,
        _ parts: [Matrix]
    ) throws(Diagnostic) -> [(label: String?, part: Matrix)] {
        let labels: [String?] =
            switch pipeline.task {
            case .regression: [nil]
            case .binary(_, let positive): [positive]
            case .multiclass(let labels): labels
            }
        let all = Array(zip(labels, parts)).map { (label: $0, part: $1) }
        guard let word = label?.classWord else { return all }
        if case .binary(let negative, _) = pipeline.task, word == negative {
            let turned = Matrix(
                rows: parts[0].rows,
                columns: parts[0].columns,
                cells: parts[0].cells.map { 0 - $0 }
            )
            return [(negative, turned)]
        }
        let found = all.filter { $0.label == word }
        guard !found.isEmpty else {
            throw .classAbsent(word, pipeline.task.labels, of: pipeline.target.name)
        }
        return found
    }

    private func table(
        _ parts: [(label: String?, part: Matrix)],
        _ names: [String],
        rows: Int
    ) -> Table {
        var (places, labels, features): ([Int64], [Scalar], [String]) = ([], [], [])
        var (others, values): ([Scalar], [Double]) = ([], [])
        for row in 0..<rows {
            for (label, part) in parts {
                for first in names.indices {
                    for second in first..<names.count {
                        places.append(Int64(row + 1))
                        labels.append(label.map { .text($0) } ?? .missing)
                        features.append(names[first])
                        others.append(first == second ? .missing : .text(names[second]))
                        let place = PairOfPlayers.place(first, second, of: names.count)
                        values.append(part[row, place])
                    }
                }
            }
        }
        var columns = [
            (Field("row", .int), Column(.int, .ints(places))),
            (Field("class", .text), Column(.text, cells: labels)),
            (Field("feature", .text), Column(.text, .texts(features))),
            (Field("with", .text), Column(.text, cells: others)),
            (Field("contribution", .float), Column(.float, .floats(values))),
        ]
        if parts.allSatisfy({ $0.label == nil }) { columns.remove(at: 1) }
        return Table(columns.map(\.0), columns.map(\.1), count: values.count)
    }
}

extension Diagnostic {
    fileprivate static func withoutTrees(_ pipeline: FittedPipeline) -> Diagnostic {
        let adds = pipeline.model is any LinearForm || pipeline.model is any AdditiveForm
        return Diagnostic(
            "interactions.model",
            adds
                ? "in `\(pipeline.learner.name)` no two features add anything together: its margin is a sum "
                    + "of what each adds"
                : "what two features add together is told of trees, and `\(pipeline.learner.name)` has none",
            hints: ["explain(rows)", "lightgbm, xgboost, forest and tree have interactions"]
        )
    }

    fileprivate static func tooManyPairs(_ rows: Int, _ pairs: Int) -> Diagnostic {
        Diagnostic(
            "interactions.size",
            "\(rows) rows with \(pairs) pairs of features each are more than fit",
            hints: ["sample(1000)", "`groups:` makes fewer pairs"]
        )
    }
}
