import Catalog
import Diagnostics
import Kernels
import Learning
import Relations
import Values

extension Function {
    static let crossValidate = Function(
        "cross_validate",
        "How good a learner is: fitted and judged on every fold, with intervals for the mean.",
        family: .models,
        effect: .runs,
        takes: Parameter<LearnerValue>("learner", "a learner with its formula or recipe"),
        Parameter<Learning.Folds>("folds", "what `folds` gives"),
        Parameter<[MetricChoice]>(
            "metric",
            default: [],
            "one metric or a list, a `def` of truth and prediction among them; the usual ones if"
                + " absent",
            in: MetricChoice.domain
        ),
        examples: [
            Example("linear(body_mass_g ~ species) | cross_validate(penguins | folds(5))"),
            Example(
                "logistic(sex ~ body_mass_g)"
                    + " | cross_validate(penguins | folds(5, repeats: 2), metric: \"auc\")"
            ),
        ]
    ) { context, learner, folds, metrics -> Evaluation in
        let judging = FoldJudging(context: context, folds: folds, parameter: "folds")
        let found = try judging.found([(learner.description.name, learner)])[0]
        return Evaluation(
            found,
            on: folds,
            model: (context.argumentNames["learner"]?.first ?? nil) ?? learner.description.name,
            scores: try context.scores(metrics, for: found.task, weight: folds.weight)
        )
    }
}

/// What `cross_validate` and `compare` do with folds.
struct FoldJudging {
    let context: CallContext
    let folds: Learning.Folds
    let parameter: String

    /// Each learner fitted and judged on every fold; what it has to say is said once.
    func found(_ learners: [(name: String, learner: LearnerValue)]) throws -> [CrossValidation] {
        let total = Double(learners.count * folds.count)
        var all: [CrossValidation] = []
        for (place, one) in learners.enumerated() {
            for library in one.learner.libraries { context.notes.uses(library) }
            let done = Double(place * folds.count)
            do {
                let found = try CrossValidation(
                    one.learner,
                    on: folds,
                    engine: try context.engine,
                    in: context.work
                ) { fold in
                    context.work.progress.report(
                        "fold \(fold) of \(folds.count), \(one.name)",
                        fraction: (done + Double(fold)) / total
                    )
                }
                all.append(found)
            } catch let faults as Faults {
                throw faults.all[0].located(at: context.span(of: parameter))
            } catch let fault as Diagnostic {
                throw fault.located(at: context.span(of: parameter))
            }
        }
        tell(learners.map(\.name), all)
        return all
    }

    private func tell(_ names: [String], _ all: [CrossValidation]) {
        var said: Set<String> = []
        for (name, found) in zip(names, all) {
            for remark in found.remarks where said.insert(remark).inserted {
                context.notes.note(names.count > 1 ? "`\(name)`: \(remark)" : remark)
            }
            for one in found.suspicions.prefix(5) where said.insert(one.feature).inserted {
                context.notes.add(one.warning(of: found.target, frame: "frame"))
            }
        }
        if let first = all.first { context.note(dropped: first.droppedRows, without: first.target) }
    }
}
