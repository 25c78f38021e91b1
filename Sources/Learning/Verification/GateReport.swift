package import Documents
package import Kernels
package import Relations
package import Tables
package import Values

/// One condition of a gate, and what was found.
package struct GateLine: Sendable {
    package let requirement: Requirement
    package let isMet: Bool
    /// What was seen and what was asked, in words.
    package var reason: String
    /// The metric, or the difference of two; NaN for a condition of another form.
    package var estimate = IntervalEstimate(
        value: .nan,
        standardError: .nan,
        low: .nan,
        high: .nan
    )
    /// `>= 0.02`; empty for a condition of another form.
    package var asked = ""
    /// How the interval was found.
    var method: (score: String, method: String)?
    var unit = MetricReference.Unit.none

    /// A value as it stands in a sentence.
    func number(_ value: Double) -> String {
        switch unit {
        case .none: Rounded.text(value)
        case .seconds: CostWords.time(value)
        case .bytes: value.isFinite ? CostWords.size(Int(value)) : "missing"
        }
    }
}

/// Whether a model passes conditions on its metrics, and why.
package struct GateReport: ShellObject, ShellRepresentable {
    package static let type = ObjectType("gate")

    package let lines: [GateLine]
    private let model: String
    private let rows: Int
    private let looks: Int?

    package init(_ lines: [GateLine], model: String, rows: Int, looks: Int?) {
        self.lines = lines
        self.model = model
        self.rows = rows
        self.looks = looks
    }

    package var isPassed: Bool { lines.allSatisfy(\.isMet) }

    package var brief: String { "\(model) \(isPassed ? "passed" : "failed")" }
    package var memberNames: [String] { ["passed"] + (looks == nil ? [] : ["looks"]) }

    package func member(_ name: String) -> Value? {
        switch name {
        case "passed": .bool(isPassed)
        case "looks": looks.map { .int(Int64($0)) }
        default: nil
        }
    }

    package var frame: Frame? { Frame(memory: table) }

    /// Condition, passed, value, low, high, asked, reason.
    package var table: Table {
        let columns: [(Tables.Field, Column)] = [
            (
                Tables.Field("condition", .text),
                Column(.text, .texts(lines.map(\.requirement.text)))
            ),
            (
                Tables.Field("passed", .bool),
                Column(.bool, cells: lines.map { .bool($0.isMet) })
            ),
            (Tables.Field("value", .float), Column(finite: lines.map(\.estimate.value)[...])),
            (Tables.Field("low", .float), Column(finite: lines.map(\.estimate.low)[...])),
            (Tables.Field("high", .float), Column(finite: lines.map(\.estimate.high)[...])),
            (
                Tables.Field("asked", .text),
                Column(.text, cells: lines.map { $0.asked.isEmpty ? .missing : .text($0.asked) })
            ),
            (Tables.Field("reason", .text), Column(.text, .texts(lines.map(\.reason)))),
        ]
        return Table(columns.map(\.0), columns.map(\.1))
    }

    package var document: Document {
        var document = Document(.table(block))
        let failed = lines.count { !$0.isMet }
        document.append(
            .note(
                failed == 0
                    ? "`\(model)` passed: all conditions hold"
                    : "`\(model)` failed: "
                        + (lines.count == 1
                            ? "its condition does not hold"
                            : "\(failed) of \(lines.count) conditions do not hold")
            )
        )
        for line in lines {
            let sign = line.isMet ? "holds" : "fails"
            document.append(.note("\(sign): \(line.reason)"))
        }
        let methods = lines.compactMap(\.method)
        let words = methods.isEmpty ? "" : "; 95 % intervals: \(MethodWords.text(methods))"
        document.append(.note("\(rows) rows\(words)"))
        if let looks { document.append(.note(ReusedRows.words(looks))) }
        return document
    }

    /// The table without its reasons, costs in words.
    private var block: TableBlock {
        var block = TableBlock(of: table, rows: 100)
        let shown = block.columns.count - 1
        let rows = zip(block.rows, lines).map { cells, line in
            var cells = Array(cells.prefix(shown))
            if line.unit != .none { cells[2] = .formatted(line.number(line.estimate.value)) }
            return cells
        }
        block = TableBlock(Array(block.columns.prefix(shown)), rows: rows, totalRows: rows.count)
        return block
    }
}
