import Catalog
package import Diagnostics
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
    /// recipe makes them, the columns that some come from alone.
    package func features(of frame: Frame, by engine: any Engine) throws -> Table {
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
        let plan = Plan.project(bound.frame.plan, columns + sources).unseen
        let table = try engine.collect(plan, in: work)
        guard table.count > 0 else { throw Diagnostic.emptyFrame }
        return table
    }

    /// Refuses rows to compare with where the explainer has no use for them.
    package func checkBackground(for explainer: any Explainer) throws(Diagnostic) {
        let use = type(of: explainer).takesBackground(for: pipeline.model)
        guard case .refused(let reason) = use else { return }
        throw Diagnostic(
            "explain.background",
            "`background` is not used for `\(pipeline.learner.name)`: \(reason)",
            hints: ["explain(rows)"]
        )
    }

    /// Explains rows whose features are in memory, and checks that they add up.
    package func explain(
        _ rows: Table,
        by explainer: any Explainer,
        against background: Table? = nil,
        words: CellWords
    ) throws -> Explanation {
        guard let model = pipeline.model as? any MarginModel else {
            preconditionFailure("explainers fit models that have a margin")
        }
        if background != nil { try checkBackground(for: explainer) }
        let matrix = matrix(of: rows)
        let others = background.map { self.matrix(of: $0) }
        let found = try KeptAttribution(explainer, pipeline, players.places, in: work)
            .explain(matrix, of: model, against: others)
        let margin = try model.margin(matrix, in: work)
        try Additivity.check(found, margin: margin, tolerance: model.roundoff)
        let predictions = try Additivity.predictions(of: model, matrix, margin: margin, in: work)
        return Explanation(
            model: "\(pipeline.learner.name)(\(pipeline.formula))",
            target: pipeline.target,
            method: type(of: explainer).name,
            features: players.features(rows, words: words),
            outputs: outputs(found, predictions, scale: model.marginScale?.word),
            rows: rows.count,
            words: words
        )
    }

    private func matrix(of rows: Table) -> Matrix {
        pipeline.features.matrix(of: rows.columns, rows: rows.count)
    }

    private func outputs(
        _ found: Attribution,
        _ predictions: Matrix,
        scale: String?
    ) -> [ExplainedOutput] {
        let labels: [String?] =
            switch pipeline.task {
            case .regression: [nil]
            case .binary(_, let positive): [positive]
            case .multiclass(let labels): labels
            }
        return labels.indices.map { output in
            ExplainedOutput(
                label: labels[output],
                base: found.bases[output],
                contributions: found.contributions[output],
                probabilities: labels[output] == nil ? nil : Array(predictions.column(output)),
                scale: scale
            )
        }
    }
}

extension Diagnostic {
    fileprivate static var emptyFrame: Diagnostic {
        Diagnostic(
            "explain.rows",
            "the frame has no rows",
            hints: ["count() after each stage of the pipe tells where they went"]
        )
    }
}
