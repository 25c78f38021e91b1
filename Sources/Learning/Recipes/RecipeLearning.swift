import Diagnostics
package import Kernels
package import Relations
import Tables
import Values

/// From a recipe and training rows to a learned recipe.
package struct RecipeLearning: Sendable {
    package var engine: any Engine
    package var work: WorkContext

    package init(engine: any Engine, work: WorkContext) {
        self.engine = engine
        self.work = work
    }

    /// What learning gave.
    package struct Result: Sendable {
        package var recipe: LearnedRecipe
        /// The training rows as the recipe leaves them.
        package var training: Frame
        /// Target and weight over those rows.
        package var target: NamedExpression?
        package var weight: RowExpression?
        /// Rows left out because their target was missing.
        package var droppedRows: Int
        package var remarks: [String]
    }

    private static let hiddenTarget = "\u{1}target"
    private static let hiddenWeight = "\u{1}weight"

    package func learn(
        _ recipe: Recipe,
        from frame: Frame,
        weight: RowExpression? = nil
    ) throws -> Result {
        let formula = try resolved(recipe, frame.schema)
        var rows = StepRows(
            frame: start(formula, weight, frame),
            schema: Schema(formula.features.map(\.field)),
            target: formula.target.map { target in
                NamedExpression(
                    target.name,
                    .column(Self.hiddenTarget, target.expression.type)
                )
            },
            engine: engine,
            work: work,
            step: "recipe"
        )
        let (count, dropped) = try counted(&rows)
        rows.sorted = SortedColumns(rows: count, work)
        var learned: [LearnedStep] = []
        var remarks: [String] = []
        for call in recipe.steps {
            try work.cancellation.check()
            work.progress.report("learning \(call.name)")
            rows.step = call.name
            let step = try self.step(call, rows, formula.target)
            let facts = step.facts.blotted(rows.frame.protectedColumns)
            rows = rows.after(step)
            remarks += step.remarks
            learned.append(
                LearnedStep(
                    name: call.name,
                    text: call.text,
                    stages: step.stages,
                    facts: facts
                )
            )
        }
        let outcome = LearnedRecipe(
            text: recipe.text,
            formula: recipe.formula.text,
            target: formula.target,
            inputs: formula.features,
            steps: learned,
            rows: count
        )
        try ForbiddenFeatures.check(
            outcome.fields.map { ($0.name, outcome.sources(of: $0.name)) },
            of: frame.plan,
            formula: outcome.formula
        )
        return Result(
            recipe: outcome,
            training: rows.frame,
            target: rows.target,
            weight: weight.map { .column(Self.hiddenWeight, $0.type) },
            droppedRows: dropped,
            remarks: remarks
        )
    }

    private func resolved(_ recipe: Recipe, _ schema: Schema) throws -> ResolvedFormula {
        let formula: ResolvedFormula
        do {
            formula = try recipe.formula.resolved(in: schema)
        } catch {
            throw error.all[0].elsewhere(in: recipe.formula.text)
        }
        let target = formula.target?.expression.columns ?? []
        for feature in formula.features {
            guard let name = feature.expression.columns.first(where: target.contains) else {
                continue
            }
            throw Diagnostic.targetAsFeature(name, in: recipe.formula.text)
        }
        return formula
    }

    /// The formula's features beside its target and the weight.
    private func start(
        _ formula: ResolvedFormula,
        _ weight: RowExpression?,
        _ frame: Frame
    ) -> Frame {
        var columns = formula.features
        if let target = formula.target {
            columns.append(NamedExpression(Self.hiddenTarget, target.expression))
        }
        if let weight { columns.append(NamedExpression(Self.hiddenWeight, weight)) }
        return frame.projected(columns)
    }

    /// How many rows there are to learn from, and how many have no target; those are left out.
    private func counted(_ rows: inout StepRows) throws -> (Int, Int) {
        var columns = [NamedExpression("all", try .call("count", .literal(.missing)))]
        if let target = rows.target {
            columns.append(NamedExpression("known", try .call("count", target.expression)))
        }
        let counts = try rows.reduced(columns).mapValues { Int($0.number ?? 0) }
        let all = counts["all"] ?? 0
        let known = counts["known"] ?? all
        guard known > 0 else { throw Diagnostic.noRows }
        if let target = rows.target, known < all {
            rows.frame = rows.frame.filtered(
                where: [try .call("not", try target.expression.missing)]
            )
        }
        return (known, all - known)
    }

    private func step(
        _ call: RecipeCall,
        _ rows: StepRows,
        _ target: NamedExpression?
    ) throws -> StepLearning {
        do {
            return try call.learn(rows)
        } catch let faults as Faults {
            let fault = faults.all[0]
            let name = target?.expression.columns.first { fault.message.hasSuffix("`\($0)`") }
            if fault.code == "column.unknown", let name {
                throw Diagnostic.targetAsFeature(name, in: call.text)
            }
            throw fault.elsewhere(in: call.text)
        } catch let fault as Diagnostic where !fault.labels.isEmpty {
            throw fault.elsewhere(in: call.text)
        }
    }
}

extension [StepFact] {
    /// The facts without what they tell of protected columns.
    fileprivate func blotted(_ hidden: Set<String>) -> [StepFact] {
        map {
            hidden.contains($0.column) ? StepFact($0.column, $0.learned, nil, text: "***") : $0
        }
    }
}

extension StepRows {
    /// The rows as a step leaves them.
    func after(_ step: StepLearning) -> StepRows {
        var rows = self
        rows.frame =
            step.training
            ?? step.stages.reduce(frame) { $1.applied(to: $0, carrying: hidden) }
        if let last = step.stages.last { rows.schema = Schema(last) }
        return rows
    }
}

extension Diagnostic {
    /// The diagnostic of what was typed in an earlier line, told by its text.
    fileprivate func elsewhere(in text: String) -> Diagnostic {
        Diagnostic(code, message + " in `\(text)`", hints: hints)
    }

    fileprivate static func targetAsFeature(_ name: String, in text: String) -> Diagnostic {
        Diagnostic(
            "recipe.target",
            "`\(name)` belongs to the target, so it is no feature in `\(text)`",
            hints: ["~ . - \(name)"]
        )
    }
}
