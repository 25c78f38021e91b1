import Catalog
package import Diagnostics
import Documents
package import Kernels
package import Learning
package import Relations
package import Tables

/// From a model and a frame to an explanation.
package struct ExplanationBuilder: Sendable {
    package var pipeline: FittedPipeline
    package var players: Players
    package var work: WorkContext

    package init(_ pipeline: FittedPipeline, _ players: Players, in work: WorkContext) {
        self.pipeline = pipeline
        self.players = players
        self.work = work
    }

    /// A frame's features, computed as for a prediction, a column a feature; behind them, where a
    /// recipe makes them, the columns that some come from alone; where the rows are judged, the truth
    /// stands last.
    ///
    /// Of `row` alone, a place from 0, where one is given.
    package func features(
        of frame: Frame,
        row: Int? = nil,
        areJudged: Bool = false,
        by engine: any Engine
    ) throws -> Table {
        let bound = try pipeline.bound(to: frame)
        work.progress.report("reading")
        // Positions make the names unique, whatever the features are called.
        let columns = bound.expressions.enumerated().map { index, column in
            NamedExpression(
                Players.feature(
                    index,
                    isProtected: bound.frame.isProtected(column.expression)
                ),
                column.expression
            )
        }
        let hidden = frame.protectedColumns
        let sources = players.columns.compactMap { name in
            frame.schema[name].map { field in
                NamedExpression(
                    Players.source(name),
                    hidden.contains(name) ? .literal(.text(Presentation.blot)) : .column(field)
                )
            }
        }
        let truth = try areJudged ? [Truth.column(of: pipeline, in: frame)] : []
        var plan = Plan.project(bound.frame.plan, columns + sources + truth).unseen
        if let row { plan = .slice(plan, .rows(Int64(row + 1), Int64(row + 1)), by: []) }
        let table = try engine.collect(plan, in: work)
        guard table.count > 0 else { throw Diagnostic.emptyFrame }
        // What is wrong with the truth is said of the rows that hold it.
        if areJudged { _ = try Truth.read(table, of: pipeline) }
        return table
    }

    /// Refuses rows to compare with where the explainer has no use for them, and asks for some where
    /// it cannot do without.
    package func check(
        _ explainer: any Explainer,
        hasBackground: Bool
    ) throws(Diagnostic) {
        switch (type(of: explainer).takesBackground(for: pipeline.model), hasBackground) {
        case (.refused(let reason), true): throw .backgroundUnused(pipeline.learner.name, reason)
        case (.required, false) where explainer is CorrelatedExplainer: throw .covariancesMissing
        case (.required, false):
            throw .backgroundMissing(pipeline.learner.name, type(of: explainer).name)
        default: break
        }
    }

    /// Rows that a model is asked about at most: hours for a quick one.
    private static let mostPredictions = 5e9

    /// Explains rows whose features are in memory, and checks that they add up.
    package func explain(
        _ rows: Table,
        by explainer: any Explainer,
        against background: Table? = nil,
        sharing output: SharedOutput = .margin,
        words: CellWords
    ) throws -> Explanation {
        try check(explainer, hasBackground: background != nil)
        let games = RowGames(
            matrix(of: rows),
            players: players.places,
            background: background.map { matrix(of: $0) },
            output: output,
            truth: output == .loss ? try Truth.read(rows, of: pipeline) : nil
        )
        let asked = try explainer.predictions(for: games)
        if asked > Self.mostPredictions { throw Diagnostic.tooMuchAsked(asked, games) }
        let found = try KeptAttribution(explainer, pipeline, in: work).explain(games)
        // What was stopped is checked like all else, by work that nobody stopped.
        let check = found.isStopped ? WorkContext(threads: work.threads) : work
        let additivity = Additivity(pipeline: pipeline, work: check)
        let predictions = try additivity.predictions(of: games, sharedAs: found)
        return Explanation(
            model: "\(pipeline.learner.name)(\(pipeline.formula))",
            target: pipeline.target,
            method: type(of: explainer).name,
            features: players.features(rows, words: words),
            outputs: outputs(found, predictions, shared: output),
            rows: rows.count,
            coarse: found.coarse,
            isStopped: found.isStopped,
            words: words,
            source: ExplanationSource(
                pipeline: pipeline,
                games: games,
                explainer: explainer,
                found: found
            )
        )
    }

    func matrix(of rows: Table) -> Matrix {
        pipeline.features.matrix(of: rows.columns, rows: rows.count)
    }

    private func outputs(
        _ found: Attribution,
        _ predictions: Matrix,
        shared: SharedOutput
    ) -> [ExplainedOutput] {
        let scale = (pipeline.model as? any MarginModel)?.marginScale?.word
        let labels: [String?] =
            switch pipeline.task {
            case _ where shared == .loss: [nil]
            case .regression: [nil]
            case .binary(_, let positive): [positive]
            case .multiclass(let labels): labels
            }
        return labels.indices.map { output in
            ExplainedOutput(
                label: labels[output],
                base: found.bases[output],
                rowBases: found.rowBases,
                contributions: found.contributions[output],
                errors: found.errors?[output],
                probabilities: labels[output] == nil ? nil : Array(predictions.column(output)),
                shared: shared,
                scale: shared == .margin ? scale : nil
            )
        }
    }
}

extension Diagnostic {
    fileprivate static func tooMuchAsked(_ predictions: Double, _ games: RowGames) -> Diagnostic {
        let billions = NumberFormat.grouped(Int64((predictions / 1e9).rounded()))
        return Diagnostic(
            "explain.cost",
            "the model would be asked about \(billions) billion rows: \(games.rows.rows) are "
                + "to be explained, each against \(games.background?.rows ?? 0)",
            hints: ["background: sample(train, 100)", "explain(sample(rows, 1000), …)"]
        )
    }

    fileprivate static func backgroundUnused(_ model: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            "explain.background",
            "`background` is not used for `\(model)`: \(reason)",
            hints: ["explain(rows)"]
        )
    }

    fileprivate static func backgroundMissing(_ model: String, _ method: String) -> Diagnostic {
        Diagnostic(
            "explain.background",
            "`\(method)` asks `\(model)` what it would predict with a feature's value from other "
                + "rows, and no others are given",
            hints: ["background: sample(train, 100)"]
        )
    }

    fileprivate static var covariancesMissing: Diagnostic {
        Diagnostic(
            "explain.background",
            "`correlated` reads how features vary together from other rows, and none are given",
            hints: ["background: train"]
        )
    }

    fileprivate static var emptyFrame: Diagnostic {
        Diagnostic(
            "explain.rows",
            "the frame has no rows",
            hints: ["count() after each stage of the pipe tells where they went"]
        )
    }
}
