import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let importance = Function(
        "importance",
        "How much each feature matters to a model.",
        family: .models,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model"),
        Parameter<Frame?>("frame", "rows with the target, on which features are shuffled"),
        Parameter<String?>(
            "method",
            "`permutation` with a frame and `gain` without one, if absent",
            in: .choice(["permutation", "gain"])
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
        ]
    ) { context, model, frame, method, metrics -> Frame in
        let method = method ?? (frame == nil ? "gain" : "permutation")
        guard method == "permutation" else {
            return Frame(memory: try FeatureImportance.gains(of: model))
        }
        guard let frame else {
            throw Diagnostic(
                "importance.frame",
                "features are shuffled on rows, and there are none",
                at: context.span,
                hints: ["importance(test)"]
            )
        }
        let judging = Judging(context: context, frame: frame)
        let score = try context.scores(metrics, for: model.task)[0]
        let rows = try ShuffledRows(of: model, frame, by: try context.engine, in: context.work)
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
