import Diagnostics
import Kernels
import Relations
import Tables

/// Values of the rows that are nearest, in the place of what is missing.
///
/// Distances are over all numbers among the features, each in units of its sd in training, so that
/// none counts for more because of its unit.
extension Impute {
    /// More training rows than this give no values: chance draws as many.
    static let mostDonors = 10_000

    func nearest(_ columns: [Field], _ rows: StepRows) throws -> StepLearning {
        let numbers = rows.schema.fields.filter(\.type.isNumber)
        try checkProtection(numbers, rows)
        let (means, spreads) = try moments(of: numbers, rows)
        for column in columns where means[column.name] == nil {
            throw Diagnostic.nothingToLearn(Impute.name, column.name, "value")
        }
        let frame = rows.frame.keeping(numbers.map(\.name))
            .sampled(Sampling(.rows(Int64(Self.mostDonors)), seed: rows.work.seed))
        let donors = try rows.engine.collect(frame.plan.unseen, in: rows.work)
        let facts = DonorRows.Facts(
            columns: donors.columns.map { column in
                (0..<donors.count).map { column[$0].number }
            },
            scales: numbers.map { spreads[$0.name] ?? 1 },
            means: numbers.map { means[$0.name] ?? 0 },
            filled: columns.compactMap { column in numbers.firstIndex(of: column) },
            neighbors: neighbors ?? 5
        )
        var learning = try applying(DonorRows(facts), to: columns, of: numbers, rows)
        for (place, number) in numbers.enumerated() {
            let sd = spreads[number.name] ?? 0
            learning.facts.append(StepFact(number.name, "sd", sd))
            guard facts.filled.contains(place) else { continue }
            let count = facts.columns[place].filter { $0 != nil }.count
            learning.facts.append(StepFact(number.name, "donors", Double(count)))
        }
        return learning
    }

    /// What is kept of the donors would show protected cells.
    private func checkProtection(_ numbers: [Field], _ rows: StepRows) throws(Diagnostic) {
        let hidden = rows.frame.protectedColumns
        guard let first = numbers.first(where: { hidden.contains($0.name) }) else { return }
        throw Diagnostic(
            "column.protected",
            "`\(first.name)` is protected, and `impute` by `knn` would write its values down",
            hints: ["impute(with: \"median\")", "drop(\(first.name)) before it"]
        )
    }

    /// Mean and sd of the columns that have a value.
    ///
    /// The sd is that of scikit-learn's `StandardScaler`: of all rows, and 1 for what never changes.
    private func moments(
        of numbers: [Field],
        _ rows: StepRows
    ) throws -> (means: [String: Double], spreads: [String: Double]) {
        let found = try rows.reduced(
            try numbers.flatMap { number in
                try ["count", "mean", "var"].map { name in
                    NamedExpression("\(name) \(number.name)", try .call(name, number.column))
                }
            }
        )
        var (means, spreads): ([String: Double], [String: Double]) = ([:], [:])
        for number in numbers {
            guard let mean = found["mean \(number.name)"]?.number,
                let count = found["count \(number.name)"]?.number
            else { continue }
            let variance = (found["var \(number.name)"]?.number ?? 0) * (count - 1) / count
            means[number.name] = mean
            spreads[number.name] = variance > 0 ? variance.squareRoot() : 1
        }
        return (means, spreads)
    }

    private func applying(
        _ donors: DonorRows,
        to columns: [Field],
        of numbers: [Field],
        _ rows: StepRows
    ) throws -> StepLearning {
        // The nearest rows are found once and read by every column.
        let list = Field("\u{1}near", .list(.float))
        let near = try RowExpression.calling(.computing(donors), numbers.map(\.column))
        let first = rows.stage(setting: [NamedExpression(list.name, near)])
        let made = try columns.enumerated().map { place, column in
            NamedExpression(column.name, try .calling(.element, [list.column, .int(place + 1)]))
        }
        let second = RecipeStage.setting(made, dropping: [list.name], in: Schema(first))
        var learning = StepLearning([first, second])
        learning.training = training(donors, columns, numbers, rows)
        return learning
    }

    /// The training rows with the same values, found once for all that is learned of them later.
    private func training(
        _ donors: DonorRows,
        _ columns: [Field],
        _ numbers: [Field],
        _ rows: StepRows
    ) -> Frame {
        let work = rows.work
        let transform = BatchTransform(
            fingerprint: "impute \(donors.fingerprint)",
            label: "imputing",
            reads: numbers.map(\.name),
            adds: columns.map { Field($0.name, .float) }
        ) { batch in
            let cells = batch.columns.map { column in
                Column(.float, .floats(column.numbers { _ in 0 }), validity: column.validity)
            }
            let parts = try parallelChunks(
                count: batch.count,
                size: 256,
                threads: work.threads,
                cancellation: work.cancellation
            ) { chosen in
                donors.lists(
                    of: cells.map { $0.gathered(Array(chosen)) },
                    count: chosen.count
                )
            }
            let lists = parts.flatMap { $0 }
            return columns.indices.map { place in
                let cells = stride(from: place, to: lists.count, by: columns.count)
                return Column(finite: ArraySlice(cells.map { lists[$0] }))
            }
        }
        return rows.frame.mapped(transform).keeping(rows.frame.schema.names)
    }
}
