package import Kernels

/// How far groups are from having the same figures.
///
/// Differences are of the group with the highest figure to that with the lowest, ratios of the lowest to
/// the highest, as in fairlearn. Where there are more than two groups their intervals hold for all
/// pairs together, after Bonferroni, for which two are picked is chance as well.
package struct Fairness: Sendable {
    /// One difference, or one ratio.
    package struct Line: Sendable {
        package let parity: String
        /// `difference` or `ratio`.
        package let measure: String
        package let estimate: IntervalEstimate
        /// The positions of the groups with the lowest and the highest figure.
        let lowest: Int
        let highest: Int
    }

    package let measures: [FairnessMeasure]
    package let groups: [FairnessGroup]
    /// Groups of too few rows to be compared.
    package let small: [FairnessGroup]
    package let lines: [Line]

    /// Groups of fewer than `least` rows are shown, and not compared.
    package init(_ scored: Scored, least: Int, looks: Int?) {
        let measures = FairnessMeasure.all(for: scored.task)
        self.measures = measures
        let groups = scored.groups.indices.map {
            FairnessGroup(scored.group($0), scored.groups[$0])
        }
        self.groups = groups
        small = groups.filter { $0.rows < least }
        let compared = groups.indices.filter { groups[$0].rows >= least }
        let pairs = max(1, compared.count * (compared.count - 1) / 2)
        let level = 1 - (1 - ReusedRows.level(looks)) / Double(pairs)
        guard compared.count > 1 else {
            lines = []
            return
        }
        var lines = measures.flatMap { Self.lines($0, groups, compared, level) }
        if case .binary = scored.task {
            // The worse of two: each has half of what may go wrong.
            let half = 1 - (1 - level) / 2
            let odds = [FairnessMeasure.truePositives, .falsePositives]
                .map { Self.lines($0, groups, compared, half) }
            let worst = ["difference", "ratio"].compactMap { Self.worst($0, odds.flatMap(\.self)) }
            let place = lines.firstIndex { $0.parity == "predictive equality" } ?? lines.count
            lines.insert(contentsOf: worst, at: place)
        }
        self.lines = lines
    }

    private static func lines(
        _ measure: FairnessMeasure,
        _ groups: [FairnessGroup],
        _ compared: [Int],
        _ level: Double
    ) -> [Line] {
        let known = compared.filter { measure.value(groups[$0]).isFinite }
        let order = known.sorted { measure.value(groups[$0]) < measure.value(groups[$1]) }
        guard let low = order.first, let high = order.last, low != high else { return [] }
        let (difference, ratio) = measure.compared(groups[high], groups[low], level: level)
        return [("difference", difference)].map { line(measure, $0.0, $0.1, low, high) }
            + (ratio.map { [line(measure, "ratio", $0, low, high)] } ?? [])
    }

    private static func line(
        _ measure: FairnessMeasure,
        _ name: String,
        _ estimate: IntervalEstimate,
        _ low: Int,
        _ high: Int
    ) -> Line {
        Line(
            parity: measure.parity,
            measure: name,
            estimate: estimate,
            lowest: low,
            highest: high
        )
    }

    /// Equalised odds: the farther from parity of both rates.
    private static func worst(_ measure: String, _ lines: [Line]) -> Line? {
        let field = lines.filter { $0.measure == measure && $0.estimate.value.isFinite }
        let sign = measure == "ratio" ? -1.0 : 1
        guard
            let line = field.max(by: { sign * $0.estimate.value < sign * $1.estimate.value })
        else { return nil }
        return Line(
            parity: "equalised odds",
            measure: measure,
            estimate: line.estimate,
            lowest: line.lowest,
            highest: line.highest
        )
    }
}
