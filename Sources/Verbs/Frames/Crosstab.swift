import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let crosstab = Function(
        "crosstab",
        "How often the values of two columns meet: a row for each of the first, a column for each "
            + "of the second.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to count in"),
        Parameter<Grouping>("a", "what makes the rows"),
        Parameter<Grouping>("b", "what makes the columns"),
        examples: [Example("penguins | crosstab(species, island)")]
    ) { context, frame, a, b in
        let rows = try a.single(of: "a", context)
        let columns = try b.single(of: "b", context)
        for (parameter, column) in [("a", rows), ("b", columns)] {
            try context.refuseProtected(
                [column],
                of: frame,
                at: parameter,
                because: "`crosstab` would make a table of its values"
            )
        }
        let keys = [
            NamedExpression("a", rows.expression), NamedExpression("b", columns.expression),
        ]
        let counted = frame.summarized(
            [NamedExpression("n", try .calling("count"))],
            by: keys
        )
        let table = try context.engine.collect(counted.plan, in: context.work)
        let crossed = Crossing(table, presentation: Presentation(context))
        guard crossed.columns.count <= Crossing.limit else {
            throw Diagnostic(
                "crosstab.wide",
                "`\(columns.name)` has \(crossed.columns.count) values, too many for columns",
                at: context.span(of: "b"),
                "at most \(Crossing.limit)",
                hints: ["count(\(rows.name), \(columns.name), sort: true)"]
            )
        }
        return Frame(overview: crossed.table(rows))
    }
}

extension Grouping {
    /// The one column that a parameter takes.
    func single(of parameter: String, _ context: CallContext) throws(Diagnostic) -> NamedExpression
    {
        guard let first = all.first, all.count == 1 else {
            throw Diagnostic(
                "argument.columns",
                "one column was expected, \(all.count) were found",
                at: context.span(of: parameter),
                hints: all.first.map { ["`\($0.name)` alone"] } ?? []
            )
        }
        return first
    }
}

/// Counts by two keys, turned into a row for each value of the first.
private struct Crossing {
    /// So many columns can still be read.
    static let limit = 100

    private(set) var rows: [Scalar] = []
    /// The values of the second key as names, in their order, missing last.
    private(set) var columns: [String] = []
    private var counts: [Pair: Int64] = [:]

    private struct Pair: Hashable {
        let row: Int
        let column: String
    }

    init(_ table: Table, presentation: Presentation) {
        var values: [(name: String, value: Scalar)] = []
        for row in 0..<table.count {
            let (key, value) = (table.columns[0][row], table.columns[1][row])
            if rows.last != key || rows.isEmpty { rows.append(key) }
            let name =
                if case .text(let text) = presentation.text(of: value) { text } else { "missing" }
            if !values.contains(where: { $0.name == name }) { values.append((name, value)) }
            guard case .int(let count) = table.columns[2][row] else { continue }
            counts[Pair(row: rows.count - 1, column: name)] = count
        }
        columns = Self.ordered(values)
    }

    /// Numbers by size, all else by name.
    private static func ordered(_ values: [(name: String, value: Scalar)]) -> [String] {
        let present = values.filter { $0.value != .missing }
        let numbers = present.compactMap(\.value.number)
        let sorted =
            numbers.count == present.count
            ? present.sorted { ($0.value.number ?? 0) < ($1.value.number ?? 0) }
            : present.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return sorted.map(\.name) + values.filter { $0.value == .missing }.map(\.name)
    }

    func table(_ key: NamedExpression) -> Table {
        var taken: Set = [key.name]
        func free(_ name: String) -> String {
            var name = name
            while !taken.insert(name).inserted { name += "_" }
            return name
        }
        let cells = columns.map { column in
            rows.indices.map { counts[Pair(row: $0, column: column)] ?? 0 }
        }
        let totals = rows.indices.map { row in cells.reduce(0) { $0 + $1[row] } }
        let counted = zip(columns + ["total"], cells + [totals]).map { name, column in
            (Field(free(name), .int), Column(.int, .ints(column)))
        }
        return Table(
            [Field(key.name, key.expression.type)] + counted.map(\.0),
            [Column(key.expression.type, cells: rows)] + counted.map(\.1),
            count: rows.count
        )
    }
}
