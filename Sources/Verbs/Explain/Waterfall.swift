import Catalog
import Documents
import Explaining
import Plotting
import Tables

extension Function {
    static let waterfall = Function.plotting(
        WaterfallPlot.self,
        chosenBy: [PlotChoices.row, PlotChoices.label],
        examples: [
            Example(
                "linear(body_mass_g ~ flipper_length_mm + sex) | fit(penguins)"
                    + " | explain(penguins) | waterfall(row: 1)"
            )
        ]
    ) { explanation, choices in
        let row = try choices.row(of: explanation)
        let output = try choices.output(of: explanation, row: row)
        let subject = output.subject(of: explanation.target)
        return WaterfallPlot.Subject(
            title: "\(subject), row \(row + 1)",
            unit: output.unit(of: explanation.target),
            quantity: output.quantity(of: explanation.target),
            base: output.base(row: row),
            parts: explanation.features.indices.map { place in
                WaterfallPlot.Subject.Part(
                    explanation.label(of: place, row: row),
                    output.contributions[row, place],
                    error: output.errors?[row, place]
                )
            },
            meaning: output.shared != .margin
                ? nil
                : output.probabilities.map {
                    "a probability of \(NumberFormat(digits: 3).string($0[row]))"
                },
            endName: output.shared == .loss ? "loss" : "prediction"
        )
    }
}

extension Explanation {
    /// A feature with its value: `hour = 19`, `temp is missing`.
    func label(of feature: Int, row: Int) -> String {
        let name = features[feature].name
        guard let text = shortText(of: feature, row: row) else { return "\(name) is missing" }
        return "\(name) = \(text)"
    }
}
