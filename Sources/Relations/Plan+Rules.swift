package import Kernels
import Tables

/// A condition that holds for every row of a frame, with the words in which it was typed.
package struct RowRule: Hashable, Sendable {
    package var text: String
    package var condition: RowExpression

    package init(_ text: String, _ condition: RowExpression) {
        self.text = text
        self.condition = condition
    }
}

extension Frame {
    /// The same rows, known to hold to rules; a rule about several rows at once does not travel,
    /// since fewer rows may break it.
    package func held(to rules: [RowRule]) -> Frame {
        let travelling = rules.filter { rule in
            !rule.condition.columns.isEmpty
                && !rule.condition.containsCall { $0.function.kind != .scalar }
        }
        var marks: [String: Set<ColumnMark>] = [:]
        for rule in travelling {
            for name in rule.condition.columns {
                marks[name, default: []].insert(.held(rule, column: name))
            }
        }
        return marked(marks)
    }

    /// How many rows there are, and how many of them fail each rule whose columns are there.
    package func failures(
        of rules: [RowRule],
        by engine: any Engine,
        in work: WorkContext
    ) throws -> (rows: Int64, failed: [(rule: RowRule, rows: Int64)]) {
        let known = rules.filter { rule in
            rule.condition.fields.allSatisfy { schema[$0.name]?.type == $0.type }
        }
        guard !known.isEmpty else { return (0, []) }
        let tally = try RuleTally(of: known.map(\.condition), in: self, by: engine, in: work)
        return (tally.rows, zip(known, tally.failed).filter { $0.1 > 0 })
    }
}

extension Plan {
    /// The rules that its rows were held to, as far as all that they read is as it was then.
    package var rules: [RowRule] {
        guard hasRules else { return [] }
        let schema = schema
        var found: [RowRule: [String: String]] = [:]
        var order: [RowRule] = []
        let facts = facts(RuleWalk())
        for name in schema.names {
            for held in (facts[name] ?? []).sorted(by: { $0.column < $1.column }) {
                if found[held.rule] == nil { order.append(held.rule) }
                // A copy stands for the column where the column itself has gone.
                let known = found[held.rule]?[held.column]
                if known == nil || name == held.column {
                    found[held.rule, default: [:]][held.column] = name
                }
            }
        }
        return order.compactMap { rule in
            let names = found[rule] ?? [:]
            let isWhole = rule.condition.fields.allSatisfy { field in
                names[field.name].map { schema[$0]?.type == field.type } ?? false
            }
            guard isWhole else { return nil }
            let told = rule.condition.replacing { part in
                guard case .column(let name, let type) = part else { return nil }
                return .column(names[name] ?? name, type)
            }
            return RowRule(rule.text, told)
        }.sorted { $0.text < $1.text }
    }

    private var hasRules: Bool {
        if case .marked(_, let marks) = self,
            marks.contains(where: { $0.value.contains(where: \.isRule) })
        {
            return true
        }
        return inputs.contains { $0.hasRules }
    }
}

extension ColumnMark {
    fileprivate var isRule: Bool { if case .held = self { true } else { false } }
}

/// Follows the rules that a column's cells were held to, for as long as they stay as they are.
private struct RuleWalk: ColumnWalk {
    struct Held: Hashable {
        var rule: RowRule
        var column: String
    }

    func scanned(_ field: Field, of source: Source) -> Set<Held> { [] }

    func made(
        _ column: NamedExpression,
        of input: WalkedPlan<Set<Held>>,
        inGroups: Bool
    ) -> Set<Held> {
        if case .column(let name, _) = column.expression { input[name] ?? [] } else { [] }
    }

    func united(_ a: Set<Held>, _ b: Set<Held>) -> Set<Held> { a.intersection(b) }

    func queried(_ field: Field, _ text: String, of inputs: [WalkedPlan<Set<Held>>]) -> Set<Held> {
        []
    }

    func added(
        _ field: Field,
        by transform: BatchTransform,
        to input: WalkedPlan<Set<Held>>
    ) -> Set<Held> { [] }

    /// A side that may be absent has missing cells, to which no rule was held; and rows that are
    /// stacked were each held to their own.
    func passed(_ held: Set<Held>, through plan: Plan) -> Set<Held> {
        switch plan {
        case .join(_, _, .right, _, _), .join(_, _, .full, _, _), .unnest: []
        default: held
        }
    }

    func absent(_ held: Set<Held>) -> Set<Held> { [] }

    func marked(_ held: Set<Held>, _ marks: Set<ColumnMark>) -> Set<Held> {
        marks.reduce(into: held) { held, mark in
            guard case .held(let rule, let column) = mark else { return }
            held.insert(Held(rule: rule, column: column))
        }
    }
}
