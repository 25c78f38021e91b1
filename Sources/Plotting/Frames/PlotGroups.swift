import Diagnostics
import Relations
import Tables
import Values

/// The series and panels of a plot, and the facts about each of them.
struct PlotGroups {
    /// The names of the panels; one without a name where there are none.
    let facets: [String]
    /// The names of the series; empty where there is one only.
    private(set) var colors: [String]
    let hasFacets: Bool
    let keys: [NamedExpression]
    private let facetPlaces: [Scalar: Int]
    private let colorPlaces: [Scalar: Int]

    private static let mostFacets = 24

    var seriesCount: Int { max(1, colors.count) }

    /// What is asked of the frame besides: series by colour, panels by facet.
    static func keys(
        _ options: FrameOptions,
        _ rows: PlottedRows
    ) throws(Diagnostic)
        -> [NamedExpression]
    {
        var keys: [NamedExpression] = []
        for (name, asked) in [("facet", options.facet), ("color", options.color)] {
            guard let first = asked.all.first else { continue }
            guard asked.all.count == 1 else {
                throw rows.fault(
                    "argument.columns",
                    "one column was expected, \(asked.all.count) were found",
                    at: name
                )
            }
            keys.append(NamedExpression(name, first.expression))
        }
        return keys
    }

    /// The groups that a table of an aggregate by the keys holds.
    ///
    /// Series told by colour are few; rows of names may be more.
    init(
        _ table: Table,
        _ options: FrameOptions,
        _ rows: PlottedRows,
        mostColors: Int = 8
    ) throws(Diagnostic) {
        let keys = try Self.keys(options, rows)
        self.keys = keys
        let facet = Self.values(of: "facet", table, keys)
        let color = Self.values(of: "color", table, keys)
        if facet.count > Self.mostFacets {
            throw rows.fault(
                "plot.facets",
                "\(facet.count) values make too many panels",
                at: "facet",
                "at most \(Self.mostFacets)",
                hints: ["filter(…) before it, to keep a few"]
            )
        }
        if color.count > mostColors {
            throw rows.fault(
                "plot.colors",
                "\(color.count) values are too many to tell apart",
                at: mostColors > 8 ? "x" : "color",
                "at most \(mostColors)",
                hints: ["filter(…) before it, to keep a few"]
            )
        }
        hasFacets = keys.contains { $0.name == "facet" }
        let isNamed = options.facet.all.first?.expression.type.isTextual ?? true
        let name = isNamed ? "" : (options.facet.all.first?.name ?? "") + " "
        facets = hasFacets ? facet.map { name + rows.text($0) } : [""]
        colors = color.map { rows.text($0) }
        facetPlaces = Self.places(facet)
        colorPlaces = Self.places(color)
    }

    private static func places(_ values: [Scalar]) -> [Scalar: Int] {
        Dictionary(zip(values, 0...), uniquingKeysWith: { first, _ in first })
    }

    /// The values of a key: numbers by size, levels as they stand, else by text; missing last.
    private static func values(
        of key: String,
        _ table: Table,
        _ keys: [NamedExpression]
    ) -> [Scalar] {
        guard let column = table[key], let asked = keys.first(where: { $0.name == key })
        else { return [] }
        let found = Set((0..<column.count).map { column[$0] })
        return PlotOrder.sorted(Array(found), asked.expression.type)
    }

    /// The same panels, their series told otherwise than by colour.
    var withoutSeries: PlotGroups {
        var copy = self
        copy.colors = []
        return copy
    }

    /// The panel and the series of a row of a table by the keys.
    func place(_ table: Table, _ row: Int) -> (facet: Int, color: Int)? {
        let facet = table["facet"].map { facetPlaces[$0[row]] } ?? 0
        let color = table["color"].map { colorPlaces[$0[row]] } ?? 0
        guard let facet, let color else { return nil }
        return (facet, color)
    }
}

/// The order in which names stand.
enum PlotOrder {
    static func sorted(_ values: [Scalar], _ type: ColumnType) -> [Scalar] {
        let present = values.filter { $0 != .missing }
        let absent = values.filter { $0 == .missing }
        if case .category(let levels) = type {
            return levels.map { .text($0) }.filter { present.contains($0) } + absent
        }
        return present.sorted { before($0, $1) } + absent
    }

    private static func before(_ a: Scalar, _ b: Scalar) -> Bool {
        switch (a, b) {
        case (.text(let x), .text(let y)): x.utf8.lexicographicallyPrecedes(y.utf8)
        case (.date(let x), .date(let y)): x.number < y.number
        case (.timestamp(let x), .timestamp(let y)): x.microseconds < y.microseconds
        case (.time(let x), .time(let y)): x.microseconds < y.microseconds
        case (.duration(let x), .duration(let y)): x.totalMicroseconds < y.totalMicroseconds
        default: (a.number ?? 0) < (b.number ?? 0)
        }
    }
}

/// Facts about a variable in each group: one aggregate.
struct PlotOverview {
    let groups: PlotGroups
    let table: Table
    private let rows: PlottedRows

    /// Asks for named reductions in each group.
    init(
        _ rows: PlottedRows,
        _ options: FrameOptions,
        _ reductions: [NamedExpression],
        mostColors: Int = 8
    ) throws(Diagnostic) {
        let keys = try PlotGroups.keys(options, rows)
        table = try rows.run(rows.frame.summarized(reductions, by: keys))
        groups = try PlotGroups(table, options, rows, mostColors: mostColors)
        self.rows = rows
    }

    func number(_ name: String, _ row: Int) -> Double? { table[name]?[row].number }

    func least(_ name: String) -> Double? {
        (0..<table.count).compactMap { number(name, $0) }.min()
    }

    func most(_ name: String) -> Double? {
        (0..<table.count).compactMap { number(name, $0) }.max()
    }

    func sum(_ name: String) -> Int {
        Int((0..<table.count).compactMap { number(name, $0) }.reduce(0, +))
    }

    /// The ends of what is drawn, or that there is nothing to draw.
    func domain(
        _ name: String,
        _ variable: PlotVariable
    ) throws(Diagnostic)
        -> ClosedRange<Double>
    {
        guard let low = least(name + " low"), let high = most(name + " high") else {
            throw rows.fault(
                "plot.empty",
                "`\(variable.name)` holds no value that could be drawn",
                at: name,
                sum("rows") == 0 ? "no rows" : "missing, or off the scale, in all rows"
            )
        }
        return low...high
    }
}
