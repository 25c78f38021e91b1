package import Catalog
package import Diagnostics
package import Documents
import Values

/// What one feature adds, against its own values, shaded by those of another.
package struct DependencePlot: Plot {
    /// A feature's cells, what it adds, and the cells of the feature that shades.
    package struct Subject: Sendable {
        /// What is predicted: `late`.
        package var title: String
        /// What is counted: `log odds of late`.
        package var unit: String
        package var feature: String
        package var values: PlottedValues
        package var contributions: [Double]
        package var partner: Partner?

        /// The feature that shades: its values between 0 and 1, and what stands at both ends.
        package struct Partner: Sendable {
            package var name: String
            package var shades: [Double?]
            package var ends: (low: String, high: String)

            package init(
                _ name: String,
                shades: [Double?],
                ends: (low: String, high: String) = ("low", "high")
            ) {
                self.name = name
                self.shades = shades
                self.ends = ends
            }
        }

        package init(
            title: String,
            unit: String,
            feature: String,
            values: PlottedValues,
            contributions: [Double],
            partner: Partner? = nil
        ) {
            self.title = title
            self.unit = unit
            self.feature = feature
            self.values = values
            self.contributions = contributions
            self.partner = partner
        }
    }

    package var look = FigureLook()

    package static let name = "dependence"
    package static let summary = "What one feature adds, against its values, shaded by another's."
    package static let settings: [Setting<DependencePlot>] = lookSettings

    /// Rows that are drawn at most, spread evenly; and names, the others together.
    private static let (mostPoints, mostNames) = (5000, 20)

    package init() {}

    package func figure(of subject: Subject) throws(Diagnostic) -> Figure {
        let step = max(1, (subject.contributions.count + Self.mostPoints - 1) / Self.mostPoints)
        let drawn = Array(stride(from: 0, to: subject.contributions.count, by: step))
        let isNamed = if case .names = subject.values { true } else { false }
        var sentence = sentence(subject)
        if step > 1 {
            sentence +=
                " Of \(NumberFormat.grouped(subject.contributions.count)) rows "
                + "\(NumberFormat.grouped(drawn.count)) are drawn."
        }
        return Figure(
            title: look.title ?? "What \(subject.feature) adds to \(subject.title)",
            subtitle: sentence,
            x: isNamed ? Axis(subject.unit) : axis(subject),
            y: isNamed ? Axis(subject.feature) : Axis(subject.unit),
            marks: marks(subject, drawn),
            shading: subject.partner.map { Shading($0.name, low: $0.ends.low, high: $0.ends.high) },
            width: look.width,
            height: look.height
        )
    }

    private func axis(_ subject: Subject) -> Axis {
        guard case .numbers(_, let ticks) = subject.values else { return Axis(subject.feature) }
        return Axis(subject.feature, ticks: ticks)
    }

    private func marks(_ subject: Subject, _ drawn: [Int]) -> [Mark] {
        let shades = subject.partner?.shades
        switch subject.values {
        case .numbers(let numbers, _):
            return drawn.filter { !numbers[$0].isNaN }.map { row in
                let shade = shades?[row]
                return .point(
                    Mark.Point(numbers[row], subject.contributions[row], shade: shade ?? nil)
                )
            }
        case .names(let names):
            let step = max(1, names.count / max(1, drawn.count))
            return ranked(names, subject.contributions).map { label, rows in
                let some = stride(from: 0, to: rows.count, by: step).map { rows[$0] }
                return .strip(
                    Mark.Strip(
                        label,
                        values: some.map { subject.contributions[$0] },
                        shades: shades.map { shades in some.map { shades[$0] } } ?? []
                    )
                )
            }
        }
    }

    /// Names with their rows, the one with the largest mean first; rare ones together at the end.
    private func ranked(_ names: [String], _ contributions: [Double]) -> [(String, [Int])] {
        let groups = Dictionary(grouping: names.indices) { names[$0] }
        let frequent = groups.keys.sorted {
            let (a, b) = (groups[$0]?.count ?? 0, groups[$1]?.count ?? 0)
            return a == b ? $0 < $1 : a > b
        }
        let kept = frequent.prefix(Self.mostNames)
        var ranked = kept.map { ($0, groups[$0] ?? []) }
        func mean(_ rows: [Int]) -> Double {
            rows.reduce(0) { $0 + contributions[$1] } / Double(max(1, rows.count))
        }
        ranked.sort {
            let (a, b) = (mean($0.1), mean($1.1))
            return a == b ? $0.0 < $1.0 : a > b
        }
        let rest = frequent.dropFirst(Self.mostNames).flatMap { groups[$0] ?? [] }.sorted()
        if !rest.isEmpty {
            ranked.append(("\(frequent.count - Self.mostNames) other values", rest))
        }
        return ranked
    }

    private func sentence(_ subject: Subject) -> String {
        let format = NumberFormat()
        guard let low = subject.contributions.min(), let high = subject.contributions.max(),
            low != high
        else { return "\(subject.feature) adds the same in every row." }
        let text =
            "\(subject.feature) adds between \(format.string(low)) and \(format.string(high)) "
            + "\(subject.unit)"
        guard let partner = subject.partner else { return text + "." }
        return text + "; shaded by \(partner.name)."
    }
}
