import Catalog
import Diagnostics
import Documents
import Kernels
import Learning
import Plotting
import Relations
import Tables
import Values

extension Function {
    static let learningCurve = Function(
        byName: Signature(
            LearningCurvePlot.name,
            LearningCurvePlot.summary,
            family: .figures,
            parameters: [
                JudgingGround.learner, JudgingGround.folds,
                Parameter<[Double]>(
                    "shares",
                    default: [0.1, 0.25, 0.5, 0.75, 1],
                    "shares of each fold's training rows, the smaller in the larger",
                    in: .range(0.001...1)
                ).spec,
                Parameter<MetricChoice?>(
                    "metric",
                    "the metric that is drawn, or a `def` of truth and prediction; the first of the"
                        + " usual ones if absent",
                    in: MetricChoice.domain
                ).spec,
                Parameter<Int?>(
                    "seed",
                    "where chance begins; the session's seed if absent"
                ).spec,
            ] + LearningCurvePlot.settings.map(\.spec),
            result: .object(DrawnFigure.type),
            effect: .runs,
            examples: [
                Example("linear(body_mass_g ~ species + sex) | learning_curve(penguins)"),
                Example(
                    "naive_bayes(sex ~ body_mass_g) | learning_curve(penguins | folds(5),"
                        + " metric: \"auc\", shares: [0.2, 1])"
                ),
            ]
        )
    ) { arguments, context in
        .object(try LearningCurveRequest(arguments, context).run())
    }
}

/// A call of `learning_curve`.
private struct LearningCurveRequest {
    let context: CallContext
    let learner: LearnerValue
    let ground: JudgingGround
    let shares: [Double]
    let metric: MetricChoice?
    let seed: UInt64
    let plot: LearningCurvePlot

    init(_ arguments: NamedArguments, _ context: CallContext) throws(Diagnostic) {
        self.context = context
        learner = try arguments.read("learner")
        ground = try arguments.read("folds")
        shares = Set(try arguments.read("shares", as: [Double].self)).sorted()
        metric = try arguments.read("metric")
        seed = context.seed(or: try arguments.read("seed"))
        var plot = LearningCurvePlot()
        plot.look.title = try arguments.read("title")
        plot.look.width = try arguments.read("width")
        plot.look.height = try arguments.read("height")
        self.plot = plot
        guard !shares.isEmpty else {
            throw Diagnostic(
                "curve.shares",
                "there is no share of the rows to learn from",
                at: context.span(of: "shares"),
                hints: ["shares: [0.1, 0.5, 1]"]
            )
        }
    }

    func run() throws -> DrawnFigure {
        for library in learner.libraries { context.notes.uses(library) }
        let folds = try ground.folds(seed: seed, in: context)
        do {
            let rows = try LearningCurveRows(
                learner,
                on: folds,
                engine: try context.engine,
                in: context.work
            )
            context.tell(rows.facts)
            let score = try context.scores(
                metric.map { [$0] } ?? [],
                for: rows.facts.task,
                weight: folds.weight
            )[0]
            let curve = try rows.curve(shares, by: score) { [seed] data, share in
                data.share(share, seed: seed)
            }
            return try figure(of: curve, score, folds)
        } catch let faults as Faults {
            throw faults.all[0].located(at: context.span(of: "folds"))
        } catch let fault as Diagnostic {
            throw fault.located(at: context.span(of: "folds"))
        }
    }

    private func figure(
        of curve: LearningCurve,
        _ score: Score,
        _ folds: Learning.Folds
    ) throws -> DrawnFigure {
        let name = (context.argumentNames["learner"]?.first ?? nil) ?? learner.description.name
        let subject = LearningCurvePlot.Subject(
            title: name,
            sentence: sentence(curve, score, folds),
            metric: score.name,
            training: curve.points.map { point in Self.drawn(point, point.trainingEstimate) },
            held: curve.points.map { point in Self.drawn(point, point.heldEstimate) }
        )
        return DrawnFigure(try plot.figure(of: subject), data: Self.table(curve, score))
    }

    private static func drawn(
        _ point: LearningCurve.Point,
        _ estimate: IntervalEstimate
    ) -> LearningCurvePlot.Subject.Point {
        (point.rows, estimate.value, estimate.low, estimate.high)
    }

    /// What the last rows added, and how far the model is better on the rows it has seen.
    private func sentence(
        _ curve: LearningCurve,
        _ score: Score,
        _ folds: Learning.Folds
    ) -> String {
        let format = NumberFormat(digits: 4)
        guard let last = curve.points.last else { return "" }
        let (held, training) = (last.heldEstimate.value, last.trainingEstimate.value)
        var text = "\(score.name) of \(folds.count) folds: "
        if let step = curve.lastStep, let before = curve.points.dropLast().last {
            text += "from \(PlotWords.percent(before.share)) "
            text += "to \(PlotWords.percent(last.share)) of the rows "
            text += "\(format.string(before.heldEstimate.value)) becomes "
            text += "\(format.string(held)) on held rows, "
            text +=
                step.pValue < 0.05
                ? (step.estimate.value < 0) == score.isLoss
                    ? "which is better: more rows may help"
                    : "which is worse"
                : "a difference that chance could make"
        } else {
            text += "\(format.string(held)) on held rows"
        }
        return text + "; on the training rows it is \(format.string(training))."
    }

    /// A row for each share and part of the rows.
    private static func table(_ curve: LearningCurve, _ score: Score) -> Table {
        let lines = curve.points.flatMap { point in
            [
                (point, "training", point.trainingEstimate), (point, "held", point.heldEstimate),
            ]
        }
        func numbers(_ number: (LearningCurve.Point, IntervalEstimate) -> Double) -> Column {
            Column(finite: lines.map { number($0.0, $0.2) }[...])
        }
        return Table(
            [
                Field("share", .float), Field("rows", .float), Field("part", .text),
                Field("metric", .text), Field("value", .float), Field("low", .float),
                Field("high", .float),
            ],
            [
                numbers { point, _ in point.share }, numbers { point, _ in point.rows },
                Column(.text, .texts(lines.map(\.1))),
                Column(.text, .texts(lines.map { _ in score.name })),
                numbers { $1.value }, numbers { $1.low }, numbers { $1.high },
            ]
        )
    }
}
