import Catalog
import Diagnostics
import Explaining
import Relations
import Tables
import Values

extension Function {
    static let reasons = Function(
        "reasons",
        "The features that moved one prediction most, in words.",
        family: .explain,
        effect: .runs,
        takes: Parameter<Explanation>("explanation", "an explanation"),
        Parameter<Int?>("row", "which row, from 1; the only one if absent"),
        Parameter<Scalar?>("class", "which class; the predicted one if absent"),
        Parameter("top", default: 4, "how many reasons at most", in: .range(1...100)),
        examples: [
            Example(
                "linear(body_mass_g ~ flipper_length_mm + sex) | fit(penguins)"
                    + " | explain(penguins) | reasons(row: 1)"
            )
        ]
    ) { context, explanation, row, label, top in
        let choices = PlotChoices(
            values: ["row": row.shellValue, "class": label.shellValue],
            context: context
        )
        let place = try choices.row(of: explanation)
        let output = try choices.output(of: explanation, row: place)
        return Frame(memory: explanation.reasons(of: output, row: place, top: top))
    }
}

extension Explanation {
    /// A row a reason, the largest first; features that add nothing are no reason.
    fileprivate func reasons(of output: ExplainedOutput, row: Int, top: Int) -> Table {
        let values = features.indices.map { output.contributions[row, $0] }
        let order = features.indices.filter { values[$0] != 0 }.sorted { a, b in
            let (first, second) = (values[a].magnitude, values[b].magnitude)
            return first == second ? a < b : first > second
        }.prefix(top)
        let total = values.reduce(0) { $0 + $1.magnitude }
        let subject = output.subject(of: target)
        let words = order.map { place in
            "\(label(of: place, row: row)) \(values[place] > 0 ? "raises" : "lowers") \(subject)"
        }
        return Table(
            [Field("reason", .text), Field("contribution", .float), Field("share", .float)],
            [
                Column(.text, .texts(words)),
                Column(.float, .floats(order.map { values[$0] })),
                Column(.float, .floats(order.map { values[$0].magnitude / total })),
            ]
        )
    }
}
