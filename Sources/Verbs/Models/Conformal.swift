import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let conformal = Function(
        "conformal",
        "The model with an interval, or a set of classes, that holds the truth of a stated share of rows.",
        family: .models,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model"),
        Parameter<Frame>("frame", "rows with the target that it did not learn from"),
        Parameter(
            "coverage",
            default: 0.9,
            "the share of rows whose truth lies within",
            in: .range(0.01...0.999)
        ),
        Judging.weight,
        examples: [
            Example(
                "linear(body_mass_g ~ sex) | fit(penguins | filter(year < 2009))"
                    + " | conformal(penguins | filter(year == 2009))"
            )
        ]
    ) { context, model, frame, coverage, weight -> FittedPipeline in
        let judging = Judging(context: context, frame: frame)
        let scored = try judging.scored(model, weight: weight)
        judging.note(weight: weight)
        try judging.warn(
            of: model,
            scored,
            "conformal.training",
            "what it says of others will hold less often than stated"
        )
        do throws(Diagnostic) {
            let reach = try ConformalReach(coverage: coverage, of: scored)
            judging.noteLook(model)
            return model.reaching(reach)
                .chosen(.bounds, by: frame, RowsMemory(scored.digests))
        } catch {
            throw error.located(at: context.span(of: "frame"))
        }
    }
}
