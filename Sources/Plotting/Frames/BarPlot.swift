package import Catalog
package import Diagnostics
package import Documents
import Relations
import Tables
import Values

/// A length for each name: how many rows, or a measure of them.
package struct BarPlot: FramePlot {
    package var top = 30
    package var options = FrameOptions()
    package var look = FigureLook()

    package static let name = "bar"
    package static let summary = "A bar for each name: how many rows it has, or a measure of them."
    package static let roles = [
        PlotRole("x", "what makes the bars"),
        PlotRole(
            "y",
            "how long they are: a column, or a reduction; the number of rows if absent",
            .measure,
            isOptional: true
        ),
    ]
    package static let settings: [Setting<BarPlot>] =
        [Setting("top", \.top, "how many bars at most, the longest", in: .range(1...500))]
        + frameSettings
    package static let examples = [
        Example("penguins | bar(species)"),
        Example("penguins | bar(species, mean(body_mass_g), color: sex)"),
    ]

    package init() {}

    package func figure(of rows: PlottedRows) throws(Diagnostic) -> Figure {
        let x = try rows.column("x")
        var measure = try Measure(rows)
        let keys = try PlotGroups.keys(options, rows)
        let table = try rows.run(
            rows.frame.summarized(
                [
                    NamedExpression("length", measure.expression),
                    NamedExpression("rows", try rows.call("count")),
                ],
                by: [NamedExpression("name", x.expression)] + keys
            )
        )
        guard table.count > 0 else {
            throw rows.fault("plot.empty", "there are no rows to draw", at: "x")
        }
        measure = measure.met(in: table)
        let groups = try PlotGroups(table, options, rows)
        let names = ranked(table, x.expression.type)
        let lengths = (0..<table.count).compactMap { table["length"]?[$0].number }
        let ends = min(0, lengths.min() ?? 0)...max(0, lengths.max() ?? 1)
        return assembled(
            measure.title(x.name),
            sentence(table, names, measure, rows),
            x: measure.axis(ends.lowerBound < ends.upperBound ? ends : nil),
            y: Axis(),
            panels: groups.facets.indices.map {
                marks(table, names.shown, facet: $0, groups, rows)
            },
            groups
        )
    }

    /// The names that are drawn, and how many are not.
    private struct Names {
        var shown: [Scalar]
        var left: Int
    }

    /// Names with an order as they stand, others by length; past the limit the longest only.
    private func ranked(_ table: Table, _ type: ColumnType) -> Names {
        guard let names = table["name"], let lengths = table["length"] else {
            return Names(shown: [], left: 0)
        }
        var sizes: [Scalar: Double] = [:]
        for row in 0..<table.count {
            let size = lengths[row].number ?? -.infinity
            sizes[names[row]] = max(sizes[names[row]] ?? -.infinity, size)
        }
        let ordered = PlotOrder.sorted(Array(sizes.keys), type)
        let places = Dictionary(zip(ordered, 0...), uniquingKeysWith: { first, _ in first })
        func place(_ name: Scalar) -> Int { places[name] ?? 0 }
        let bySize = ordered.sorted { a, b in
            let (x, y) = (sizes[a] ?? 0, sizes[b] ?? 0)
            return x == y ? place(a) < place(b) : x > y
        }
        let kept = Array(bySize.prefix(top))
        let shown = type == .text ? kept : kept.sorted { place($0) < place($1) }
        return Names(shown: shown, left: ordered.count - kept.count)
    }

    private func marks(
        _ table: Table,
        _ names: [Scalar],
        facet: Int,
        _ groups: PlotGroups,
        _ rows: PlottedRows
    ) -> [Mark] {
        var bars: [Scalar: [(color: Int, length: Double)]] = [:]
        for row in 0..<table.count {
            guard let place = groups.place(table, row), place.facet == facet,
                let name = table["name"]?[row], let length = table["length"]?[row].number
            else { continue }
            bars[name, default: []].append((place.color, length))
        }
        return names.flatMap { name in
            (bars[name] ?? []).sorted { $0.color < $1.color }.map { bar -> Mark in
                let hasSeries = !groups.colors.isEmpty
                let label = rows.text(name) + (hasSeries ? " · " + groups.colors[bar.color] : "")
                return .bar(
                    Mark.Bar(label, bar.length, series: hasSeries ? bar.color : nil)
                )
            }
        }
    }

    private func sentence(
        _ table: Table,
        _ names: Names,
        _ measure: Measure,
        _ rows: PlottedRows
    ) -> String {
        let lengths = (0..<table.count).compactMap { row in
            table["length"]?[row].number.map { (row, $0) }
        }
        guard let most = lengths.max(by: { $0.1 < $1.1 }),
            let least = lengths.min(by: { $0.1 < $1.1 })
        else { return "No bar has a length." }
        func told(_ bar: (Int, Double)) -> String {
            let keys = ["name", "color", "facet"].compactMap { table[$0]?[bar.0] }
            return keys.map { rows.text($0) }.joined(separator: ", ")
                + " (\(measure.text(bar.1)))"
        }
        var text = "Longest is \(told(most))"
        if lengths.count > 1 { text += ", shortest \(told(least))" }
        if names.left > 0 {
            text += "; \(PlotWords.count(names.left, "name")) with shorter bars not shown"
        }
        let without = table.count - lengths.count
        if without > 0 { text += "; \(PlotWords.count(without, "bar")) missing" }
        return text + "."
    }
}

/// What a length, a height or a shade stands for.
struct Measure {
    private let plainName: String
    let expression: RowExpression
    /// Whether several rows are brought together by their mean, without being asked.
    private let isMean: Bool
    /// Whether it counts.
    let isWhole: Bool
    /// Whether each place has one row, so that nothing is brought together.
    private(set) var isSingle = false

    /// The measure in a role; the number of rows where there is none.
    init(_ rows: PlottedRows, role: String = "y") throws(Diagnostic) {
        guard let given = rows.roles[role]?.first else {
            (plainName, expression) = ("rows", try rows.call("count"))
            (isMean, isWhole) = (false, true)
            return
        }
        let type = given.expression.type
        guard type.isNumber || type == .bool else {
            throw rows.fault(
                "plot.type",
                "`\(given.name)` is \(type.described), which has no length",
                at: role,
                "a number was expected",
                hints: ["count()", "mean(…)"]
            )
        }
        isMean = !given.expression.reduces
        plainName = given.name
        isWhole = type == .int
        expression = isMean ? try rows.call("mean", given.expression) : given.expression
    }

    var name: String { isMean && !isSingle ? "mean(\(plainName))" : plainName }

    /// Whether all values have no point.
    var hasWholeValues: Bool { isWhole && (isSingle || !isMean) }

    func title(_ x: String) -> String { "\(name) by \(x)" }

    func text(_ value: Double) -> String {
        hasWholeValues && value == value.rounded() && value.magnitude < 1e15
            ? NumberFormat.grouped(Int64(value)) : NumberFormat(digits: 4).string(value)
    }

    /// The same for a table whose column `rows` says how many rows came together.
    func met(in table: Table) -> Measure {
        var copy = self
        let counts = (0..<table.count).compactMap { table["rows"]?[$0].number }
        copy.isSingle = counts.allSatisfy { $0 <= 1 }
        return copy
    }

    /// An axis along which the measure lies.
    func axis(_ domain: ClosedRange<Double>?, scale: Axis.Scale = .linear) -> Axis {
        var axis = Axis(name, scale: scale, domain: domain)
        axis.isWhole = hasWholeValues
        return axis
    }
}
