package import Diagnostics
package import Relations
package import Tables

/// A frame beside whose own columns stand what a model reads.
package struct BoundFeatures: Sendable {
    package var frame: Frame
    /// The features over that frame, in the model's order and under its names.
    package var expressions: [NamedExpression]
}

extension LearnedRecipe {
    /// The target where the frame has it, and the features that the recipe gives; nothing runs.
    package func transformed(_ frame: Frame) throws(Diagnostic) -> Frame {
        let start = try inputs(over: frame.schema)
        let known = target.flatMap { try? FeatureBinding.rebound([$0], to: frame.schema)[0] }
        let hidden = "\u{1}target"
        let kept = known.map { [NamedExpression(hidden, $0.expression)] } ?? []
        let whole = stages.reduce(frame.projected(start + kept)) { frame, stage in
            stage.applied(to: frame, carrying: [hidden])
        }
        let features = fields.map { NamedExpression($0) }
        guard let target, let known, !features.contains(where: { $0.name == target.name }) else {
            return whole.projected(features)
        }
        let shown = NamedExpression(target.name, .column(hidden, known.expression.type))
        return whole.projected([shown] + features)
    }

    /// The frame with the features in hidden columns behind its own.
    package func bound(to frame: Frame) throws(Diagnostic) -> BoundFeatures {
        let own = frame.schema.fields.map { field in
            NamedExpression("\u{1}own \(field.name)", .column(field.name, field.type))
        }
        let start = try inputs(over: frame.schema)
        let whole = stages.reduce(frame.projected(start + own)) { frame, stage in
            stage.applied(to: frame, carrying: own.map(\.name))
        }
        let back = zip(frame.schema.fields, own).map { field, own in
            NamedExpression(field.name, .column(own.name, field.type))
        }
        let hidden = fields.enumerated().map { index, field in
            NamedExpression("\u{1}recipe \(index)", .column(field.name, field.type))
        }
        return BoundFeatures(
            frame: whole.projected(back + hidden),
            expressions: zip(fields, hidden).map { field, hidden in
                NamedExpression(field.name, .column(hidden.name, field.type))
            }
        )
    }

    /// The formula's features over another frame's columns, each of the type it had in training.
    func inputs(over schema: Schema) throws(Diagnostic) -> [NamedExpression] {
        let bound = try FeatureBinding.rebound(inputs, to: schema, for: "the recipe")
        return zip(inputs, bound).map { input, found in
            NamedExpression(input.name, found.expression.made(into: input.expression.type))
        }
    }
}

extension RowExpression {
    /// The same value of the type that training had, where the types differ and go together.
    fileprivate func made(into wanted: ColumnType) -> RowExpression {
        guard type != wanted else { return self }
        if type == .missing { return .literal(.missing, wanted) }
        let made: RowExpression?
        switch wanted {
        case .float: made = try? .call("float", self)
        case .text: made = try? .call("text", self)
        case .category(let levels):
            let list = RowExpression.literal(
                .list(levels.map { .text($0) }),
                .list(.text)
            )
            made = try? .call("category", self, list)
        default: made = nil
        }
        return made ?? self
    }
}

/// A learned recipe over a certain schema, without an engine.
///
/// What all stages make is one program: a feature that a stage leaves as it is costs nothing, and
/// what several features have in common is computed once.
package struct RecipeProgram: Sendable {
    private let program: RowProgram
    package let fields: [Field]

    package init(_ recipe: LearnedRecipe, over schema: Schema) throws(Diagnostic) {
        fields = recipe.fields
        let start = try recipe.inputs(over: schema)
        var known = Dictionary(uniqueKeysWithValues: zip(schema.names, schema.names.indices))
        var building = RowProgramBuilder(width: known.count)
        for columns in [start] + recipe.stages.map(\.columns) {
            var next: [String: Int] = [:]
            for column in columns {
                next[column.name] = building.add(column.expression) { known[$0] }
            }
            known = next
        }
        let places = fields.map { field in
            guard let place = known[field.name] else {
                preconditionFailure("the last stage makes every feature")
            }
            return place
        }
        program = building.program(giving: places)
    }

    /// The features of a batch's rows.
    package func prepared(_ batch: Batch) throws -> Batch {
        Batch(try program.evaluate(over: batch), count: batch.count)
    }
}
