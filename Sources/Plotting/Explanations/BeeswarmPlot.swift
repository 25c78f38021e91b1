package import Catalog
package import Diagnostics
package import Documents
import Values

/// How what each feature adds lies over all rows, shaded by the feature's own values.
package struct BeeswarmPlot: Plot {
    package var top = 10
    package var look = FigureLook()

    package static let name = "beeswarm"
    package static let summary = "What each feature adds in every row, shaded by its values."
    package static let settings: [Setting<BeeswarmPlot>] =
        [Setting("top", \.top, "features shown by themselves", in: .range(1...100))] + lookSettings

    package init() {}

    package func figure(of subject: ContributionRows) throws(Diagnostic) -> Figure {
        let ranked = subject.ranked(top: top)
        return Figure(
            title: look.title ?? "Contributions to \(subject.title), \(subject.countedRows)",
            subtitle: subject.sentence(ranked),
            x: Axis(subject.unit),
            marks: ranked.map {
                .strip(Mark.Strip($0.name, values: $0.contributions, shades: $0.shades))
            },
            shading: ranked.allSatisfy(\.shades.isEmpty) ? nil : Shading("value"),
            width: look.width,
            height: look.height
        )
    }
}
