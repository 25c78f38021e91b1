import Documents

/// What features add in many rows, as plots of all rows take it.
package struct ContributionRows: Sendable {
    /// One feature in all rows.
    package struct Feature: Sendable {
        package var name: String
        package var contributions: [Double]
        /// The feature's own values between 0 and 1, nil where missing; empty where they have no
        /// order.
        package var shades: [Double?]

        package init(_ name: String, contributions: [Double], shades: [Double?] = []) {
            self.name = name
            self.contributions = contributions
            self.shades = shades
        }

        var meanSize: Double {
            let total = contributions.reduce(0) { $0 + $1.magnitude }
            return contributions.isEmpty ? 0 : total / Double(contributions.count)
        }
    }

    /// What is predicted: `late`.
    package var title: String
    /// What is counted: `log odds of late`.
    package var unit: String
    /// The same within a sentence: `the log odds of late`.
    package var quantity: String
    package var rows: Int
    package var features: [Feature]
    /// What the contributions of each row are added to; one for all, or one a row.
    package var bases: [Double]
    /// The largest standard error of the values; nil where they are exact.
    package var error: Double?
    /// The number of the first row.
    package var first = 1

    package init(
        title: String,
        unit: String,
        quantity: String,
        rows: Int,
        features: [Feature],
        bases: [Double] = [0],
        error: Double? = nil
    ) {
        self.title = title
        self.unit = unit
        self.quantity = quantity
        self.rows = rows
        self.features = features
        self.bases = bases
        self.error = error
    }

    func base(row: Int) -> Double { bases.count == 1 ? bases[0] : bases[row] }

    /// `1 row`, `2,000 rows`.
    var countedRows: String {
        NumberFormat.grouped(rows) + (rows == 1 ? " row" : " rows")
    }

    func name(row: Int) -> String { "row \(row + first)" }

    /// What all features add in each row.
    var sums: [Double] {
        (0..<rows).map { row in features.reduce(0) { $0 + $1.contributions[row] } }
    }

    /// What is to be said of values that were sampled.
    var errorSentence: String {
        guard let error else { return "" }
        return " The values are sampled: the largest standard error is "
            + "\(NumberFormat().string(error))."
    }

    /// The same of one row.
    package func only(_ row: Int) -> ContributionRows {
        var one = self
        one.rows = 1
        one.first = row + 1
        one.bases = [base(row: row)]
        one.features = features.map { Feature($0.name, contributions: [$0.contributions[row]]) }
        return one
    }

    /// The features by their mean size, the last of them as one.
    func ranked(top: Int) -> [Feature] {
        let ranking = FeatureRanking(features.map(\.meanSize), limit: top)
        var ranked = ranking.shown.map { features[$0] }
        guard let first = ranking.rest.first else { return ranked }
        var sum = features[first].contributions
        for place in ranking.rest.dropFirst() {
            for (row, value) in features[place].contributions.enumerated() { sum[row] += value }
        }
        ranked.append(Feature(ranking.restLabel, contributions: sum))
        return ranked
    }

    /// Which feature matters most, and how far it goes.
    func sentence(_ ranked: [Feature]) -> String {
        guard let first = ranked.first, first.meanSize > 0,
            let low = first.contributions.min(), let high = first.contributions.max()
        else { return "No feature moves \(quantity)." }
        let format = NumberFormat()
        return "\(first.name) matters most: it moves \(quantity) by "
            + "\(format.string(first.meanSize)) on average, from \(format.string(low)) "
            + "to \(format.string(high))."
    }
}
