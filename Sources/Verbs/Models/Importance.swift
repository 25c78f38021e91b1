import Catalog
import Diagnostics
import Explaining
import Learning
import Relations
import Tables
import Values

extension Function {
    static let importance = Function(
        "importance",
        "How much each feature matters to a model.",
        family: .models,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model"),
        Parameter<Frame?>("frame", "rows with the target, on which features are tried"),
        Parameter<String?>(
            "method",
            "`permutation` (how much worse the metric gets when a feature is shuffled) with a frame and "
                + "`gain` without one, if absent; `shap` is the mean size of contributions, `sage` the "
                + "loss that a feature saves",
            in: .choice(["permutation", "gain", "shap", "sage"])
        ),
        Parameter<[MetricChoice]>(
            "metric",
            default: [],
            "what shuffling a feature makes worse, a metric or a `def` of truth and prediction",
            in: MetricChoice.domain
        ),
        examples: [
            Example("lightgbm(species ~ ., trees: 20) | fit(penguins) | importance"),
            Example("linear(body_mass_g ~ .) | fit(penguins) | importance(penguins)"),
            Example(
                "lightgbm(species ~ ., trees: 20) | fit(penguins) | importance(penguins, method: \"sage\")"
            ),
        ]
    ) { context, model, frame, method, metrics -> Frame in
        let method = method ?? (frame == nil ? "gain" : "permutation")
        guard method != "gain" else {
            return Frame(memory: try FeatureImportance.gains(of: model))
        }
        guard let frame else {
            throw Diagnostic(
                "importance.frame",
                "features are tried on rows, and there are none",
                at: context.span,
                hints: ["importance(test)"]
            )
        }
        let judging = Judging(context: context, frame: frame)
        let rows = try ShuffledRows(of: model, frame, by: try context.engine, in: context.work)
        guard method == "permutation" else {
            let found = try context.contributedImportance(model, rows, method)
            judging.noteLook(model)
            return Frame(memory: found)
        }
        let score = try context.scores(metrics, for: model.task)[0]
        judging.noteLook(model)
        return Frame(
            memory: try FeatureImportance.permutation(
                of: model,
                on: rows,
                by: score,
                in: context.work
            )
        )
    }
}

extension CallContext {
    /// Importance by contributions to predictions, or to the loss that they save.
    fileprivate func contributedImportance(
        _ model: FittedPipeline,
        _ rows: ShuffledRows,
        _ method: String
    ) throws -> Table {
        guard !rows.truth.isEmpty else {
            throw Diagnostic.nothingToJudge.located(at: span(of: "frame"))
        }
        let judged = try JudgedRows(rows, of: model)
        if method == "sage" {
            let found = try Importances.loss(judged, in: work)
            notes.note(
                "in \(model.task == .regression ? "squared error" : "log loss"), from "
                    + "\(found.walks) walks against \(found.others) rows; all add up to what the "
                    + "model saves"
            )
            return found.table
        }
        let found = try Importances.contributions(judged, in: work)
        if let others = found.others {
            notes.note("of \(found.rows) rows, each against \(others), spread evenly")
        }
        return found.table
    }
}
