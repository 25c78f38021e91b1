package import Diagnostics
package import Kernels
package import Relations
package import Tables

/// How much each feature matters to a model, as tables sorted by it.
package enum FeatureImportance {
    /// The share of the gain in training: feature, importance, share.
    package static func gains(of model: FittedPipeline) throws -> Table {
        guard let gaining = model.model as? any GainModel else {
            throw Diagnostic(
                "importance.method",
                "`\(model.learner.name)` keeps no gains",
                hints: ["importance(test, method: \"permutation\")"]
            )
        }
        let gains = try gaining.gains()
        let total = Sums.sum(gains)
        let order = sorted(gains)
        return table(
            order.map { model.featureNames[$0] },
            [
                ("importance", order.map { gains[$0] }),
                ("share", order.map { total > 0 ? gains[$0] / total : 0 }),
            ]
        )
    }

    /// How much worse a measure becomes when the cells of a feature, or of a column that a recipe
    /// prepares, change places among the rows, over five shufflings: feature, importance, se.
    package static func permutation(
        of model: FittedPipeline,
        on rows: ShuffledRows,
        by score: Score,
        in work: WorkContext
    ) throws -> Table {
        guard !rows.truth.isEmpty else { throw Diagnostic.nothingToJudge }
        let rounds = 5
        func value(_ features: Matrix) throws -> Double {
            let outputs = try model.outputs(features, in: work)
            var scored = Scored(task: model.task, truth: rows.truth, outputs: outputs)
            scored.threshold = model.threshold
            return score.value(scored)
        }
        let whole = try value(rows.features(nil, []))
        var means: [Double] = []
        var errors: [Double] = []
        for (index, name) in rows.names.enumerated() {
            try work.cancellation.check()
            let share = Double(index) / Double(rows.names.count)
            work.progress.report("shuffling \(name)", fraction: share)
            let chance = RandomStream(seed: work.seed, purpose: "importance \(name)")
            var drops: [Double] = []
            for round in 0..<rounds {
                let order = chance.permutation(rows.truth.count, row: round)
                let drop = whole - (try value(rows.features(index, order)))
                drops.append(score.isLoss ? -drop : drop)
            }
            means.append(Sums.mean(drops))
            errors.append((Sums.variance(drops) / Double(rounds)).squareRoot())
        }
        let order = sorted(means)
        return table(
            order.map { rows.names[$0] },
            [("importance", order.map { means[$0] }), ("se", order.map { errors[$0] })]
        )
    }

    private static func sorted(_ values: [Double]) -> [Int] {
        values.indices.sorted { (values[$1], $0) < (values[$0], $1) }
    }

    private static func table(_ names: [String], _ columns: [(String, [Double])]) -> Table {
        Table(
            [Field("feature", .text)] + columns.map { Field($0.0, .float) },
            [Column(.text, .texts(names))] + columns.map { Column(finite: $0.1[...]) }
        )
    }
}

extension Matrix {
    /// One column's cells in another order.
    func shuffled(_ column: Int, _ order: [Int]) -> Matrix {
        var result = self
        let start = column * rows
        for (row, place) in order.enumerated() { result.cells[start + row] = cells[start + place] }
        return result
    }
}

extension Target {
    /// The same target over another frame's columns.
    package func rebound(to schema: Schema) throws(Diagnostic) -> Target {
        Target(try FeatureBinding.rebound([column], to: schema)[0], task)
    }
}
