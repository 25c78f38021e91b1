package import Catalog
package import Diagnostics
package import Documents
import Values

/// The way of each row from its base to what is predicted, feature by feature from bottom to top.
package struct DecisionPlot: Plot {
    package var top = 10
    package var look = FigureLook()

    package static let name = "decision"
    package static let summary =
        "The way of each row from the base to its prediction, features from bottom to top."
    package static let settings: [Setting<DecisionPlot>] =
        [Setting("top", \.top, "features shown by themselves", in: .range(1...100))] + lookSettings

    /// Lines that are told apart by name, and lines that are drawn at most, spread evenly.
    private static let (mostNamed, mostDrawn) = (6, 200)

    package init() {}

    package func figure(of subject: ContributionRows) throws(Diagnostic) -> Figure {
        let ranked = Array(subject.ranked(top: top).reversed())
        let step = max(1, (subject.rows + Self.mostDrawn - 1) / Self.mostDrawn)
        let drawn = Array(stride(from: 0, to: subject.rows, by: step))
        let isNamed = drawn.count > 1 && drawn.count <= Self.mostNamed
        let lines = drawn.enumerated().map { place, row in
            line(subject, ranked, row: row, series: isNamed ? place : nil)
        }
        let bases = Set(drawn.map { subject.base(row: $0) })
        let rule = bases.count == 1 ? bases.map { Mark.rule(.vertical(at: $0)) } : []
        var y = Axis(
            "from the base at the bottom to the prediction at the top",
            domain: 0...Double(ranked.count),
            ticks: ranked.enumerated().map { Axis.Tick(Double($0) + 0.5, $1.name) }
        )
        y.hasNames = true
        return Figure(
            title: look.title ?? "Ways to \(subject.title), \(subject.countedRows)",
            subtitle: sentence(subject, ranked, drawn),
            x: Axis(subject.unit),
            y: y,
            marks: rule + lines.map { .line($0) },
            series: isNamed ? lines.map(\.name) : [],
            width: look.width,
            height: look.height ?? max(6, min(40, 2 * ranked.count))
        )
    }

    /// A feature's stretch of the line leads from what was reached below it to what is reached with it.
    private func line(
        _ subject: ContributionRows,
        _ ranked: [ContributionRows.Feature],
        row: Int,
        series: Int?
    ) -> Mark.Line {
        var reached = subject.base(row: row)
        var xs = [reached]
        for feature in ranked {
            reached += feature.contributions[row]
            xs.append(reached)
        }
        return Mark.Line(
            series == nil ? "" : subject.name(row: row),
            series: series ?? 0,
            xs: xs,
            ys: xs.indices.map(Double.init)
        )
    }

    private func sentence(
        _ subject: ContributionRows,
        _ ranked: [ContributionRows.Feature],
        _ drawn: [Int]
    ) -> String {
        let format = NumberFormat()
        let ends = (0..<subject.rows).map { row in
            ranked.reduce(subject.base(row: row)) { $0 + $1.contributions[row] }
        }
        guard let low = ends.min(), let high = ends.max() else { return "There is no row." }
        guard subject.rows > 1 else {
            let most = ranked.last
            let value = most?.contributions[0] ?? 0
            let way = value > 0 ? "raises" : "lowers"
            return "\(most?.name ?? "") matters most: it \(way) \(subject.quantity) by "
                + "\(format.string(value.magnitude)); all features together lead from "
                + "\(format.string(subject.base(row: 0))) to \(format.string(low))."
                + subject.errorSentence
        }
        var text = subject.sentence(ranked.reversed())
        text +=
            " The rows end between \(format.string(low)) and \(format.string(high))."
        if drawn.count < subject.rows {
            text += " Of them \(drawn.count) are drawn, spread evenly."
        }
        return text + subject.errorSentence
    }
}
