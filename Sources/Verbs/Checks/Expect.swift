import Catalog
import Diagnostics
import Documents
import Relations
import Values

extension Function {
    static let expect = Function(
        "expect",
        "The frame, if rules hold for all of it; what is missing does not hold.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to hold to the rules"),
        Parameter<Rules>.rest(
            "x",
            "conditions over the columns, with `unique(cols…)` and reductions among them"
        ),
        Parameter(
            "otherwise",
            default: Otherwise.stop.rawValue,
            "what becomes of rows that fail: an error, a warning, no row, or a table of rules",
            in: .choice(Otherwise.allCases.map(\.rawValue))
        ),
        Parameter(
            "by",
            default: Grouping(),
            "groups for the reductions and windows in a rule"
        ),
        Parameter(
            "order",
            default: SortKeys(),
            "the order that `lag`, `first` and their kin need"
        ),
        examples: [
            Example(
                "penguins | expect(body_mass_g > 2000 or body_mass_g is missing, count() > 300)"
                    + " | count()"
            ),
            Example(
                "penguins | expect(sex in [\"male\", \"female\"], otherwise: \"drop\") | count()"
            ),
            Example("flights | expect(arr_delay > -60, unique(flight), otherwise: \"report\")"),
        ]
    ) { context, frame, rules, otherwise, by, order -> Value in
        let window = Window(partition: by.all.map(\.expression), order: order.all)
        let isWindowed = !by.all.isEmpty || !order.all.isEmpty
        let held = rules.all.map { rule in
            var copy = rule
            if isWindowed || !rule.condition.isOfWhole {
                copy.condition = rule.condition.over(window)
            }
            return copy
        }
        let report = try CheckReport(of: frame, held, context)
        switch Otherwise(rawValue: otherwise) ?? .stop {
        case .report: return .object(report)
        case .stop:
            if !report.diagnostics.isEmpty { throw Faults(report.diagnostics) }
        case .warn:
            for var warning in report.diagnostics {
                warning.severity = .warning
                context.notes.add(warning)
            }
        case .drop: return .frame(try report.kept(context).held(to: held.map(\.travelling)))
        }
        return .frame(
            otherwise == Otherwise.warn.rawValue ? frame : frame.held(to: held.map(\.travelling))
        )
    }
}

/// What becomes of a frame of which a rule does not hold.
private enum Otherwise: String, CaseIterable {
    case stop
    case warn
    case drop
    case report
}

extension CheckReport.Line {
    /// What to type where a column is missing in a row that fails: a rule that asks for it to be
    /// there can only be met by other rows.
    fileprivate func remedy(missing name: String) -> String {
        let asks = rule.condition.containsCall { call in
            call.function.name == "is missing" && call.arguments[0].columns.contains(name)
        }
        return asks ? "drop_missing(\(name)) before `expect`" : "\(rule.text) or \(name) is missing"
    }
}

extension CheckReport {
    /// What does not hold, each rule at its place.
    fileprivate var diagnostics: [Diagnostic] {
        let failed = lines.filter { $0.failed > 0 }
        return failed.enumerated().map { place, line in
            let passing = line.missing.prefix(1).map { line.remedy(missing: $0) }
            let report = ["expect(…, otherwise: \"report\")"]
            return Diagnostic(
                "expect.failed",
                "`\(line.rule.text)` does not hold" + extent(of: line),
                at: line.rule.span,
                line.example ?? "",
                hints: passing + (place == failed.count - 1 ? report : [])
            )
        }
    }

    /// For how many rows a rule does not hold.
    private func extent(of line: Line) -> String {
        guard !line.isOfWhole else { return "" }
        let counts = [line.failed, rows].map { NumberFormat.grouped($0) }
        return " for \(counts[0]) of \(counts[1]) rows, \(percent(line.share))"
    }

    private func percent(_ share: Double) -> String {
        let percent = share * 100
        return percent < 0.1 ? "<0.1%" : NumberFormat.fixed(percent, decimals: 1) + "%"
    }

    /// The rows for which every rule holds; says how many were left out.
    fileprivate func kept(_ context: CallContext) throws -> Frame {
        if let whole = lines.first(where: { $0.failed > 0 && $0.isOfWhole }) {
            throw Diagnostic(
                "expect.whole",
                "a rule about the frame as a whole is not mended by leaving rows out",
                at: whole.rule.span,
                whole.example ?? "",
                hints: ["expect(\(whole.rule.text), otherwise: \"warn\")"]
            )
        }
        let failed = lines.filter { $0.failed > 0 }
        guard !failed.isEmpty else { return subject }
        let kept = subject.filtered(where: failed.map(\.rule.condition))
        let left = rows - (try context.engine.count(kept.plan, in: context.work))
        context.notes.note(
            "left out \(NumberFormat.grouped(left)) of \(NumberFormat.grouped(rows)) rows: "
                + failed.map { "\(NumberFormat.grouped($0.failed)) by `\($0.rule.text)`" }
                .joined(separator: ", ")
        )
        return kept
    }
}

extension Rule {
    /// The rule as it goes with the frame.
    fileprivate var travelling: RowRule { RowRule(text, condition) }
}
