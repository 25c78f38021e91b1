import Catalog
import Diagnostics
import Documents
import Learning
import Relations
import Values

extension Function {
    static let calibrate = Function(
        "calibrate",
        "The model with probabilities that come true as often as they say on other rows.",
        family: .models,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model of classes"),
        Parameter<Frame>("frame", "rows with the target that it did not learn from"),
        Parameter(
            "method",
            default: ProbabilityCalibration.Method.isotonic.rawValue,
            "steps that never fall, or Platt's curve, which needs fewer rows",
            in: .choice(ProbabilityCalibration.Method.allCases.map(\.rawValue))
        ),
        examples: [
            Example(
                "logistic(sex ~ body_mass_g) | fit(penguins | filter(year < 2009))"
                    + " | calibrate(penguins | filter(year == 2009))"
            )
        ]
    ) { context, model, frame, method -> FittedPipeline in
        guard model.task != .regression else {
            throw Diagnostic(
                "calibrate.task",
                "`\(model.target.name)` is a number, and predictions of it are no probabilities",
                at: context.span(of: "model"),
                hints: ["\(model.target.name) > 0 ~ ."]
            )
        }
        let judging = Judging(context: context, frame: frame)
        // What was calibrated before is calibrated from the start.
        let plain = model.calibrated(by: nil)
        let scored = try judging.scored(plain)
        try judging.warn(
            of: plain,
            scored,
            "calibrate.training",
            "it is surer of them than of others"
        )
        let chosen = ProbabilityCalibration.Method(rawValue: method) ?? .isotonic
        do throws(Diagnostic) {
            let curve = try ProbabilityCalibration(chosen, fitting: scored)
            let calibrated = plain.calibrated(by: curve)
            if chosen == .isotonic, scored.count < 1000 {
                context.notes.note(
                    "steps follow \(scored.count) rows closely: with fewer than some 1,000"
                        + " `method: \"sigmoid\"` is often better"
                )
            }
            if model.threshold != calibrated.threshold {
                context.notes.note(
                    "the threshold of \(NumberFormat(digits: 4).string(model.threshold)) was one of"
                        + " other probabilities, and is \(calibrated.threshold) again:"
                        + " `threshold` chooses anew"
                )
            }
            judging.noteLook(model)
            return calibrated
        } catch {
            throw error.located(at: context.span(of: "frame"))
        }
    }
}
