import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let predict = Function(
        "predict",
        "The frame with predictions beside its rows; says where rows break the rules of training, or"
            + " have what it did not.",
        family: .models,
        effect: .pure,
        takes: Parameter<AnyModel>("model", "a model"),
        Parameter<Frame>("frame", "the rows to predict"),
        examples: [
            Example("linear(body_mass_g ~ sex) | fit(penguins) | predict(penguins) | head(3)")
        ]
    ) { context, model, frame in
        if case .supervised(let model) = model, context.mayRead {
            try context.warn(of: model, on: frame)
            try context.note(unseenBy: model, in: frame)
        }
        do throws(Diagnostic) {
            switch model {
            case .supervised(let model): return try model.predicted(frame, in: context.work)
            case .unsupervised(let model): return try model.predicted(frame, in: context.work)
            }
        } catch {
            throw error.located(at: context.span(of: "frame"))
        }
    }.effect { values in
        guard case .object(let object) = values[0] else { return .runs }
        return object is UnsupervisedPipeline ? .pure : .tells
    }
}
