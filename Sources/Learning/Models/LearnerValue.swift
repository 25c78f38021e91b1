package import Catalog
package import Diagnostics
package import Documents
package import Tables
package import Values

/// A learner with a formula or a recipe, waiting for rows.
package struct LearnerValue: ShellObject, ShellRepresentable {
    package static let type = ObjectType("learner")

    package var learner: any Learner
    package var formula: Formula
    /// What prepares the columns; the formula is its own.
    package var recipe: Recipe?
    /// The class that predictions are the probability of, where it was named.
    package var positive: Scalar?
    /// The learners that it blends; none of any other learner.
    package var parts: [BlendPart] = []

    package init(_ learner: any Learner, formula: Formula, positive: Scalar? = nil) {
        self.learner = learner
        self.formula = formula
        self.positive = positive
    }

    package init(_ learner: any Learner, recipe: Recipe, positive: Scalar? = nil) {
        self.init(learner, formula: recipe.formula, positive: positive)
        self.recipe = recipe
    }

    package var description: LearnerDescription {
        func open<L: Learner>(_ learner: L) -> LearnerDescription { LearnerDescription(learner) }
        return open(learner)
    }

    /// The settings that there are, as the learner declares them.
    package var declarations: [(spec: ParameterSpec, scale: SearchScale)] {
        func open<L: Learner>(_ learner: L) -> [(spec: ParameterSpec, scale: SearchScale)] {
            L.settings.map { ($0.spec, $0.scale) }
        }
        return open(learner)
    }

    /// The same learner with other values of some settings; throws what a setting refuses.
    package func with(_ settings: [(name: String, value: Value)]) throws(Diagnostic) -> LearnerValue
    {
        func open<L: Learner>(_ learner: L) throws(Diagnostic) -> any Learner {
            var learner = learner
            for (name, value) in settings {
                try L.settings.first { $0.spec.name == name }?.write(value, to: &learner)
            }
            return learner
        }
        var copy = self
        copy.learner = try open(learner)
        return copy
    }

    package var brief: String {
        parts.isEmpty ? "\(description.name)(\(formula.text))" : "blend of \(parts.count) learners"
    }

    /// It as it would be typed, but for settings that are left open.
    package func call(open: Set<String> = []) -> String {
        guard parts.isEmpty else { return blendCall }
        let classes = positive.map { ["positive: \(Value.scalar($0).words)"] } ?? []
        return description.call([recipe?.text ?? formula.text] + classes, open: open)
    }

    package var document: Document {
        Document([
            .text(call()),
            .note("learns nothing until `fit` gives it rows"),
        ])
    }

    package var memberNames: [String] {
        (parts.isEmpty ? ["formula", "recipe"] : ["formula", "members"])
            + description.settings.map(\.name)
    }

    package func member(_ name: String) -> Value? {
        if name == "members", !parts.isEmpty {
            return .list(parts.map { .object($0.learner) })
        }
        if name == "formula" { return .formula(formula) }
        if name == "recipe" { return recipe.map { .object($0) } ?? .missing }
        return description.settings.first { $0.name == name }?.value
    }
}

extension Value {
    /// A setting's value as it would be typed.
    package var words: String {
        switch self {
        case .scalar(.missing): "missing"
        case .scalar(.bool(let flag)): flag ? "true" : "false"
        case .scalar(.int(let number)): String(number)
        case .scalar(.float(let number)):
            Int64(exactly: number).map { String($0) } ?? String(number)
        case .scalar(.text(let text)): "\"\(text)\""
        case .list(let values): "[" + values.map(\.words).joined(separator: ", ") + "]"
        case .record(let parts):
            "{" + parts.map { "\(Value.key($0)): \($1.words)" }.joined(separator: ", ") + "}"
        default: type.word
        }
    }

    /// A record's key, in quotes unless it is a plain name.
    private static func key(_ name: String) -> String {
        let isPlain = name.first.map { !$0.isNumber } ?? false
        return isPlain && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            ? name : "`\(name)`"
    }
}
