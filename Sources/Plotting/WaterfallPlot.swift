package import Catalog
package import Diagnostics
package import Documents
import Values

/// The way from a base to one row's prediction, feature after feature.
package struct WaterfallPlot: Plot {
    /// What leads to one prediction.
    package struct Subject: Sendable {
        /// What is predicted, of which row: `late, row 3`.
        package var title: String
        /// What is counted: `log odds of late`.
        package var unit: String
        /// The same within a sentence: `the log odds of late`.
        package var quantity: String
        package var base: Double
        /// A name with its value, and what it adds.
        package var parts: [(label: String, contribution: Double)]
        /// What the end means, such as a probability in words.
        package var meaning: String?

        package init(
            title: String,
            unit: String,
            quantity: String,
            base: Double,
            parts: [(label: String, contribution: Double)],
            meaning: String? = nil
        ) {
            self.title = title
            self.unit = unit
            self.quantity = quantity
            self.base = base
            self.parts = parts
            self.meaning = meaning
        }

        var end: Double { parts.reduce(base) { $0 + $1.contribution } }
    }

    package var top = 10
    package var look = FigureLook()

    package static let name = "waterfall"
    package static let summary = "How features lead from the base to one row's prediction."
    package static let settings: [Setting<WaterfallPlot>] =
        [Setting("top", \.top, "features shown by themselves", in: .range(1...100))] + lookSettings

    package init() {}

    package func figure(of subject: Subject) throws(Diagnostic) -> Figure {
        let ranking = FeatureRanking(subject.parts.map(\.contribution.magnitude), limit: top)
        var marks: [Mark] = [.step(Mark.Step("base", subject.base, .level))]
        for place in ranking.shown {
            let part = subject.parts[place]
            marks.append(.step(Mark.Step(part.label, part.contribution)))
        }
        if !ranking.rest.isEmpty {
            let sum = ranking.rest.reduce(0) { $0 + subject.parts[$1].contribution }
            marks.append(.step(Mark.Step(ranking.restLabel, sum)))
        }
        marks.append(.step(Mark.Step("prediction", subject.end, .level)))
        return Figure(
            title: look.title ?? "Contributions to \(subject.title)",
            subtitle: sentence(subject, ranking),
            x: Axis(subject.unit),
            marks: marks,
            width: look.width,
            height: look.height
        )
    }

    private func sentence(_ subject: Subject, _ ranking: FeatureRanking) -> String {
        let format = NumberFormat()
        let end = format.string(subject.end) + (subject.meaning.map { ", \($0)" } ?? "")
        guard let first = ranking.shown.first, subject.parts[first].contribution != 0 else {
            return "No feature moves \(subject.quantity) from the base of \(end)."
        }
        let part = subject.parts[first]
        let way = part.contribution > 0 ? "raises" : "lowers"
        return "\(part.label) matters most: it \(way) \(subject.quantity) by "
            + "\(format.string(part.contribution.magnitude)); all features together lead from "
            + "\(format.string(subject.base)) to \(end)."
    }
}
