import Catalog
import Diagnostics
import Explaining
import Learning
import Plotting
import Tables
import Values

extension Function {
    /// A plot of an explanation as a verb: what chooses its subject, then its settings by name.
    static func plotting<P: Plot>(
        _ plot: P.Type,
        chosenBy choices: [ParameterSpec],
        examples: [Example],
        subject: @escaping @Sendable (Explanation, PlotChoices) throws -> P.Subject
    ) -> Function {
        let signature = Signature(
            P.name,
            P.summary,
            family: .figures,
            parameters: [Parameter<Explanation>("explanation", "an explanation").spec] + choices
                + P.settings.map(\.spec),
            result: .object(DrawnFigure.type),
            effect: .runs,
            examples: examples
        )
        return Function(signature) { values, context in
            let explanation = try Explanation(drawnBy: P.name, values[0])
            let given = zip(choices.map(\.name), values[1...])
            let chosen = PlotChoices(
                values: Dictionary(given, uniquingKeysWith: { first, _ in first }),
                context: context
            )
            var plot = P()
            for (setting, value) in zip(P.settings, values.dropFirst(1 + choices.count)) {
                do throws(Diagnostic) {
                    try setting.write(value, to: &plot)
                } catch {
                    throw error.located(at: context.span(of: setting.spec.name))
                }
            }
            return .object(DrawnFigure(try plot.figure(of: try subject(explanation, chosen))))
        }
    }
}

extension Explanation {
    /// What a plot is given; a model is explained first, and a fault says so.
    fileprivate init(drawnBy plot: String, _ value: Value) throws(Diagnostic) {
        do throws(Diagnostic) {
            try self.init(shell: value)
        } catch {
            guard case .object(let object) = value, object is FittedPipeline else { throw error }
            var fault = error
            fault.hints = ["explain(test) | \(plot)"]
            throw fault
        }
    }
}

/// The arguments that say what of an explanation is drawn.
struct PlotChoices {
    let values: [String: Value]
    let context: CallContext

    static let row = Parameter<Int?>(
        "row",
        "which row, from 1, or from the end if negative; the only one if absent"
    ).spec
    static let label = Parameter<Scalar?>("class", "which class").spec

    /// The position of the row that was asked for.
    func row(of explanation: Explanation) throws(Diagnostic) -> Int {
        do throws(Diagnostic) {
            return try explanation.position(of: try Int?(shell: values["row"] ?? .missing))
        } catch {
            throw error.located(at: context.span(of: "row"))
        }
    }

    /// The output of the class that was asked for; for one row that of its predicted class.
    func output(of explanation: Explanation, row: Int? = nil) throws(Diagnostic) -> ExplainedOutput
    {
        do throws(Diagnostic) {
            let label = try Scalar?(shell: values["class"] ?? .missing)
            guard let row else { return try explanation.output(of: label) }
            return try explanation.output(of: label, row: row)
        } catch {
            throw error.located(at: context.span(of: "class"))
        }
    }
}
