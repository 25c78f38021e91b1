import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let predict = Function(
        "predict",
        "The frame with predictions beside its rows; says where rows break the rules of training.",
        family: .models,
        effect: .pure,
        takes: Parameter<FittedPipeline>("model", "a model"),
        Parameter<Frame>("frame", "the rows to predict"),
        examples: [
            Example("linear(body_mass_g ~ sex) | fit(penguins) | predict(penguins) | head(3)")
        ]
    ) { context, model, frame in
        try context.warn(of: model, on: frame)
        do throws(Diagnostic) {
            return try model.predicted(frame, in: context.work)
        } catch {
            throw error.located(at: context.span(of: "frame"))
        }
    }.effect { values in
        guard case .object(let object) = values[0], let model = object as? FittedPipeline else {
            return .runs
        }
        return model.training.rules.isEmpty ? .pure : .runs
    }
}
