package import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    /// The same verb of frames, which a recipe takes as a step too.
    ///
    /// A reduction over all rows is learned from the training rows; what looks at other rows
    /// otherwise is refused.
    package func inRecipes() -> Function {
        var signature = signature
        signature.parameters[0].type = .oneOf([.frame, .object(Recipe.type)])
        return Function(signature) { values, context in
            guard case .object(let object) = values[0], let recipe = object as? Recipe else {
                return try call(values, in: context)
            }
            let name = name
            return .object(
                recipe.adding(
                    RecipeCall(name, text: "\(name)(\(values.awaitedText))") { rows in
                        let stand = Frame.ofColumns(rows.schema)
                        let given = try values.dropFirst().map { try $0.resolved(rows.schema) }
                        let made = try call([.frame(stand)] + given, in: context)
                        return try rows.learning(
                            try Frame(shell: made).plan.projections(above: stand.plan)
                        )
                    }
                )
            )
        }
    }
}

extension [Value] {
    fileprivate var awaitedText: String {
        compactMap { value in
            if case .quoted(.awaited(let columns)) = value { return columns.text }
            return nil
        }
        .joined(separator: ", ")
    }
}

extension Value {
    fileprivate func resolved(_ schema: Schema) throws(Faults) -> Value {
        guard case .quoted(.awaited(let columns)) = self else { return self }
        return .quoted(try columns.resolved(in: schema))
    }
}

extension Plan {
    /// The projections between this plan and one below, the first to be done first.
    fileprivate func projections(above base: Plan) -> [[NamedExpression]] {
        var found: [[NamedExpression]] = []
        var plan = self
        while plan != base, case .project(let input, let columns) = plan {
            found.append(columns)
            plan = input
        }
        precondition(plan == base, "verbs of recipes only project")
        return found.reversed()
    }
}

extension StepRows {
    /// Projections with their reductions over all rows learned as numbers.
    fileprivate func learning(_ projections: [[NamedExpression]]) throws -> StepLearning {
        var (rows, learning) = (self, StepLearning([]))
        for columns in projections {
            var known: [RowExpression: RowExpression] = [:]
            for column in columns { try rows.learn(column.expression, into: &known) }
            let made = columns.map { column in
                NamedExpression(column.name, column.expression.replacing { known[$0] })
            }
            for (column, after) in zip(columns, made) where column != after {
                for (reduction, value) in known
                where column.expression.containsCall(where: { .call($0) == reduction }) {
                    learning.facts.append(fact(column.name, reduction, value))
                }
            }
            let stage = RecipeStage.project(made)
            rows = rows.after(StepLearning([stage]))
            learning.stages.append(stage)
        }
        learning.facts.sort { ($0.column, $0.learned) < ($1.column, $1.learned) }
        return learning
    }

    private func fact(
        _ column: String,
        _ reduction: RowExpression,
        _ value: RowExpression
    ) -> StepFact {
        guard case .call(let call) = reduction, let cell = value.constant else {
            return StepFact(column, "value", nil)
        }
        let of = call.arguments.first.map { $0.columns.sorted().joined(separator: ", ") } ?? ""
        if case .text(let text) = cell {
            return StepFact(column, "\(call.function.name)(\(of))", nil, text: text)
        }
        return StepFact(column, "\(call.function.name)(\(of))", cell.number)
    }

    private func learn(
        _ expression: RowExpression,
        into known: inout [RowExpression: RowExpression]
    ) throws {
        guard case .call(let call) = expression else { return }
        guard let window = call.window else {
            for argument in call.arguments { try learn(argument, into: &known) }
            return
        }
        guard call.function.kind == .reduction, window.partition.isEmpty, window.order.isEmpty,
            !call.arguments.contains(where: { $0.containsCall { $0.window != nil } })
        else {
            throw Diagnostic(
                "recipe.window",
                "`\(call.function.name)` looks at other rows, which a recipe's row does not have",
                hints: ["derive(…) on the frame, before the recipe"]
            )
        }
        guard known[expression] == nil else { return }
        var bare = call
        bare.window = nil
        let value = try reduced([NamedExpression("value", .call(bare))])["value"] ?? .missing
        known[expression] = .literal(value, call.type)
    }
}
