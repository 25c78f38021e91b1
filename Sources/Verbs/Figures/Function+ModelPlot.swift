import Catalog
import Diagnostics
import Explaining
import Kernels
import Learning
import Plotting
import Relations
import Tables
import Values

extension Function {
    /// A plot of a model on rows whose truth is known: its data are rows that verbs of frames take.
    static func judging<P: Plot>(
        _ plot: P.Type,
        of target: JudgedTarget = .classes,
        choosesClass: Bool = false,
        examples: [Example],
        subject: @escaping @Sendable (JudgedModel, P) throws -> (P.Subject, Table)
    ) -> Function {
        let choices = choosesClass ? [JudgedModel.label] : []
        let weights = target == .classes ? [Judging.weight.spec] : []
        let signature = Signature(
            P.name,
            P.summary,
            family: .figures,
            parameters: [
                Parameter<FittedPipeline>("model", "a model").spec,
                Parameter<Frame>("frame", "rows with the target, better not those it learned from")
                    .spec,
            ] + choices + P.settings.map(\.spec) + weights,
            result: .object(DrawnFigure.type),
            effect: .runs,
            examples: examples
        )
        return Function(signature) { values, context in
            let model = try FittedPipeline(shell: values[0])
            let judging = Judging(context: context, frame: try Frame(shell: values[1]))
            var plot = P()
            for (setting, value) in zip(P.settings, values.dropFirst(2 + choices.count)) {
                do throws(Diagnostic) {
                    try setting.write(value, to: &plot)
                } catch {
                    throw error.located(at: context.span(of: setting.spec.name))
                }
            }
            try target.require(model, context)
            try context.refuseProtected(
                FeatureBinding.rebound([model.target.column], to: judging.frame.schema),
                of: judging.frame,
                at: "frame",
                because: "a figure would show its values"
            )
            let weight = weights.isEmpty ? nil : try RowExpression?(shell: values[values.count - 1])
            let scored = try judging.scored(model, weight: weight)
            judging.note(weight: weight)
            try judging.warn(of: model, scored)
            judging.noteLook(model)
            let judged = JudgedModel(
                model: model,
                scored: scored,
                label: choosesClass ? try Scalar?(shell: values[2]) : nil,
                context: context
            )
            let (found, data) = try subject(judged, plot)
            return .object(DrawnFigure(try plot.figure(of: found), data: data))
        }
    }
}

/// A model with rows that it was tried on, and the class that was asked for.
struct JudgedModel {
    let model: FittedPipeline
    let scored: Scored
    let label: Scalar?
    let context: CallContext

    static let label = Parameter<Scalar?>(
        "class",
        "the class told from all others; the positive one if absent, or of several each"
    ).spec

    /// `boosted on test`, as far as they have names.
    var title: String {
        let name = context.argumentNames["model"]?.first.flatMap { $0 } ?? model.learner.name
        guard let rows = context.argumentNames["frame"]?.first.flatMap({ $0 }) else { return name }
        return "\(name) on \(rows)"
    }

    /// `late = true`.
    func words(_ label: String) -> String { "`\(model.target.name) = \(label)`" }

    /// The classes that are told from all others: truth, 1 or 0, and score of every row.
    func contests() throws(Diagnostic) -> [Contest] {
        let labels = model.task.labels
        let probabilities = scored.probabilities
        let found = try codes().map { code in
            Contest(
                label: labels[code],
                truth: scored.labels.map { $0 == code ? 1.0 : 0 },
                score: probabilities[code],
                weights: scored.weights
            )
        }
        for one in found {
            let positives = one.truth.count { $0 > 0.5 }
            guard positives == 0 || positives == one.truth.count else { continue }
            guard found.count == 1 else { continue }
            throw Diagnostic(
                "figure.class",
                positives == 0
                    ? "no row has \(words(one.label))" : "every row has \(words(one.label))",
                at: context.span(of: "frame"),
                hints: ["\(context.argument("frame")) | count(\(model.target.name))"]
            )
        }
        return found.filter { one in
            let positives = one.truth.count { $0 > 0.5 }
            return positives > 0 && positives < one.truth.count
        }
    }

    private func codes() throws(Diagnostic) -> [Int] {
        let labels = model.task.labels
        guard let label else {
            if case .binary = model.task { return [1] }
            return Array(labels.indices.prefix(12))
        }
        let word = label.classWord
        guard let code = labels.firstIndex(of: word) else {
            throw Diagnostic.classAbsent(word, labels, of: model.target.name)
                .located(at: context.span(of: "class"))
        }
        return [code]
    }
}

extension CallContext {
    /// The user's name of an argument, or the parameter's.
    fileprivate func argument(_ parameter: String) -> String {
        argumentNames[parameter]?.first.flatMap { $0 } ?? parameter
    }
}

/// One class against all others: of every row the truth, 1 or 0, and its probability.
struct Contest {
    let label: String
    let truth: [Double]
    let score: [Double]
    let weights: [Double]?
}

/// What a figure of a model draws.
enum JudgedTarget {
    case classes
    case numbers

    /// Refuses a model of the other kind before anything runs.
    fileprivate func require(
        _ model: FittedPipeline,
        _ context: CallContext
    ) throws(Diagnostic) {
        let isNumber = model.task == .regression
        guard isNumber != (self == .numbers) else { return }
        let rows = context.argument("frame")
        throw Diagnostic(
            "figure.task",
            "`\(model.target.name)` is a "
                + (isNumber ? "number, which has no classes" : "class, which has no residual"),
            at: context.span(of: "model"),
            hints: isNumber
                ? ["residuals(\(rows))"] : ["calibration(\(rows))", "confusion(\(rows))"]
        )
    }
}
