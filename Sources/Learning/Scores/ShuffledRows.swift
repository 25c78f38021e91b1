import Diagnostics
package import Kernels
package import Relations
package import Tables

/// Rows with their truth, and what of them is shuffled: the features of a formula, or the user's
/// columns, of which a recipe makes features anew.
package struct ShuffledRows: Sendable {
    package let truth: [Double]
    package let names: [String]
    /// The features when the cells of one of the names stand in another order; nil for none.
    package let features: @Sendable (Int?, [Int]) throws -> Matrix

    package init(
        of model: FittedPipeline,
        _ frame: Frame,
        by engine: any Engine,
        in work: WorkContext
    ) throws {
        let target = try model.target.rebound(to: frame.schema)
        if let recipe = model.recipe {
            try self.init(model, recipe, target, frame, engine, work)
            return
        }
        let bound = try model.bound(to: frame)
        let examples = try DatasetReader(engine: engine, work: work).read(
            bound.frame,
            target: target,
            features: model.features,
            expressions: bound.expressions
        )
        self.init(truth: examples.target, names: model.featureNames) { index, order in
            index.map { examples.features.shuffled($0, order) } ?? examples.features
        }
    }

    private init(
        truth: [Double],
        names: [String],
        features: @escaping @Sendable (Int?, [Int]) throws -> Matrix
    ) {
        self.truth = truth
        self.names = names
        self.features = features
    }

    /// The recipe prepares each shuffling without an engine.
    private init(
        _ model: FittedPipeline,
        _ recipe: LearnedRecipe,
        _ target: Target,
        _ frame: Frame,
        _ engine: any Engine,
        _ work: WorkContext
    ) throws {
        let read = Set(model.featureNames.flatMap { recipe.sources(of: $0) })
        let fields = frame.schema.fields.filter { read.contains($0.name) }
        let columns = [NamedExpression("\u{1}target", target.column.expression)]
        let plan = Plan.project(frame.plan, columns + fields.map { NamedExpression($0) }).unseen
        let table = try engine.collect(plan, in: work)
        let cells = target.numbers(of: table.columns[0])
        let known = cells.indices.filter { !cells[$0].isNaN }
        let batch = Batch(
            table.columns.dropFirst().map { $0.gathered(known) },
            count: known.count
        )
        let program = try RecipeProgram(recipe, over: Schema(fields))
        let described = model.features
        truth = known.map { cells[$0] }
        names = fields.map(\.name)
        features = { index, order in
            var batch = batch
            if let index {
                var columns = batch.columns
                columns[index] = columns[index].gathered(order)
                batch = Batch(columns, count: batch.count)
            }
            let prepared = try program.prepared(batch)
            return described.matrix(of: prepared.columns, rows: prepared.count)
        }
    }
}
