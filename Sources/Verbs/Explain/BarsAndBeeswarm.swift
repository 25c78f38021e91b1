import Catalog
import Explaining
import Plotting
import Tables

extension Function {
    static let bars = Function.plotting(
        ContributionBarsPlot.self,
        chosenBy: [PlotChoices.label],
        examples: [
            Example(
                "lightgbm(species ~ . - year, trees: 20) | fit(penguins)"
                    + " | explain(penguins) | bars(class: \"Gentoo\")"
            )
        ]
    ) { explanation, choices in
        explanation.contributionRows(of: try choices.output(of: explanation))
    }

    static let beeswarm = Function.plotting(
        BeeswarmPlot.self,
        chosenBy: [PlotChoices.label],
        examples: [
            Example(
                "linear(body_mass_g ~ flipper_length_mm + sex) | fit(penguins)"
                    + " | explain(penguins) | beeswarm"
            )
        ]
    ) { explanation, choices in
        explanation.contributionRows(of: try choices.output(of: explanation))
    }
}

extension Explanation {
    /// One output's contributions as plots of all rows take them.
    func contributionRows(of output: ExplainedOutput) -> ContributionRows {
        ContributionRows(
            title: output.subject(of: target),
            unit: output.unit(of: target),
            quantity: output.quantity(of: target),
            rows: rows,
            features: features.indices.map { place in
                ContributionRows.Feature(
                    features[place].name,
                    contributions: Array(output.contributions.column(place)),
                    shades: numbers(of: place).map { RankShades.of($0) } ?? []
                )
            },
            bases: output.rowBases ?? [output.base],
            error: output.errors?.cells.max()
        )
    }
}
