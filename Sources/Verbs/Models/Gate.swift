import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let gate = Function(
        "gate",
        "Whether a model meets conditions on its metrics, with the reason of each.",
        family: .models,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model"),
        Parameter<Requirements>.rest(
            "condition",
            "on metrics, `champion.auc`, `baseline.auc`, `worst_slice.auc`, `latency`, `size`"
        ),
        Parameter<Frame>("on", "rows with the target that the model did not learn from"),
        Parameter<FittedPipeline?>("champion", "a model of the same target to be held against"),
        Parameter(
            "otherwise",
            default: Otherwise.stop.rawValue,
            "what becomes of a condition that fails: an error, a warning, or a line of the report",
            in: .choice(Otherwise.allCases.map(\.rawValue))
        ),
        Judging.weight,
        examples: [
            Example(
                "logistic(sex ~ body_mass_g) | fit(penguins)"
                    + " | gate(auc >= baseline.auc + 0.02, size < 1e6, on: penguins)"
            ),
            Example(
                "linear(body_mass_g ~ species) | fit(penguins)"
                    + " | gate(rmse < 450, r2 > 0.7, on: penguins, otherwise: \"report\")"
            ),
        ]
    ) { context, model, requirements, frame, champion, otherwise, weight -> GateReport in
        let report = try judged(model, requirements.all, frame, champion, weight, context)
        let failed = report.lines.filter { !$0.isMet }
        switch Otherwise(rawValue: otherwise) ?? .stop {
        case .report: break
        case .stop:
            let faults = failed.enumerated().map { place, line in
                line.diagnostic(isLast: place == failed.count - 1)
            }
            if !faults.isEmpty { throw Faults(faults) }
        case .warn:
            for line in failed {
                var warning = line.diagnostic(isLast: false)
                warning.severity = .warning
                context.notes.add(warning)
            }
        }
        return report
    }

    static let notWorse = Function(
        "not_worse",
        "A condition of a gate: a metric is not worse than another's, its uncertainty counted.",
        family: .models,
        effect: .pure,
        takes: Parameter<FittedPipeline>("model", "the model that is judged"),
        Parameter<RowExpression>("metric", "a metric of another: `champion.auc`, `baseline.rmse`"),
        Parameter(
            "margin",
            default: 0.0,
            "how much worse it may be at the end of its interval",
            in: .range(0...Double.infinity)
        ),
        examples: [
            Example(
                "logistic(sex ~ body_mass_g) | fit(penguins)"
                    + " | gate(not_worse(baseline.auc, margin: 0.01), on: penguins)"
            )
        ]
    ) { context, _, metric, margin -> Requirements in
        Requirements([
            Requirement(.notWorse(metric, margin: margin), text: "not_worse", at: context.span)
        ])
    }

    private static func judged(
        _ model: FittedPipeline,
        _ requirements: [Requirement],
        _ frame: Frame,
        _ champion: FittedPipeline?,
        _ weight: RowExpression?,
        _ context: CallContext
    ) throws -> GateReport {
        try refuse(requirements, model, champion, context)
        let judging = Judging(context: context, frame: frame, parameter: "on")
        let metrics = Set(requirements.flatMap(\.slicedMetrics))
        let keys = metrics.isEmpty ? [] : judging.sliceColumns(of: model)
        let few = judging.fewRows()
        let entrant = try judging.entrant(model, beside: keys, weight: weight, warm: few)
        var entrants: [MetricReference.Subject: GateEntrant] = [
            .model: entrant,
            .baseline: GateEntrant(scored: model.baseline(on: entrant.scored)),
        ]
        if let champion {
            // With the same columns, or one would seem faster.
            entrants[.champion] = try judging.entrant(
                champion,
                beside: keys,
                weight: weight,
                warm: few
            )
        }
        judging.note(weight: weight)
        let rows = entrant.scored.count
        guard rows > 0 else { throw Diagnostic.nothingToJudge }
        let looks = judging.look([model] + (champion.map { [$0] } ?? []))
        var worst: [String: RowSlice] = [:]
        for score in try context.scores(metrics.sorted(), for: model.task) where !metrics.isEmpty {
            let search = judging.search(entrant.scored, by: score, keys.map(\.name), looks: looks)
            worst[score.name] = try search.worst(1, in: context.work).slices.first
        }
        let gate = Gate(
            entrants,
            task: model.task,
            looks: looks,
            worst: worst,
            in: context.work
        )
        let lines = try requirements.map { requirement in
            do {
                return try gate.judged(requirement)
            } catch let fault as Diagnostic {
                throw fault.located(at: requirement.span)
            }
        }
        return GateReport(
            lines,
            model: (context.argumentNames["model"]?.first ?? nil) ?? model.learner.name,
            rows: rows,
            looks: looks
        )
    }

    /// What can be known to be wrong before anything is judged.
    private static func refuse(
        _ requirements: [Requirement],
        _ model: FittedPipeline,
        _ champion: FittedPipeline?,
        _ context: CallContext
    ) throws(Diagnostic) {
        for requirement in requirements {
            guard case .notWorse(let metric, _) = requirement.demand else { continue }
            guard let other = MetricReference(metric), !other.isCost, other.subject != .worstSlice
            else { throw Diagnostic.noMetricOfOther(requirement.span) }
        }
        if let champion {
            guard champion.target.name == model.target.name else {
                throw .otherTarget(model.target.name, champion.target.name, context, "champion")
            }
            guard champion.task == model.task else {
                throw .otherClasses(
                    model.target.name,
                    model.task,
                    champion.task,
                    context,
                    "champion"
                )
            }
        } else if let needy = requirements.first(where: \.namesChampion) {
            throw Diagnostic.noChampion.located(at: needy.span)
        }
    }
}

/// What becomes of a condition that fails.
private enum Otherwise: String, CaseIterable {
    case stop
    case warn
    case report
}

extension Requirement {
    /// Whether it holds the model against a champion.
    fileprivate var namesChampion: Bool {
        switch demand {
        case .condition(let condition):
            condition.metrics.contains { $0.subject == .champion }
        case .notWorse(let metric, _):
            MetricReference(metric).map { [.champion, .model].contains($0.subject) } ?? false
        }
    }
}

extension Requirement {
    /// The metrics of the worst slice that it asks for.
    fileprivate var slicedMetrics: [String] {
        guard case .condition(let condition) = demand else { return [] }
        return condition.metrics.filter { $0.subject == .worstSlice }.map(\.name)
    }
}

extension GateLine {
    fileprivate func diagnostic(isLast: Bool) -> Diagnostic {
        Diagnostic(
            "gate.failed",
            "`\(requirement.text)` does not hold",
            at: requirement.span,
            reason,
            hints: isLast ? ["gate(…, otherwise: \"report\")"] : []
        )
    }
}

extension Judging {
    /// What a model makes of the rows, and how long that takes.
    fileprivate func entrant(
        _ model: FittedPipeline,
        beside keys: [NamedExpression] = [],
        weight: RowExpression?,
        warm few: Frame?
    ) throws -> GateEntrant {
        warmUp(model, on: few)
        let clock = ContinuousClock()
        let start = clock.now
        let scored = try scored(model, beside: keys, weight: weight)
        let seconds = (clock.now - start) / .seconds(1)
        try warn(of: model, scored)
        try warn(ofChoicesOf: model, scored)
        let cost = try ModelCost(of: model, scoring: scored.count, took: seconds)
        return GateEntrant(scored: scored, cost: cost)
    }
}
