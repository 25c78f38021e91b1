package import Diagnostics
package import Documents
import Relations
import Tables
package import Values

/// A model as one query, which DuckDB and PostgreSQL run alike: the rows of a table, and beside them
/// what the model predicts.
package struct ScoringSQL: ShellObject, StoredObject {
    package static let type = ObjectType("scoring query")

    package let text: String
    package var document: Document { Document(.text(text)) }

    /// Throws a `Diagnostic` for a model, or a feature, that has no form in SQL.
    package init(_ model: FittedPipeline, table: String) throws {
        text = try ScoringQuery(model).text(over: table)
    }

    package func write(to path: String, replacing: Bool) throws(Diagnostic) {
        try FileDraft.write(text, to: path, replacing: replacing)
    }
}

/// The steps of the query, each of which reads the one before.
private struct ScoringQuery {
    let model: FittedPipeline
    private let margins: [String]
    private let scale: String?
    /// Features that are computed: their column in the query, and how.
    private var prepared: [(name: String, sql: String)] = []
    private var terms: [[String]] = []

    init(_ model: FittedPipeline) throws {
        self.model = model
        margins =
            model.task.outputs == 1
            ? ["\(model.target.name)_margin"]
            : model.task.labels.map { "\(model.target.name)_margin_\($0)" }
        scale = (model.model as? any MarginModel)?.marginScale?.word
        guard model.calibration == nil else {
            throw Self.unsupported("its probabilities are calibrated", model)
        }
        guard ["log", "share", nil].contains(scale) else {
            throw Self.unsupported("its margin is on the scale `\(scale ?? "")`", model)
        }
        let features = try features()
        switch model.model {
        case let linear as any LinearForm: terms = linear.linearTerms(over: features)
        case let trees as any TreeModel: terms = try trees.treeTerms(over: features)
        case let scored as any ScoredInSQL: terms = try scored.terms(over: features)
        default: throw Self.unsupported("`\(model.learner.name)` is no sum of terms", model)
        }
    }

    private static func unsupported(_ reason: String, _ model: FittedPipeline) -> Diagnostic {
        Diagnostic(
            "model.sql",
            "the model cannot be written as SQL: \(reason)",
            hints: ["save(\"\(model.target.name).model\")"]
        )
    }

    /// How each feature is read: a column of the table as it is, or one that is computed before.
    private mutating func features() throws -> [FeatureSQL] {
        var found: [FeatureSQL] = []
        for (feature, expression) in zip(model.features, model.wholeExpressions) {
            let sql = try PortableSQL.expression(expression)
            let number = FeatureSQL.number(of: sql, expression.type)
            if case .column = expression, number == nil {
                found.append(FeatureSQL(feature: feature, cell: sql))
            } else {
                let name = "\(model.target.name)_feature_\(feature.name)"
                prepared.append((name, number ?? sql))
                found.append(FeatureSQL(feature: feature, cell: PortableSQL.name(name)))
            }
        }
        return found
    }

    func text(over table: String) -> String {
        var levels: [(name: String, columns: [(name: String, sql: String)])] = []
        if !prepared.isEmpty { levels.append(("prepared", prepared)) }
        levels.append(("scored", Array(zip(margins, terms.map(Self.sum)))))
        let outputs = outputs
        if outputs.count > 1 { levels.append(("told", outputs[0])) }
        var from = PortableSQL.name(table)
        let isOfTrees = model.model is any TreeModel
        let steps = levels.map { level in
            defer { from = level.name }
            // Trees are gone through once, and not once more for each column that is made of them.
            let fence = isOfTrees && level.name == "scored" ? "\nOFFSET 0" : ""
            return "\(level.name) AS (\n\(Self.select(level.columns, from))\(fence)\n)"
        }
        let advice = isOfTrees ? "\n-- PostgreSQL takes less time for it with `jit` off." : ""
        return """
            -- \(comment(model.target.name)) by \(comment(model.learner.name))(\(comment(model.formula))), \
            learned from \(model.training.rows) rows\(advice)
            WITH \(steps.joined(separator: ", "))
            \(Self.select(outputs[outputs.count - 1], from));

            """
    }

    private func comment(_ text: String) -> String { text.replacing("\n", with: " ") }

    /// All columns that there are, and more beside them.
    private static func select(_ columns: [(name: String, sql: String)], _ from: String) -> String {
        let made = columns.map { "  \($0.sql) AS \(PortableSQL.name($0.name))" }
        return "SELECT *,\n\(made.joined(separator: ",\n"))\nFROM \(from)"
    }

    /// Terms one after the other, in groups: what DuckDB takes to read a sum grows with the square of
    /// its length.
    private static func sum(_ terms: [String]) -> String {
        let group = 50
        let numbers = terms.map { PortableSQL.double($0) }
        guard numbers.count > group else { return numbers.joined(separator: "\n    + ") }
        let groups = stride(from: 0, to: numbers.count, by: group).map { start in
            "(" + numbers[start..<min(start + group, numbers.count)].joined(separator: "\n    + ")
                + ")"
        }
        return groups.joined(separator: "\n    + ")
    }
}

/// From margins to predictions.
extension ScoringQuery {
    /// The columns of each step behind the margins.
    private var outputs: [[(name: String, sql: String)]] {
        let names = margins.map { PortableSQL.name($0) }
        switch model.task {
        case .regression:
            return [[("prediction", scale == "log" ? "exp(\(names[0]))" : names[0])]]
        case .binary(let negative, let positive):
            let bounded = "greatest(0e0, least(1e0, \(names[0])))"
            let logistic = "1e0 / (1e0 + exp(- \(names[0])))"
            let threshold = PortableSQL.number(model.threshold)
            return [
                [("probability", scale == "share" ? bounded : logistic)],
                [
                    (
                        "prediction",
                        "CASE WHEN probability >= \(threshold) THEN \(label(positive)) "
                            + "ELSE \(label(negative)) END"
                    )
                ],
            ]
        case .multiclass(let labels): return classes(labels, names)
        }
    }

    private func classes(
        _ labels: [String],
        _ names: [String]
    ) -> [[(name: String, sql: String)]] {
        let top = "greatest(\(names.joined(separator: ", ")))"
        let powers = names.map { name in
            scale == "share" ? "greatest(0e0, least(1e0, \(name)))" : "exp(\(name) - \(top))"
        }
        let total = "(\(powers.joined(separator: " + ")))"
        let shares = labels.map { "probability_\($0)" }
        let probabilities = zip(shares, powers).map { ($0, "\($1) / \(total)") }
        let best = "greatest(\(shares.map { PortableSQL.name($0) }.joined(separator: ", ")))"
        let cases = zip(shares, labels).map { share, word in
            "WHEN \(PortableSQL.name(share)) = \(best) THEN \(label(word))"
        }
        return [probabilities, [("prediction", "CASE \(cases.joined(separator: " ")) END")]]
    }

    /// A class as a value of the target's type.
    private func label(_ label: String) -> String {
        model.target.type == .bool ? label.uppercased() : PortableSQL.text(label)
    }
}
