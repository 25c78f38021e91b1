import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let fit = Function(
        "fit",
        "A model that a learner learned from a frame's rows.",
        family: .models,
        effect: .runs,
        takes: Parameter<LearnerValue>("learner", "a learner with its formula"),
        Parameter<Frame>("frame", "the rows to learn from"),
        Parameter<RowExpression?>("weight", "how much each row counts"),
        Parameter<Frame?>("valid", "rows by which a learner with `patience:` stops"),
        examples: [
            Example("linear(body_mass_g ~ flipper_length_mm + species) | fit(penguins)"),
            Example("lightgbm(species ~ . - year, trees: 50, min_rows: 5) | fit(penguins)"),
        ]
    ) { context, learner, frame, weight, valid -> FittedPipeline in
        if let library = learner.learner.library { context.notes.uses(library) }
        let fitting = Fitting(engine: try context.engine, work: context.work)
        let result: Fitting.Result
        do {
            result = try fitting.fit(learner, to: frame, weight: weight, stoppingBy: valid)
        } catch let faults as Faults {
            // The formula was read where the learner stands, the frame where it is given.
            throw faults.all[0].located(at: context.span(of: "frame"))
        }
        for remark in result.remarks { context.notes.note(remark) }
        return result.pipeline
    }
}
