package import Diagnostics
package import Relations
import Tables

/// Expressions that were checked against one frame, made to fit another.
package enum FeatureBinding {
    /// The columns that features read of a frame, in the order of their first use.
    static func inputs(of features: [NamedExpression], _ recipe: LearnedRecipe?) -> [Field] {
        var fields: [Field] = []
        for field in (recipe?.inputs ?? features).flatMap(\.expression.fields)
        where !fields.contains(where: { $0.name == field.name }) {
            fields.append(field)
        }
        return fields
    }

    /// The features over a frame's columns; with a recipe, over hidden ones beside them.
    static func bound(
        _ features: [NamedExpression],
        _ recipe: LearnedRecipe?,
        to frame: Frame
    ) throws(Diagnostic) -> BoundFeatures {
        if let recipe { return try recipe.bound(to: frame).chosen(features) }
        return BoundFeatures(frame: frame, expressions: try rebound(features, to: frame.schema))
    }

    /// The same expressions over another frame's columns.
    ///
    /// All columns must be there; numbers pass for numbers and texts for texts, and types that
    /// follow from theirs are worked out anew.
    package static func rebound(
        _ expressions: [NamedExpression],
        to schema: Schema,
        for reader: String = "the model"
    ) throws(Diagnostic) -> [NamedExpression] {
        try check(expressions, schema, reader)
        var bound: [NamedExpression] = []
        for column in expressions {
            do throws(TypeFault) {
                let expression = try rebound(column.expression, to: schema)
                bound.append(NamedExpression(column.name, expression))
            } catch {
                throw Diagnostic(
                    "feature.type",
                    "`\(column.name)` cannot be computed here: \(error.message)"
                )
            }
        }
        return bound
    }

    private static func rebound(
        _ expression: RowExpression,
        to schema: Schema,
        element: ColumnType? = nil
    ) throws(TypeFault) -> RowExpression {
        switch expression {
        case .literal: return expression
        case .column(let name, let type): return .column(name, schema[name]?.type ?? type)
        case .element(let type): return .element(element ?? type)
        case .call(let call):
            var arguments: [RowExpression] = []
            for argument in call.arguments {
                var around = element
                if call.function.hasBody, case .list(let type)? = arguments.first?.type {
                    around = type
                }
                arguments.append(try rebound(argument, to: schema, element: around))
            }
            guard arguments != call.arguments else { return expression }
            let changed = try RowExpression.calling(call.function, arguments)
            guard let window = call.window else { return changed }
            return changed.over(window)
        }
    }

    private static func check(
        _ expressions: [NamedExpression],
        _ schema: Schema,
        _ reader: String
    )
        throws(Diagnostic)
    {
        var absent: [String] = []
        for field in expressions.flatMap(\.expression.fields) {
            guard let found = schema[field.name] else {
                if !absent.contains(field.name) { absent.append(field.name) }
                continue
            }
            guard fits(found.type, field.type) else {
                throw Diagnostic(
                    "predict.type",
                    "`\(field.name)` is \(found.type.described) here and was "
                        + "\(field.type.described) in training",
                    hints: ["derive(\(field.name) = \(field.type.word)(\(field.name)))"]
                )
            }
        }
        guard absent.isEmpty else { throw .absentColumns(absent, schema, reader) }
    }

    private static func fits(_ found: ColumnType, _ wanted: ColumnType) -> Bool {
        found.word == wanted.word || (found.isNumber && wanted.isNumber)
            || (found.isTextual && wanted.isTextual) || found == .missing
    }
}

extension Diagnostic {
    static func absentColumns(
        _ names: [String],
        _ schema: Schema,
        _ reader: String
    ) -> Diagnostic {
        let listed = names.map { "`\($0)`" }.joined(separator: ", ")
        let hints = names.compactMap { name in
            Suggestion.close(to: name, among: schema.names, limit: 1).first.map {
                "rename(\(name) = \($0))"
            }
        }
        return Diagnostic(
            "predict.columns",
            "\(reader) needs \(listed), which \(names.count == 1 ? "is" : "are") not among the columns",
            hints: hints
        )
    }
}
