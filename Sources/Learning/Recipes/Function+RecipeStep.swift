package import Catalog
import Diagnostics
import Relations
import Tables
import Values

/// Every step as a verb: of a recipe, which it joins, or of a frame, where it learns and applies at
/// once.
extension Function {
    package init<S: RecipeStep>(step: S.Type) {
        let signature = Signature(
            S.name,
            S.summary,
            family: .recipes,
            parameters: [Function.subject] + S.columns.parameters + S.settings.map(\.spec),
            result: .oneOf([.frame, .object(Recipe.type)]),
            effect: .runs,
            examples: S.examples
        )
        let verb = Function(signature) { values, context in
            let call = StepCall<S>(values, context)
            let step = try call.step()
            if case .object(let object) = values[0], let recipe = object as? Recipe {
                return .object(recipe.adding(call.waiting(step)))
            }
            if case .object(let object) = values[0], object is LearnedRecipe {
                throw Diagnostic.alreadyLearned(S.name, at: context.span)
            }
            return try call.applied(step, to: try Frame(shell: values[0]))
        }
        self = verb.effect { values in
            if case .object(let object) = values[0], object is Recipe { return .pure }
            return .runs
        }
    }

    private static let subject = ParameterSpec(
        "frame",
        "a recipe to add the step to, or a frame to change at once",
        type: .oneOf([.frame, .object(Recipe.type)])
    )
}

/// A call of a step's verb.
private struct StepCall<S: RecipeStep> {
    let context: CallContext
    let columns: Value?
    let settings: ArraySlice<Value>

    init(_ values: [Value], _ context: CallContext) {
        self.context = context
        let count = S.columns.parameters.count
        columns = count > 0 ? values[1] : nil
        settings = values[(1 + count)...]
    }

    func step() throws(Diagnostic) -> S {
        var step = S()
        for (setting, value) in zip(S.settings, settings) {
            do throws(Diagnostic) {
                try setting.write(value, to: &step)
            } catch {
                throw error.located(at: context.span(of: setting.spec.name))
            }
        }
        return step
    }

    /// The step as a part of a recipe.
    func waiting(_ step: S) -> RecipeCall {
        let (columns, zone) = (columns, context.settings.zone)
        return RecipeCall(S.name, text: text(step)) { rows in
            var rows = rows
            rows.zone = zone
            let names: [String]
            switch columns {
            case .quoted(.awaited(let awaited))?:
                names = try ColumnNames(shell: .quoted(try awaited.resolved(in: rows.schema))).all
            case .quoted(.columnNames(let given))?: names = given
            default: names = []
            }
            return try step.learn(try S.chosen(names, rows), from: rows)
        }
    }

    private func text(_ step: S) -> String {
        var parts: [String] = []
        if case .quoted(.awaited(let awaited))? = columns { parts.append(awaited.text) }
        let standards = S()
        for setting in S.settings {
            let words = setting.read(step).words
            if words != setting.read(standards).words {
                parts.append("\(setting.spec.name): \(words)")
            }
        }
        return "\(S.name)(\(parts.joined(separator: ", ")))"
    }

    func applied(_ step: S, to frame: Frame) throws -> Value {
        let rows = StepRows(
            frame: frame,
            schema: frame.schema,
            target: nil,
            engine: try context.engine,
            work: context.work,
            zone: context.settings.zone,
            step: S.name
        )
        let names = try columns.map { try ColumnNames(shell: $0).all } ?? []
        let learning: StepLearning
        do {
            learning = try step.learn(try S.chosen(names, rows), from: rows)
        } catch let fault as Diagnostic where fault.labels.isEmpty {
            throw fault.located(at: context.span)
        }
        for remark in learning.remarks { context.notes.note(remark) }
        let made = rows.after(learning).frame
        guard S.learnsStatistics, learning.training != nil || !learning.facts.isEmpty else {
            return .frame(made)
        }
        let step = "\(S.name)(\(names.joined(separator: ", ")))"
        return .frame(made.marked(learning.changed(made.schema.names), .learned(step: step)))
    }
}

extension RecipeStep {
    /// The columns that are named, or all that suit.
    fileprivate static func chosen(
        _ names: [String],
        _ rows: StepRows
    ) throws(Diagnostic) -> [Field] {
        let types: StepTypes
        switch columns {
        case .every: return try unprotected(rows.schema.fields, rows)
        case .suiting(let suiting), .named(let suiting): types = suiting
        }
        let fields = names.compactMap { rows.schema[$0] }
        for field in fields where !types.contains(field.type) {
            throw Diagnostic(
                "step.type",
                "`\(name)` takes \(types.words), and `\(field.name)` is \(field.type.described)",
                hints: field.type.isTextual ? ["one_hot(\(field.name)) before it"] : []
            )
        }
        guard fields.isEmpty else { return try unprotected(fields, rows) }
        let suited = rows.schema.fields.filter { types.contains($0.type) }
        guard !suited.isEmpty else {
            throw Diagnostic("column.none", "`\(name)` takes \(types.words), and there are none")
        }
        return try unprotected(suited, rows)
    }

    /// The columns, of which the step may write down what it learns.
    private static func unprotected(
        _ fields: [Field],
        _ rows: StepRows
    ) throws(Diagnostic) -> [Field] {
        let hidden = rows.frame.protectedColumns
        let written = fields.filter { hidden.contains($0.name) && writesValues(of: $0.type) }
        guard let first = written.first else { return fields }
        throw Diagnostic(
            "column.protected",
            "`\(first.name)` is protected, and `\(name)` would write its values down",
            hints: first.type.isTextual
                ? ["hash_encode(\(first.name)) writes none down", "drop(\(first.name)) before it"]
                : ["drop(\(first.name)) before it"]
        )
    }
}

extension StepLearning {
    /// The columns that hang on what was learned; all of them where it chose rows or columns.
    fileprivate func changed(_ names: [String]) -> [String] {
        let set = stages.flatMap(\.columns).filter { $0.expression != $0.field.column }
        let changed = Set(set.map(\.name))
        return training != nil || changed.isEmpty ? names : names.filter(changed.contains)
    }
}

extension StepColumns {
    /// The parameter that names them, if there is one.
    fileprivate var parameters: [ParameterSpec] {
        switch self {
        case .every: []
        case .suiting(let types):
            [parameter("\(types.words), or all such columns if none is named", [])]
        case .named(let types): [parameter(types.words, nil)]
        }
    }

    private func parameter(_ summary: String, _ standard: [String]?) -> ParameterSpec {
        ParameterSpec(
            "cols",
            summary,
            type: .columnNames,
            standard: standard.map { .quoted(.columnNames($0)) },
            arity: .rest
        )
    }
}

extension Diagnostic {
    fileprivate static func alreadyLearned(_ step: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "recipe.learned",
            "the recipe has learned, and takes no more steps",
            at: span,
            "belongs before `fit`",
            hints: ["recipe(…) | \(step)(…) | fit(train)"]
        )
    }
}
