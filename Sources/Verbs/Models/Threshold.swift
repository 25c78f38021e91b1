import Catalog
import Diagnostics
import Documents
import Kernels
import Learning
import OrderedCollections
import Relations
import Tables
import Values

extension Function {
    static let threshold = Function(
        "threshold",
        "The model with another probability from which on it predicts the positive class.",
        family: .models,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model of two classes"),
        Parameter<ThresholdGround>(
            "value",
            "the probability, or rows with the target by which the best one is found"
        ),
        Parameter<String?>(
            "metric",
            "what is to be best; `balanced_accuracy` if neither it nor a cost is given",
            in: .choice(ThresholdAim.metrics.map(\.name))
        ),
        Parameter(
            "cost",
            default: NamedValues(),
            "what a false positive and a false negative cost: `{fp: 1, fn: 5}`"
        ),
        Judging.weight,
        examples: [
            Example("logistic(sex ~ body_mass_g) | fit(penguins) | threshold(0.3)"),
            Example(
                "logistic(sex ~ body_mass_g) | fit(penguins)"
                    + " | threshold(penguins, cost: {fp: 1, fn: 5})"
            ),
        ]
    ) { context, model, ground, metric, cost, weight -> FittedPipeline in
        guard case .binary = model.task else {
            throw Diagnostic(
                "threshold.task",
                "`\(model.target.name)` has no two classes between which a threshold decides",
                at: context.span(of: "model"),
                hints: [
                    model.task.labels.first.map { "\(model.target.name) == \"\($0)\" ~ ." }
                        ?? "\(model.target.name) > 0 ~ ."
                ]
            )
        }
        let aim = try ThresholdAim(metric: metric, cost: cost, context)
        switch ground {
        case .probability(let value):
            guard (0...1).contains(value) else {
                throw Diagnostic(
                    "threshold.value",
                    "\(NumberFormat().string(value)) is no probability",
                    at: context.span(of: "value"),
                    hints: ["threshold(0.3)"]
                )
            }
            guard metric == nil, cost.all.isEmpty, weight == nil else {
                let surplus = metric != nil ? "metric" : weight != nil ? "weight" : "cost"
                throw Diagnostic(
                    "threshold.aim",
                    "a threshold that is given needs nothing to be best by",
                    at: context.span(of: surplus),
                    hints: ["threshold(valid, metric: \"f1\")", "threshold(0.3)"]
                )
            }
            return model.deciding(from: value)
        case .rows(let frame):
            return try chosen(model, aim, frame, weight, context)
        }
    }

    private static func chosen(
        _ model: FittedPipeline,
        _ aim: ThresholdAim,
        _ frame: Frame,
        _ weight: RowExpression?,
        _ context: CallContext
    ) throws -> FittedPipeline {
        let judging = Judging(context: context, frame: frame, parameter: "value")
        let scored = try judging.scored(model, weight: weight)
        judging.note(weight: weight)
        let ranked = RankedScores(truth: scored.truth, score: scored.prediction)
        guard let best = ranked.best(weights: scored.weights, { aim.value($0) }) else {
            throw Diagnostic(
                "threshold.class",
                "rows of both classes are needed to choose between them",
                at: context.span(of: "value"),
                hints: ["count(\(model.target.name)) after the frame tells how many there are"]
            )
        }
        try judging.warn(
            of: model,
            scored,
            "threshold.training",
            "it is surer of them than of others, and another threshold may be best there"
        )
        let before = ConfusionCounts(
            truth: scored.truth,
            score: scored.prediction,
            threshold: model.threshold,
            weights: scored.weights
        )
        let format = NumberFormat(digits: 4)
        context.notes.note(
            "from \(format.string(best.threshold)) on: \(aim.text(best.value)) on "
                + "\(NumberFormat.grouped(Int64(scored.count))) rows, where "
                + "\(format.string(model.threshold)) has \(aim.text(aim.value(before)))"
        )
        judging.noteLook(model)
        return model.deciding(from: best.threshold)
            .chosen(.threshold, by: frame, RowsMemory(scored.digests))
    }
}

/// Where a threshold comes from.
enum ThresholdGround: ShellRepresentable {
    case probability(Double)
    case rows(Frame)

    static var shellType: ValueType { .oneOf([.frame, .scalar(.float)]) }

    init(shell value: Value) throws(Diagnostic) {
        if value.asFrame == nil, let number = try? Double(shell: value) {
            self = .probability(number)
        } else {
            self = .rows(try Frame(shell: value))
        }
    }

    var shellValue: Value {
        switch self {
        case .probability(let value): .float(value)
        case .rows(let frame): .frame(frame)
        }
    }
}

/// What the best threshold is best by.
struct ThresholdAim {
    let name: String
    /// The more the better.
    let value: @Sendable (ConfusionCounts) -> Double
    let isCost: Bool

    /// Measures of decisions that are not best where all rows are taken for one class.
    static let metrics: [ThresholdAim] = [
        ThresholdAim(name: "balanced_accuracy", value: { $0.balancedAccuracy }, isCost: false),
        ThresholdAim(name: "f1", value: { $0.f1 }, isCost: false),
        ThresholdAim(name: "mcc", value: { $0.mcc }, isCost: false),
        ThresholdAim(name: "kappa", value: { $0.kappa }, isCost: false),
        ThresholdAim(name: "accuracy", value: { $0.accuracy }, isCost: false),
    ]

    private init(
        name: String,
        value: @escaping @Sendable (ConfusionCounts) -> Double,
        isCost: Bool
    ) {
        self.name = name
        self.value = value
        self.isCost = isCost
    }

    init(metric: String?, cost: NamedValues, _ context: CallContext) throws(Diagnostic) {
        guard !cost.all.isEmpty else {
            let name = metric ?? "balanced_accuracy"
            self = Self.metrics.first { $0.name == name } ?? Self.metrics[0]
            return
        }
        guard metric == nil else {
            throw Self.fault("a cost is an aim of its own beside `metric`", context)
        }
        var costs = ["fp": 0.0, "fn": 0.0]
        for (name, value) in cost.all {
            guard costs[name] != nil else {
                throw Self.fault("`\(name)` is no error that costs: `fp` and `fn` are", context)
            }
            guard let number = try? Double(shell: value), number >= 0, number.isFinite else {
                throw Self.fault("the cost of `\(name)` is no number from 0 on", context)
            }
            costs[name] = number
        }
        let (falsePositive, falseNegative) = (costs["fp"] ?? 0, costs["fn"] ?? 0)
        guard falsePositive > 0, falseNegative > 0 else {
            throw Self.fault("both errors cost something, or one would never be avoided", context)
        }
        self.init(
            name: "cost",
            value: { counts in
                let cost =
                    falsePositive * counts.falsePositives + falseNegative * counts.falseNegatives
                return -cost / counts.total
            },
            isCost: true
        )
    }

    private static func fault(_ message: String, _ context: CallContext) -> Diagnostic {
        Diagnostic(
            "threshold.cost",
            message,
            at: context.span(of: "cost"),
            hints: ["cost: {fp: 1, fn: 5}"]
        )
    }

    /// `f1 0.48`, `a cost of 0.31 a row`.
    func text(_ value: Double) -> String {
        let number = NumberFormat(digits: 4).string(value.magnitude)
        return isCost ? "a cost of \(number) a row" : "\(name) \(number)"
    }
}
