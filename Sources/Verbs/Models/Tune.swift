import Catalog
import Diagnostics
import Documents
import Learning
import OrderedCollections
import Relations
import Tables
import Values

extension Function {
    static let tune = Function(
        byName: Signature(
            "tune",
            "The settings of a learner that do best on folds: trials, best first, and a learner.",
            family: .models,
            parameters: [
                JudgingGround.learner, JudgingGround.folds,
                ParameterSpec(
                    "grid",
                    "what each setting may be, a list or a range: `{trees: [100, 300], rate: 0.01..0.3}`",
                    type: .record
                ),
                ParameterSpec(
                    "metric",
                    "the metric that is to be best, or a `def` of truth and prediction, less of which is"
                        + " better; the first of the usual ones if absent",
                    type: MetricChoice.shellType,
                    standard: .missing,
                    in: MetricChoice.domain
                ),
                ParameterSpec(
                    "method",
                    "how settings are chosen: all combinations, by chance, by what the trials before"
                        + " tell, or so with little of the trees or rows for those that do badly",
                    type: .scalar(.text),
                    standard: .text("grid"),
                    in: .choice(TuningMethod.allCases.map(\.rawValue))
                ),
                ParameterSpec(
                    "tries",
                    "how many trials at most; if absent 30, or all combinations of a grid of lists",
                    type: .scalar(.int),
                    standard: .missing,
                    in: .range(1...GridPoints.most)
                ),
                ParameterSpec(
                    "resume",
                    "an earlier tuning, or its frame, to go on from; `tries` counts its trials, too",
                    type: .frame,
                    standard: .missing
                ),
                ParameterSpec(
                    "seed",
                    "where chance begins; the session's seed if absent",
                    type: .scalar(.int),
                    standard: .missing
                ),
            ],
            result: Tuning.shellType,
            effect: .runs,
            examples: [
                Example(
                    "ridge(body_mass_g ~ .) | tune(penguins | folds(5), grid: {l2: [0.1, 1, 10]})"
                ),
                Example(
                    "(tree(species ~ . - year) | tune(penguins, method: \"random\", tries: 6,"
                        + " grid: {depth: 1..8, leaves: 2..20})).best | fit(penguins)"
                ),
            ]
        )
    ) { arguments, context in
        .object(try TuneRequest(arguments, context).run())
    }
}

/// A call of `tune`: its arguments, held to each other before anything is fitted.
private struct TuneRequest {
    /// How many trials there are where nothing says so.
    static let usualTries = 30

    let context: CallContext
    let learner: LearnerValue
    let ground: JudgingGround
    let space: SearchSpace
    let metric: MetricChoice?
    let method: TuningMethod
    let tries: Int
    let resume: Frame?
    let seed: UInt64

    init(_ arguments: NamedArguments, _ context: CallContext) throws {
        self.context = context
        learner = try arguments.read("learner")
        ground = try arguments.read("folds")
        metric = try arguments.read("metric")
        method = TuningMethod(rawValue: try arguments.read("method")) ?? .grid
        resume = try arguments.read("resume")
        seed = context.seed(or: try arguments.read("seed"))
        space = try Self.space(try arguments.read("grid"), of: learner, context)
        let given: Int? = try arguments.read("tries")
        tries = try Self.tries(given, method, space, context)
    }

    /// The space of the grid; all that is wrong in it is told together.
    private static func space(
        _ grid: NamedValues,
        of learner: LearnerValue,
        _ context: CallContext
    ) throws -> SearchSpace {
        var (dimensions, faults): ([SearchSpace.Dimension], [Diagnostic]) = ([], [])
        for (name, value) in grid.all {
            do throws(Diagnostic) {
                dimensions.append(try SearchSpace.Dimension(name, value, of: learner))
            } catch {
                faults.append(error.located(at: context.span(of: "grid", field: name)))
            }
        }
        guard faults.isEmpty else { throw Faults(faults) }
        guard !dimensions.isEmpty else {
            let name = learner.declarations.first?.spec.name
            throw Diagnostic(
                "tune.range",
                "there is nothing to try",
                at: context.span(of: "grid"),
                hints: name.map { ["grid: {\($0): […]}"] }
                    ?? ["`\(learner.description.name)` has no settings"]
            )
        }
        return SearchSpace(dimensions)
    }

    /// How many trials there are; throws for a grid that has more, or more than can be run.
    private static func tries(
        _ given: Int?,
        _ method: TuningMethod,
        _ space: SearchSpace,
        _ context: CallContext
    ) throws(Diagnostic) -> Int {
        guard method == .grid else { return given ?? usualTries }
        let hasRanges = space.dimensions.contains(where: \.isRange)
        let least = GridPoints.size(space, levels: hasRanges ? 2 : 1)
        let most = Double(given ?? (hasRanges ? usualTries : Int(GridPoints.most)))
        guard least <= most else {
            let count = least >= 1e15 ? "too many" : NumberFormat.grouped(Int64(least))
            throw Diagnostic(
                "tune.size",
                "the grid has \(hasRanges ? "at least " : "")\(count) combinations, "
                    + "more than \(NumberFormat.grouped(Int64(most))) trials",
                at: context.span(of: given == nil ? "grid" : "tries"),
                hints: ["method: \"random\", tries: \(Int(min(most, 50)))"]
                    + (least <= GridPoints.most ? ["tries: \(Int(least))"] : [])
            )
        }
        return Int(most)
    }

    func run() throws -> Tuning {
        for library in learner.libraries { context.notes.uses(library) }
        let folds = try folds()
        let running: TrialRunning
        do {
            running = try TrialRunning(
                learner,
                on: folds,
                engine: try context.engine,
                in: context.work
            )
        } catch let faults as Faults {
            throw faults.all[0].located(at: context.span(of: "folds"))
        } catch let fault as Diagnostic {
            throw fault.located(at: context.span(of: "folds"))
        }
        let score = try context.scores(
            metric.map { [$0] } ?? [],
            for: running.facts.task,
            weight: running.folds.weight
        )[0]
        context.tell(running.facts)
        var search = TuningSearch(
            running: running,
            space: space,
            score: score,
            method: method,
            tries: tries,
            seed: seed
        )
        search.earlier = try earlier(search)
        let tuning = try search.run()
        if tuning.isStopped {
            let count = tuning.trials.count
            context.notes.note(
                "stopped after \(count) trial\(count == 1 ? "" : "s"), which are kept",
                hints: ["tune(…, resume: _) goes on"]
            )
        }
        return tuning
    }

    /// The trials of an earlier search that is to go on.
    private func earlier(_ search: TuningSearch) throws -> [Trial] {
        guard let resume else { return [] }
        let table = try context.engine.collect(resume.plan, in: context.work)
        do throws(Diagnostic) {
            let found = try EarlierTrials(table, of: search)
            let (count, others) = (found.trials.count, found.others)
            context.notes.note(
                "goes on from \(count) earlier trial\(count == 1 ? "" : "s")"
                    + (others > 0
                        ? "; \(others) are not in this grid, or had a part of the budget" : "")
            )
            return found.trials
        } catch {
            throw error.located(at: context.span(of: "resume"))
        }
    }

    private func folds() throws -> Learning.Folds { try ground.folds(seed: seed, in: context) }
}
