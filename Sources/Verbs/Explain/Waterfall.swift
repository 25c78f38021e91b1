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
    ) { explanation, choices in try explanation.prediction(choices) }

    static let force = Function.plotting(
        ForcePlot.self,
        chosenBy: [PlotChoices.row, PlotChoices.label],
        examples: [
            Example(
                "linear(body_mass_g ~ flipper_length_mm + sex) | fit(penguins)"
                    + " | explain(penguins) | force(row: 1)"
            )
        ]
    ) { explanation, choices in try explanation.prediction(choices) }
}

extension Explanation {
    /// What leads to the prediction of the row that was asked for.
    fileprivate func prediction(_ choices: PlotChoices) throws -> PredictionParts {
        let row = try choices.row(of: self)
        let output = try choices.output(of: self, row: row)
        return PredictionParts(
            title: "\(output.subject(of: target)), row \(row + 1)",
            unit: output.unit(of: target),
            quantity: output.quantity(of: target),
            base: output.base(row: row),
            parts: features.indices.map { place in
                PredictionParts.Part(
                    label(of: place, row: row),
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
    /// A feature with its value: `hour = 19`, `temp is missing`.
    func label(of feature: Int, row: Int) -> String {
        let name = features[feature].name
        guard let text = shortText(of: feature, row: row) else { return "\(name) is missing" }
        return "\(name) = \(text)"
    }
}
