package import Documents
package import Values

/// A formula and steps that wait for training rows.
package struct Recipe: ShellRepresentable, AwaitsFrame {
    package static let type = ObjectType("recipe")

    package let formula: Formula
    package private(set) var steps: [RecipeCall] = []

    package init(_ formula: Formula) { self.formula = formula }

    /// The recipe with one more step.
    package func adding(_ step: RecipeCall) -> Recipe {
        var copy = self
        copy.steps.append(step)
        return copy
    }

    /// As it would be typed.
    package var text: String {
        (["recipe(\(formula.text))"] + steps.map(\.text)).joined(separator: " | ")
    }

    package var brief: String {
        steps.count == 1 ? "\(formula.text), 1 step" : "\(formula.text), \(steps.count) steps"
    }

    package var document: Document {
        let lines = ["recipe(\(formula.text))"] + steps.map { "  | \($0.text)" }
        return Document([
            .text(lines.joined(separator: "\n")),
            .note("learns nothing until `fit` gives it rows"),
        ])
    }

    package var memberNames: [String] { ["formula", "steps"] }

    package func member(_ name: String) -> Value? {
        switch name {
        case "formula": .formula(formula)
        case "steps": .list(steps.map { .text($0.text) })
        default: nil
        }
    }
}

/// A step of a recipe: its text, and how it learns.
package struct RecipeCall: Sendable {
    /// As it would be typed: `scale(distance)`.
    package var text: String
    package var name: String
    package var learn: @Sendable (StepRows) throws -> StepLearning

    package init(
        _ name: String,
        text: String,
        learn: @escaping @Sendable (StepRows) throws -> StepLearning
    ) {
        self.name = name
        self.text = text
        self.learn = learn
    }
}
