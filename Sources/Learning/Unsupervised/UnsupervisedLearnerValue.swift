import Catalog
package import Diagnostics
package import Documents
package import Values

/// A learner without a target, with a formula or a recipe, waiting for rows.
package struct UnsupervisedLearnerValue: ShellObject, ShellRepresentable {
    package static let type = LearnerValue.type

    package var learner: any UnsupervisedLearner
    package var formula: Formula
    /// What prepares the columns; the formula is its own.
    package var recipe: Recipe?

    package init(_ learner: any UnsupervisedLearner, formula: Formula, recipe: Recipe? = nil) {
        self.learner = learner
        self.formula = formula
        self.recipe = recipe
    }

    package var description: LearnerDescription {
        func open<L: UnsupervisedLearner>(_ learner: L) -> LearnerDescription {
            LearnerDescription(learner)
        }
        return open(learner)
    }

    package var brief: String { "\(description.name)(\(formula.text))" }

    package var document: Document {
        Document([
            .text(description.call([recipe?.text ?? formula.text])),
            .note("learns nothing until `fit` gives it rows"),
        ])
    }

    package var memberNames: [String] { ["formula", "recipe"] + description.settings.map(\.name) }

    package func member(_ name: String) -> Value? {
        if name == "formula" { return .formula(formula) }
        if name == "recipe" { return recipe.map { .object($0) } ?? .missing }
        return description.settings.first { $0.name == name }?.value
    }
}

/// Where a learner or model with a target was expected, and one without was found.
extension Diagnostic {
    static func withoutTarget(_ name: String, instead: [String]) -> Diagnostic {
        Diagnostic(
            "learner.unsupervised",
            "`\(name)` learns without a target, so that there is no truth to hold it to, or to explain",
            hints: instead
        )
    }
}

extension LearnerValue {
    package init(shell value: Value) throws(Diagnostic) {
        guard case .object(let object) = value else { throw Self.refusal(of: value) }
        if let other = object as? UnsupervisedLearnerValue {
            throw .withoutTarget(
                other.description.name,
                instead: Swift.type(of: other.learner).instead
            )
        }
        guard let mine = object as? LearnerValue else { throw Self.refusal(of: value) }
        self = mine
    }
}

extension FittedPipeline {
    package init(shell value: Value) throws(Diagnostic) {
        guard case .object(let object) = value else { throw Self.refusal(of: value) }
        if let other = object as? UnsupervisedPipeline {
            throw .withoutTarget(other.learner.name, instead: other.instead)
        }
        guard let mine = object as? FittedPipeline else { throw Self.refusal(of: value) }
        self = mine
    }
}
