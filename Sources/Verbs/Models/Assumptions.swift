import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let assumptions = Function(
        "assumptions",
        "What a model takes for granted, tested on rows, and what to do where it does not hold.",
        family: .models,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model"),
        Parameter<Frame>("frame", "rows with the target"),
        Parameter(
            "order",
            default: SortKeys(),
            "the order in which a residual may hang on the one before it"
        ),
        examples: [
            Example(
                "linear(body_mass_g ~ flipper_length_mm + sex) | fit(penguins) | assumptions(penguins)"
            ),
            Example("lightgbm(sex ~ ., trees: 20) | fit(penguins) | assumptions(penguins)"),
        ]
    ) { context, model, frame, order -> AssumptionReport in
        let rows = order.all.isEmpty ? frame : frame.sorted(by: order.all)
        let judging = Judging(context: context, frame: rows)
        let examples = try judging.examples(of: model)
        guard examples.count > 0 else { throw Diagnostic.nothingToJudge }
        try context.warn(of: model, on: frame)
        let looks = judging.look([model])
        var scored = Scored(
            task: model.task,
            truth: examples.target,
            outputs: try model.outputs(examples.features, in: context.work)
        )
        scored.threshold = model.threshold
        let subject = AssumptionChecks.Subject(
            model,
            examples,
            scored,
            isOrdered: rows.plan.isSorted,
            wereLearnedFrom: try judging.isOfTraining(model)
        )
        let checks = try AssumptionChecks(subject, in: context.work)
        var lines = try checks.all()
        let (simple, name) = try judging.simpler(than: model, scored, examples)
        lines.append(try checks.comparison(with: simple, named: name, looks: looks))
        return AssumptionReport(
            lines,
            model: (context.argumentNames["model"]?.first ?? nil) ?? model.learner.name,
            rows: examples.count,
            looks: looks
        )
    }
}

extension Judging {
    /// The features of rows whose truth is known, beside it.
    fileprivate func examples(of model: FittedPipeline) throws -> Examples {
        do {
            let bound = try model.bound(to: frame)
            return try DatasetReader(engine: try context.engine, work: context.work).read(
                bound.frame,
                target: try model.target.rebound(to: frame.schema),
                features: model.features,
                expressions: bound.expressions
            )
        } catch let fault as Diagnostic {
            throw fault.located(at: context.span(of: parameter))
        }
    }

    func isOfTraining(_ model: FittedPipeline) throws -> Bool {
        try model.learnedApart.contains { one in
            guard let relation = try sides(of: one)?.relation else { return false }
            return relation == .same || relation == .within
        }
    }

    /// What a simple learner makes of the rows; for a simple model, what `baseline` does.
    fileprivate func simpler(
        than model: FittedPipeline,
        _ scored: Scored,
        _ examples: Examples
    ) throws -> (Scored, String) {
        let simple = try context.services[SimpleLearnersKey.self]
        let found = try simple.scored(
            model,
            on: examples,
            by: try context.engine,
            in: context.work
        )
        return found.map { ($0.scored, $0.name) } ?? (model.baseline(on: scored), Baseline.name)
    }
}
