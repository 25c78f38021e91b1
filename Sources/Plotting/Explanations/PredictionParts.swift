import Documents

/// What leads to one prediction.
package struct PredictionParts: Sendable {
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

extension PredictionParts {
    /// Which part matters most, and where all of them lead.
    func sentence(_ ranking: FeatureRanking) -> String {
        let format = NumberFormat()
        let end = format.string(self.end) + (meaning.map { ", \($0)" } ?? "")
        let errors =
            parts.contains { $0.error != nil } ? " Behind ± stand standard errors." : ""
        guard let first = ranking.shown.first, parts[first].contribution != 0 else {
            return "No feature moves \(quantity) from the base of \(end)." + errors
        }
        let part = parts[first]
        let way = part.contribution > 0 ? "raises" : "lowers"
        return "\(part.label) matters most: it \(way) \(quantity) by "
            + "\(format.string(part.contribution.magnitude)); all features together lead from "
            + "\(format.string(base)) to \(end)." + errors
    }
}
