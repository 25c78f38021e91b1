package import Documents
import Kernels
package import Relations
package import Tables
package import Values

/// How a model treats groups: a row a group, and how far they are from parity.
package struct FairnessReport: ShellObject, ShellRepresentable {
    package static let type = ObjectType("fairness")

    private let fairness: Fairness
    private let keys: [Tables.Field]
    private let rows: Int
    private let looks: Int?

    package init(_ fairness: Fairness, by keys: [Tables.Field], looks: Int?) {
        self.fairness = fairness
        self.keys = keys
        self.looks = looks
        rows = fairness.groups.reduce(0) { $0 + $1.rows }
    }

    package var brief: String { "of \(fairness.groups.count) groups on \(rows) rows" }
    package var memberNames: [String] { ["parity"] + (looks == nil ? [] : ["looks"]) }

    package func member(_ name: String) -> Value? {
        switch name {
        case "parity": .frame(Frame(memory: parityTable))
        case "looks": looks.map { .int(Int64($0)) }
        default: nil
        }
    }

    package var frame: Frame? { Frame(memory: table) }

    /// The keys, rows, and a column a measure.
    package var table: Table {
        let groups = fairness.groups
        var columns = keys.enumerated().map { index, field in
            (field, Column(field.type, cells: groups.map { $0.key[index] }))
        }
        columns.append(
            (Tables.Field("rows", .int), Column(.int, .ints(groups.map { Int64($0.rows) })))
        )
        for measure in fairness.measures {
            let values = groups.map { measure.value($0) }
            columns.append((Tables.Field(measure.name, .float), Column(finite: values[...])))
        }
        return Table(columns.map(\.0), columns.map(\.1))
    }

    /// Parity, measure, value, low, high, lowest, highest.
    package var parityTable: Table {
        let lines = fairness.lines
        let columns: [(Tables.Field, Column)] = [
            (Tables.Field("parity", .text), Column(.text, .texts(lines.map(\.parity)))),
            (Tables.Field("measure", .text), Column(.text, .texts(lines.map(\.measure)))),
            (Tables.Field("value", .float), Column(finite: lines.map(\.estimate.value)[...])),
            (Tables.Field("low", .float), Column(finite: lines.map(\.estimate.low)[...])),
            (Tables.Field("high", .float), Column(finite: lines.map(\.estimate.high)[...])),
            (
                Tables.Field("lowest", .text),
                Column(.text, .texts(lines.map { words(fairness.groups[$0.lowest]) }))
            ),
            (
                Tables.Field("highest", .text),
                Column(.text, .texts(lines.map { words(fairness.groups[$0.highest]) }))
            ),
        ]
        return Table(columns.map(\.0), columns.map(\.1))
    }

    private func words(_ group: FairnessGroup) -> String {
        group.key.map { cell in
            if case .text(let text) = cell { text } else { cell.literal }
        }.joined(separator: ", ")
    }

    package var document: Document {
        var document = Document(.table(TableBlock(of: table, rows: 100)))
        if !fairness.small.isEmpty {
            let names = fairness.small.map { "\(words($0)) (\($0.rows))" }
            document.append(
                .note("too few rows to be compared: \(names.joined(separator: "; "))")
            )
        }
        guard !fairness.lines.isEmpty else {
            document.append(.note("no two groups have rows enough to be compared"))
            return document
        }
        document.append(.table(TableBlock(of: parityTable, rows: 100)))
        document.append(.note(verdict))
        document.append(.note("\(rows) rows; 95 % intervals: \(methods)"))
        if let looks { document.append(.note(ReusedRows.words(looks))) }
        return document
    }

    /// Which differences chance alone does not account for.
    private var verdict: String {
        let gaps = fairness.lines.filter { $0.measure == "difference" }
        let apart = gaps.filter { $0.estimate.low > 0 }.map(\.parity)
        return apart.isEmpty
            ? "no difference between groups goes beyond chance"
            : "groups differ beyond chance in \(apart.joined(separator: ", "))"
    }

    private var methods: String {
        let hasShares = fairness.lines.contains { $0.measure == "ratio" }
        let words =
            hasShares
            ? "differences of shares by Newcombe, ratios by Katz, calibration by t" : "by t"
        let compared = fairness.groups.count - fairness.small.count
        return compared > 2 ? "\(words); for all pairs together, after Bonferroni" : words
    }
}
