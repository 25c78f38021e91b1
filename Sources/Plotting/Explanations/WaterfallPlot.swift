package import Catalog
package import Diagnostics
package import Documents

/// The way from a base to one row's prediction, feature after feature.
package struct WaterfallPlot: Plot {
    package var top = 10
    package var look = FigureLook()

    package static let name = "waterfall"
    package static let summary = "How features lead from the base to one row's prediction."
    package static let settings: [Setting<WaterfallPlot>] =
        [Setting("top", \.top, "features shown by themselves", in: .range(1...100))] + lookSettings

    package init() {}

    package func figure(of subject: PredictionParts) throws(Diagnostic) -> Figure {
        let ranking = FeatureRanking(subject.parts.map(\.contribution.magnitude), limit: top)
        var marks: [Mark] = [.step(Mark.Step("base", subject.base, .level))]
        for place in ranking.shown {
            let part = subject.parts[place]
            marks.append(.step(Mark.Step(part.label, part.contribution, error: part.error)))
        }
        if !ranking.rest.isEmpty {
            let sum = ranking.rest.reduce(0) { $0 + subject.parts[$1].contribution }
            let error = subject.error(of: ranking.rest)
            marks.append(.step(Mark.Step(ranking.restLabel, sum, error: error)))
        }
        marks.append(.step(Mark.Step(subject.endName, subject.end, .level)))
        return Figure(
            title: look.title ?? "Contributions to \(subject.title)",
            subtitle: subject.sentence(ranking),
            x: Axis(subject.unit),
            marks: marks,
            width: look.width,
            height: look.height
        )
    }
}
