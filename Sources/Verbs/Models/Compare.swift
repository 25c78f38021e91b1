import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let compare = Function(
        "compare",
        "Models judged on the same rows, ranked, and whether they can be told apart.",
        family: .models,
        effect: .runs,
        takes: Parameter<[FittedPipeline]>.rest("model", "models of one target"),
        Parameter<Frame>("on", "rows with the target that none of them learned from"),
        Parameter<[String]>(
            "metric",
            default: [],
            "one metric or a list; the first of the usual ones if absent",
            in: .choice(Score.names)
        ),
        examples: [
            Example(
                "compare(linear(body_mass_g ~ species) | fit(penguins),"
                    + " linear(body_mass_g ~ sex) | fit(penguins), on: penguins)"
            )
        ]
    ) { context, models, frame, metrics -> ModelComparison in
        let judging = Judging(context: context, frame: frame, parameter: "on")
        let first = try ComparedModels.checked(models, context)
        let scores = try judging.scores(metrics, for: first)
        var candidates: [ModelComparison.Candidate] = []
        for (name, model) in zip(ComparedModels.names(models, context), models) {
            candidates.append(.init(name: name, scored: try judging.scored(model)))
        }
        for (model, candidate) in zip(models, candidates) {
            try judging.warn(of: model, candidate.scored)
        }
        if !models.contains(where: { $0.learner.name == Baseline.name }) {
            let scored = first.baseline(on: candidates[0].scored)
            candidates.append(.init(name: Baseline.name, scored: scored))
        }
        return try ModelComparison(
            candidates,
            scores: metrics.isEmpty ? Array(scores.prefix(1)) : scores,
            in: context.work
        )
    }
}

/// What `compare` asks of its models.
private enum ComparedModels {
    /// The first of the models; all must predict the same.
    static func checked(
        _ models: [FittedPipeline],
        _ context: CallContext
    )
        throws(Diagnostic) -> FittedPipeline
    {
        guard let first = models.first else {
            throw Diagnostic(
                "compare.models",
                "there is no model to compare",
                at: context.span,
                hints: ["compare(plain, boosted, on: test)"]
            )
        }
        for model in models.dropFirst() where model.target != first.target {
            throw Diagnostic(
                "compare.target",
                "one model predicts `\(first.target.name)` and another `\(model.target.name)`",
                at: context.span(of: "model"),
                hints: ["models of one target, and of the same classes, can be compared"]
            )
        }
        return first
    }

    /// The variables that hold the models, learners' names where there is none; repeated ones
    /// are numbered.
    static func names(_ models: [FittedPipeline], _ context: CallContext) -> [String] {
        let given = context.argumentNames["model"] ?? []
        var seen: [String: Int] = [:]
        return models.enumerated().map { index, model in
            let variable = given.count == models.count ? given[index] : nil
            let name = variable ?? model.learner.name
            seen[name, default: 0] += 1
            let count = seen[name, default: 1]
            return count == 1 ? name : "\(name)_\(count)"
        }
    }
}
