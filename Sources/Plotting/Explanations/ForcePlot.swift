package import Catalog
package import Diagnostics
package import Documents

/// What pushes one row's prediction up, and what pushes it down: both meet at the prediction.
package struct ForcePlot: Plot {
    package var top = 10
    package var look = FigureLook()

    package static let name = "force"
    package static let summary =
        "What pushes one row's prediction up and what down, on one line, meeting at the prediction."
    package static let settings: [Setting<ForcePlot>] =
        [Setting("top", \.top, "features shown by themselves", in: .range(1...100))] + lookSettings

    package init() {}

    package func figure(of subject: PredictionParts) throws(Diagnostic) -> Figure {
        let ranking = FeatureRanking(subject.parts.map(\.contribution.magnitude), limit: top)
        var parts = ranking.shown.map { subject.parts[$0] }
        if !ranking.rest.isEmpty {
            parts.append(
                PredictionParts.Part(
                    ranking.restLabel,
                    ranking.rest.reduce(0) { $0 + subject.parts[$1].contribution },
                    error: subject.error(of: ranking.rest)
                )
            )
        }
        let raising = pushes(parts.filter { $0.contribution > 0 }, to: subject.end)
        let lowering = pushes(parts.filter { $0.contribution < 0 }, to: subject.end)
        let levels = [
            Mark.Step("base", subject.base, .level),
            Mark.Step(subject.endName, subject.end, .level),
        ]
        return Figure(
            title: look.title ?? "Forces on \(subject.title)",
            subtitle: subject.sentence(ranking),
            x: Axis(subject.unit),
            marks: (raising.reversed() + lowering).map { .push($0) } + levels.map { .step($0) },
            width: look.width,
            height: look.height
        )
    }

    /// Stretches one behind the other, the largest ending at the prediction.
    private func pushes(_ parts: [PredictionParts.Part], to end: Double) -> [Mark.Push] {
        var reached = end
        return parts.sorted { $0.contribution.magnitude > $1.contribution.magnitude }.map { part in
            let from = reached - part.contribution
            defer { reached = from }
            return Mark.Push(part.label, from: from, to: reached, error: part.error)
        }
    }
}
