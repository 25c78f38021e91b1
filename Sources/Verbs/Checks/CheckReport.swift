import Catalog
import Diagnostics
import Documents
import Relations
import Tables
import Values

/// Which rules hold for a frame: how many rows fail each, and an example of them.
struct CheckReport: ShellObject, ShellRepresentable {
    static let type = ObjectType("report")

    /// A rule and what it was found to be.
    struct Line: Sendable {
        let rule: Rule
        let isOfWhole: Bool
        let failed: Int64
        let share: Double
        /// The first row that fails, in the columns that the rule reads.
        let example: String?
        /// Columns of the rule that are missing in the example.
        let missing: [String]
    }

    let lines: [Line]
    let rows: Int64
    let subject: Frame
    /// All rows that failed, each with the rule.
    private let failures: Frame
    private let presentation: Presentation

    /// Counts for all rules, and for each that fails a look for the first such row.
    init(of frame: Frame, _ rules: [Rule], _ context: CallContext) throws {
        subject = frame
        let subjects = rules.enumerated().compactMap { number, rule in
            rule.wholeSubject.map { NamedExpression("\(number) subject", $0) }
        }
        let tally = try RuleTally(
            of: rules.map(\.condition),
            in: frame,
            beside: subjects,
            by: context.engine,
            in: context.work
        )
        let rows = tally.rows
        self.rows = rows
        let presentation = Presentation(context)
        self.presentation = presentation
        lines = try rules.enumerated().map { number, rule in
            let failed = tally.failed[number]
            let isOfWhole = rule.condition.isOfWhole
            var cells: [(name: String, cell: Scalar)] = []
            if failed > 0 {
                cells =
                    isOfWhole
                    ? tally.facts["\(number) subject"].map { [(rule.subject ?? "", $0)] } ?? []
                    : try frame.firstFailure(of: rule.condition, context)
            }
            let isHidden = frame.isProtected(rule.condition)
            let words = cells.map { name, cell in
                isHidden ? "\(name) is protected" : "\(name) is \(presentation.words(of: cell))"
            }
            return Line(
                rule: rule,
                isOfWhole: isOfWhole,
                failed: failed,
                share: failed == 0 ? 0 : isOfWhole ? 1 : Double(failed) / Double(rows),
                example: words.isEmpty ? nil : words.joined(separator: ", "),
                missing: isOfWhole || isHidden
                    ? [] : cells.filter { $0.cell == .missing }.map(\.name)
            )
        }
        failures = try Self.failures(of: frame, lines)
    }

    private static func failures(of frame: Frame, _ lines: [Line]) throws -> Frame {
        var name = "rule"
        while frame.schema[name] != nil { name += "_" }
        let parts = try lines.filter { $0.failed > 0 && !$0.isOfWhole }.map { line in
            try frame.failing(line.rule.condition)
                .derived([NamedExpression(name, .literal(.text(line.rule.text)))])
                .keeping([name] + frame.schema.names)
        }
        guard let first = parts.first else {
            return Frame.ofColumns(
                Schema([Tables.Field(name, .text)] + frame.schema.fields)
            )
        }
        return parts.count == 1 ? first : try first.appended(Array(parts.dropFirst()))
    }

    var brief: String { "\(lines.count { $0.failed > 0 }) of \(lines.count) rules fail" }
    var frame: Frame? { Frame(memory: table) }
    var memberNames: [String] { ["rows"] }
    func member(_ name: String) -> Value? { name == "rows" ? .frame(failures) : nil }

    /// Rule, failed, share, example.
    private var table: Table {
        let columns: [(Tables.Field, Column)] = [
            (Tables.Field("rule", .text), Column(.text, .texts(lines.map(\.rule.text)))),
            (Tables.Field("failed", .int), Column(.int, .ints(lines.map(\.failed)))),
            (Tables.Field("share", .float), Column(.float, .floats(lines.map(\.share)))),
            (
                Tables.Field("example", .text),
                Column(.text, cells: lines.map { $0.example.map { .text($0) } ?? .missing })
            ),
        ]
        return Table(columns.map(\.0), columns.map(\.1))
    }
}

extension CheckReport {
    var document: Document {
        var document = Document(
            .table(presentation.block(of: table, rows: lines.count, total: lines.count))
        )
        let failed = lines.count { $0.failed > 0 }
        let verdict =
            failed == 0
            ? "all rules hold" : "\(failed) of \(lines.count) rules do not hold"
        document.append(
            .note("\(verdict) on \(NumberFormat.grouped(rows)) rows; `.rows` has those that failed")
        )
        return document
    }
}

extension Rule {
    /// What a rule about the frame as a whole asks of, where it can be shown.
    fileprivate var wholeSubject: RowExpression? {
        guard subject != nil, condition.isOfWhole, case .call(var call) = condition else {
            return nil
        }
        if call.function.name == "not", case .call(let inner)? = call.arguments.first {
            call = inner
        }
        guard let first = call.arguments.first, first.isOfWhole else { return nil }
        return first
    }
}

extension Frame {
    /// The first row that fails a condition, in the columns that it reads.
    fileprivate func firstFailure(
        of condition: RowExpression,
        _ context: CallContext
    ) throws -> [(name: String, cell: Scalar)] {
        let read = schema.names.filter(condition.columns.contains)
        guard !read.isEmpty else { return [] }
        let first = try failing(condition).keeping(read)
        let row = try context.engine.collect(first.plan, in: context.work, limit: 1)
        guard row.count > 0 else { return [] }
        return zip(read, row.columns).map { ($0, $1[0]) }
    }
}
