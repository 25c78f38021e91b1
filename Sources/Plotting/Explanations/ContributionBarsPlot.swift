package import Catalog
package import Diagnostics
package import Documents
import Values

/// The mean size of what each feature adds, over all rows.
package struct ContributionBarsPlot: Plot {
    package var top = 10
    package var look = FigureLook()

    package static let name = "bars"
    package static let summary = "The mean size of what each feature adds, over all rows."
    package static let settings: [Setting<ContributionBarsPlot>] =
        [Setting("top", \.top, "features shown by themselves", in: .range(1...100))] + lookSettings

    package init() {}

    package func figure(of subject: ContributionRows) throws(Diagnostic) -> Figure {
        let ranked = subject.ranked(top: top)
        return Figure(
            title: look.title
                ?? "Mean size of contributions to \(subject.title), \(subject.countedRows)",
            subtitle: subject.sentence(ranked),
            x: Axis(subject.unit),
            y: Axis("feature"),
            marks: ranked.map { .bar(Mark.Bar($0.name, $0.meanSize)) },
            width: look.width,
            height: look.height
        )
    }
}
