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
        Parameter<String?>(
            "output",
            "what is shared out among the features; the margin if absent, or what is predicted where "
                + "the model has none. `loss` is what the prediction costs against the truth, which the "
                + "rows must have: log loss of classes, squared error of numbers",
            in: .choice(["margin", "probability", "loss"])
        ),
        Parameter<Scalar?>("class", "the class to explain; every class if absent"),
        ExplainRequest.groups,
        Parameter(
            "correlated",
            default: false,
            "for linear models: a feature also gets what it tells of others, by their covariance in "
                + "the background. Without it the values are true to the model, which may be asked "
                + "about rows that never occur; with it they are true to the data, and a feature that "
                + "the model does not use may get a share"
        ),
        examples: [
            Example(
                "lightgbm(species ~ . - year, trees: 20) | fit(penguins)"
                    + " | explain(penguins, class: \"Gentoo\")"
            ),
            Example(
                "linear(body_mass_g ~ flipper_length_mm + sex) | fit(penguins) | explain(penguins)"
            ),
            Example(
                "linear(body_mass_g ~ flipper_length_mm + sex) | fit(penguins)"
                    + " | explain(penguins, background: penguins, correlated: true)"
            ),
        ]
    ) {
        context,
        model,
        frame,
        background,
        method,
        output,
        label,
        groups,
        isCorrelated -> Explanation in
        let request = ExplainRequest(context: context, model: model)
        let shared = try request.shared(output)
        if shared == .loss, label != nil { throw request.lossOfClass }
        try context.note(unseenBy: model, in: frame)
        let players = try request.located("groups") { try request.players(groups) }
        let explainer =
            try isCorrelated
            ? request.located("correlated") {
                try Explainers.correlated(method, for: model, sharing: shared)
            } : request.explainer(method, sharing: shared, among: players)
        let found = try request.explain(
            frame,
            by: explainer,
            sharing: shared,
            among: players,
            against: background
        )
        return try request.located("class") { try found.restricted(to: label) }
    }
}

/// What `explain` asks of its arguments.
struct ExplainRequest {
    let context: CallContext
    let model: FittedPipeline
    static let groups = Parameter(
        "groups",
        default: NamedValues(),
        "features that come and go as one: `{place: [\"origin\", \"dest\"]}`"
    )
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

    /// What is shared out under the name that was asked for.
    func shared(_ output: String?) throws(Diagnostic) -> SharedOutput {
        let hasMargin = model.model is any MarginModel
        switch output {
        case nil: return hasMargin || model.task == .regression ? .margin : .prediction
        case "margin":
            guard hasMargin || model.task == .regression else {
                throw unshared("margin", .noMargin)
            }
            return .margin
        case "probability":
            guard model.task != .regression else { throw unshared("probability", .aNumber) }
            return .prediction
        default: return .loss
        }
    }

    private enum Refusal { case noMargin, aNumber }

    private func unshared(_ output: String, _ refusal: Refusal) -> Diagnostic {
        let (reason, hint) =
            switch refusal {
            case .noMargin:
                (
                    "`\(model.learner.name)` tells probabilities that come from no margin",
                    "probability"
                )
            case .aNumber:
                ("`\(model.target.name)` is a number, so it has no probability", "margin")
            }
        return Diagnostic(
            "explain.output",
            "contributions to the \(output) cannot be told: \(reason)",
            at: context.span(of: "output"),
            hints: ["output: \"\(hint)\""]
        )
    }

    /// A loss has no classes to choose from.
    var lossOfClass: Diagnostic {
        Diagnostic(
            "explain.class",
            "a loss is one number for all classes of `\(model.target.name)`",
            at: context.span(of: "class"),
            hints: ["output: \"loss\" without `class:`"]
        )
    }

    func explainer(
        _ method: String,
        sharing output: SharedOutput,
        among players: Players
    ) throws -> any Explainer {
        try located("method") {
            try Explainers.choose(
                method,
                for: model,
                sharing: output,
                among: players.names.count
            )
        }
    }

    func explain(
        _ frame: Frame,
        by explainer: any Explainer,
        sharing output: SharedOutput,
        among players: Players,
        against background: Frame?
    ) throws -> Explanation {
        let builder = ExplanationBuilder(model, players, in: context.work)
        let engine = try context.engine
        try located("background") {
            try builder.check(explainer, hasBackground: background != nil)
        }
        let rows = try located("frame") {
            try builder.features(of: frame, areJudged: output == .loss, by: engine)
        }
        let others = try background.map { frame in
            try located("background") { try builder.features(of: frame, by: engine) }
        }
        let presentation = Presentation(context)
        let found = try builder.explain(
            rows,
            by: explainer,
            against: others,
            sharing: output,
            words: CellWords { presentation.cell($0) }
        )
        remark(on: found, explainer, isCompared: others != nil)
        remark(on: explainer, backgroundRows: others?.count ?? 0)
        return found
    }

    private func remark(on found: Explanation, _ explainer: any Explainer, isCompared: Bool) {
        let use = type(of: explainer).takesBackground(for: model.model)
        if case .optional(let standard?) = use, !isCompared {
            context.notes.note("compared with \(standard); `background:` takes other rows")
        }
        if model.calibration != nil, found.outputs[0].shared == .margin {
            context.notes.note("the margin before its calibration is explained")
        }
        if found.rows > ExplainRequest.manyRows {
            context.notes.note(
                "\(found.rows) rows were explained, and a sample shows the same in less time",
                hints: ["sample(10000)"]
            )
        }
    }

    /// A covariance of few rows is hardly known.
    private func remark(on explainer: any Explainer, backgroundRows: Int) {
        guard explainer is CorrelatedExplainer, let linear = model.model as? any LinearForm,
            backgroundRows < 10 * linear.encoding.columns.count
        else { return }
        let columns = linear.encoding.columns.count
        context.notes.note(
            "how \(columns) \(columns == 1 ? "column" : "columns") of the model vary together is "
                + "told by \(backgroundRows) \(backgroundRows == 1 ? "row" : "rows") only; `audit` "
                + "says how far the values hang on them"
        )
    }

    func players(_ named: NamedValues) throws(Diagnostic) -> Players {
        var groups: [Players.Group] = []
        for (name, members) in named.all {
            groups.append(Players.Group(name, try [String](shell: members)))
        }
        return try Players(model, groups: groups)
    }
}
