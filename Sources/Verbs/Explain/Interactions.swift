import Catalog
import Diagnostics
import Explaining
import Learning
import Relations
import Tables
import Values

extension Function {
    static let interactions = Function(
        "interactions",
        "What each feature of trees adds by itself, and what each two add together.",
        family: .explain,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model of trees"),
        Parameter<Frame>("frame", "the rows to explain"),
        Parameter<Frame?>("background", "rows to compare with"),
        Parameter<Scalar?>("class", "the class to explain; every class if absent"),
        ExplainRequest.groups,
        examples: [
            Example(
                "lightgbm(body_mass_g ~ . - year, trees: 20) | fit(penguins)"
                    + " | interactions(penguins | head(20))"
            )
        ]
    ) { context, model, frame, background, label, groups -> Frame in
        let request = ExplainRequest(context: context, model: model)
        let players = try request.located("groups") { try request.players(groups) }
        let builder = ExplanationBuilder(model, players, in: context.work)
        let engine = try context.engine
        let rows = try request.located("frame") { try builder.features(of: frame, by: engine) }
        let others = try background.map { frame in
            try request.located("background") { try builder.features(of: frame, by: engine) }
        }
        let found = try request.located("class") {
            try builder.interactions(rows, against: others, of: label)
        }
        return Frame(memory: found)
    }
}
