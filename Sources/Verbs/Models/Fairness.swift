import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let fairness = Function(
        "fairness",
        "How a model treats groups: rates and errors of each, and how far they are from parity.",
        family: .models,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model of two classes, or of a number"),
        Parameter<Frame>("frame", "rows with the target, better not those it learned from"),
        Parameter<Grouping>("by", "the groups that are to be treated alike"),
        Parameter(
            "min_rows",
            default: 30,
            "the fewest rows of a group that is compared",
            in: .range(2...Double.infinity)
        ),
        Judging.weight,
        examples: [
            Example("logistic(sex ~ body_mass_g) | fit(penguins) | fairness(penguins, by: island)"),
            Example("linear(body_mass_g ~ species) | fit(penguins) | fairness(penguins, by: sex)"),
        ]
    ) { context, model, frame, by, least, weight -> FairnessReport in
        if case .multiclass(let labels) = model.task {
            throw Diagnostic(
                "fairness.task",
                "`\(model.target.name)` has \(labels.count) classes, and none of them is the good one",
                at: context.span(of: "model"),
                hints: labels.first.map { ["\(model.target.name) == \"\($0)\" ~ ."] } ?? []
            )
        }
        let judging = Judging(context: context, frame: frame)
        let scored = try judging.scored(model, by: by.all, weight: weight)
        judging.note(weight: weight)
        guard scored.count > 0 else { throw Diagnostic.nothingToJudge }
        guard scored.groups.count > 1 else {
            throw Diagnostic(
                "fairness.groups",
                "all rows are of one group, which nothing can be held against",
                at: context.span(of: "by"),
                hints: by.all.first.map { ["frame | count(\($0.name))"] } ?? []
            )
        }
        try judging.warn(of: model, scored)
        let looks = judging.look([model])
        return FairnessReport(
            Fairness(scored, least: least, looks: looks),
            by: by.all.map(\.field),
            looks: looks
        )
    }
}
