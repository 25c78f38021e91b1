import Catalog
import Diagnostics
import Explaining
import Plotting
import Relations
import Tables
import Values

extension Function {
    static let decision = Function.plotting(
        DecisionPlot.self,
        chosenBy: [
            Parameter<Int?>(
                "row",
                "one row, from 1, or from the end if negative; all if absent"
            ).spec, PlotChoices.label,
        ],
        examples: [
            Example(
                "linear(body_mass_g ~ flipper_length_mm + sex) | fit(penguins)"
                    + " | explain(penguins | head(5)) | decision"
            )
        ]
    ) { explanation, choices in
        guard try Int?(shell: choices.values["row"] ?? .missing) != nil else {
            return explanation.contributionRows(of: try choices.output(of: explanation))
        }
        let row = try choices.row(of: explanation)
        let output = try choices.output(of: explanation, row: row)
        return explanation.contributionRows(of: output).only(row)
    }

    /// Of a frame two of its columns, of an explanation its rows and features.
    static let heatmap: Function = {
        let ownSettings = [
            Setting(
                "top",
                \ContributionMapPlot.top,
                "features of an explanation",
                in: .range(1...100)
            )
        ]
        let roles = HeatmapPlot.roles.map { role in
            var role = role
            role.isOptional = true
            return role
        }
        let frameSettings = HeatmapPlot.settings.map(\.spec)
        let signature = Signature(
            HeatmapPlot.name,
            "A shade for every two values of two columns, or for every row and feature of an "
                + "explanation.",
            family: .figures,
            parameters: [Parameter<Frame>("frame", "the frame, or an explanation").spec]
                + roles.map(\.spec) + frameSettings + [PlotChoices.label]
                + ownSettings.map(\.spec),
            result: .object(DrawnFigure.type),
            effect: .runs,
            examples: HeatmapPlot.examples + [
                Example(
                    "linear(body_mass_g ~ flipper_length_mm + sex) | fit(penguins)"
                        + " | explain(penguins) | heatmap"
                )
            ]
        )
        return Function(signature) { values, context in
            let roleCount = roles.count
            let isBare = try zip(roles, values.dropFirst()).allSatisfy { role, value in
                role.kind == .measure
                    ? try Derivations(shell: value).all.isEmpty
                    : try Grouping(shell: value).all.isEmpty
            }
            guard isBare, case .object(let object) = values[0],
                let explanation = object as? Explanation
            else {
                try HeatmapCall.check(values, context)
                return try drawn(
                    HeatmapPlot.self,
                    Array(values.prefix(1 + roleCount + frameSettings.count)),
                    context
                )
            }
            let start = 1 + roleCount + frameSettings.count
            var plot = ContributionMapPlot()
            let looks = zip(HeatmapPlot.settings, values[(1 + roleCount)...])
            for (setting, value) in looks {
                guard
                    let own = ContributionMapPlot.settings.first(where: {
                        $0.spec.name == setting.spec.name
                    })
                else { continue }
                try own.write(value, to: &plot)
            }
            try ownSettings[0].write(values[start + 1], to: &plot)
            let choices = PlotChoices(values: ["class": values[start]], context: context)
            let output = try choices.output(of: explanation)
            let figure = try plot.figure(of: explanation.contributionRows(of: output))
            return .object(DrawnFigure(figure))
        }
    }()
}

/// What a map of a frame needs.
private enum HeatmapCall {
    static func check(_ values: [Value], _ context: CallContext) throws {
        for (role, value) in zip(HeatmapPlot.roles, values.dropFirst()) where !role.isOptional {
            guard try Grouping(shell: value).all.isEmpty else { continue }
            throw Diagnostic(
                "plot.columns",
                "`heatmap` of a frame needs `\(role.name)`: \(role.summary)",
                at: context.span(of: "frame"),
                hints: ["heatmap(x, y)", "explain(…) | heatmap"]
            )
        }
    }
}
