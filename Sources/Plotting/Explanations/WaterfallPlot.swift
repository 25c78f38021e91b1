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
        package var parts: [Part]
        /// What the end means, such as a probability in words.
        package var meaning: String?
        /// What the end is called.
        package var endName: String

        package init(
            title: String,
            unit: String,
            quantity: String,
            base: Double,
            parts: [Part],
            meaning: String? = nil,
            endName: String = "prediction"
        ) {
            self.title = title
            self.unit = unit
            self.quantity = quantity
            self.base = base
            self.parts = parts
            self.meaning = meaning
            self.endName = endName
        }

        /// A name with its value, what it adds, and the standard error of that where it was sampled.
        package struct Part: Sendable {
            package var label: String
            package var contribution: Double
            package var error: Double?

            package init(_ label: String, _ contribution: Double, error: Double? = nil) {
                self.label = label
                self.contribution = contribution
                self.error = error
            }
        }

        var end: Double { parts.reduce(base) { $0 + $1.contribution } }

        /// The standard error of a sum, taken as if its parts were independent; nil where none was
        /// sampled.
        func error(of places: [Int]) -> Double? {
            let errors = places.compactMap { parts[$0].error }
            return errors.isEmpty ? nil : errors.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
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
        let errors =
            subject.parts.contains { $0.error != nil } ? " Behind ± stand standard errors." : ""
        guard let first = ranking.shown.first, subject.parts[first].contribution != 0 else {
            return "No feature moves \(subject.quantity) from the base of \(end)." + errors
        }
        let part = subject.parts[first]
        let way = part.contribution > 0 ? "raises" : "lowers"
        return "\(part.label) matters most: it \(way) \(subject.quantity) by "
            + "\(format.string(part.contribution.magnitude)); all features together lead from "
            + "\(format.string(subject.base)) to \(end)." + errors
    }
}
