import Catalog
import Diagnostics
import Explaining
import Learning
import OrderedCollections
import Relations
import Tables
import Values

extension Function {
    static let explain = Function(
        "explain",
        "What each feature adds to each prediction.",
        family: .explain,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model"),
        Parameter<Frame>("frame", "the rows to explain"),
        Parameter<Frame?>("background", "rows to compare with, where the method takes some"),
        Parameter(
            "method",
            default: "auto",
            "how values are found; `auto` takes the first that fits",
            in: .choice(Explainers.methods)
        ),
        Parameter(
            "output",
            default: "margin",
            "what is shared out among the features",
            in: .choice(["margin", "probability", "loss"])
        ),
        Parameter<Scalar?>("class", "the class to explain; every class if absent"),
        Parameter(
            "groups",
            default: NamedValues(),
            "features that come and go as one: `{place: [\"origin\", \"dest\"]}`"
        ),
        examples: [
            Example(
                "lightgbm(species ~ . - year, trees: 20) | fit(penguins)"
                    + " | explain(penguins, class: \"Gentoo\")"
            ),
            Example(
                "linear(body_mass_g ~ flipper_length_mm + sex) | fit(penguins) | explain(penguins)"
            ),
        ]
    ) { context, model, frame, background, method, output, label, groups -> Explanation in
        let request = ExplainRequest(context: context, model: model)
        try request.check(output: output)
        let explainer = try request.explainer(method)
        let players = try request.located("groups") { try request.players(groups) }
        let found = try request.explain(frame, by: explainer, among: players, against: background)
        return try request.located("class") { try found.restricted(to: label) }
    }
}

/// What `explain` asks of its arguments.
private struct ExplainRequest {
    let context: CallContext
    let model: FittedPipeline
    /// Past so many rows it is said that fewer would do.
    static let manyRows = 100_000

    /// Errors get the place of the argument that led to them.
    func located<Result>(_ parameter: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as Diagnostic {
            throw error.located(at: context.span(of: parameter))
        }
    }

    func check(output: String) throws(Diagnostic) {
        guard output != "margin" else { return }
        let reason =
            output == "loss"
            ? "values that share out a loss come with a later version"
            : model.task == .regression
                ? "`\(model.target.name)` is a number, so it has no probability"
                : "values exact for the probability come with a later version, and a rescaled "
                    + "margin would not be Shapley values of it"
        throw Diagnostic(
            "explain.output",
            "contributions to the \(output) cannot be told: \(reason)",
            at: context.span(of: "output"),
            hints: ["output: \"margin\""]
        )
    }

    func explainer(_ method: String) throws -> any Explainer {
        try located("method") { try Explainers.choose(method, for: model) }
    }

    func explain(
        _ frame: Frame,
        by explainer: any Explainer,
        among players: Players,
        against background: Frame?
    ) throws -> Explanation {
        let builder = ExplanationBuilder(model, players, in: context.work)
        let engine = try context.engine
        if background != nil {
            try located("background") { try builder.checkBackground(for: explainer) }
        }
        let rows = try located("frame") { try builder.features(of: frame, by: engine) }
        let others = try background.map { frame in
            try located("background") { try builder.features(of: frame, by: engine) }
        }
        let presentation = Presentation(context)
        let found = try builder.explain(
            rows,
            by: explainer,
            against: others,
            words: CellWords { presentation.cell($0) }
        )
        remark(on: found, explainer, isCompared: others != nil)
        return found
    }

    private func remark(on found: Explanation, _ explainer: any Explainer, isCompared: Bool) {
        let use = type(of: explainer).takesBackground(for: model.model)
        if case .optional(let standard?) = use, !isCompared {
            context.notes.note("compared with \(standard); `background:` takes other rows")
        }
        if model.calibration != nil {
            context.notes.note("the margin before its calibration is explained")
        }
        if found.rows > ExplainRequest.manyRows {
            context.notes.note(
                "\(found.rows) rows were explained, and a sample shows the same in less time",
                hints: ["sample(10000)"]
            )
        }
    }

    func players(_ named: NamedValues) throws(Diagnostic) -> Players {
        var groups: [Players.Group] = []
        for (name, members) in named.all {
            groups.append(Players.Group(name, try [String](shell: members)))
        }
        return try Players(model, groups: groups)
    }
}
