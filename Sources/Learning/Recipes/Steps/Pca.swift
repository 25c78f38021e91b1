package import Catalog
import Diagnostics
import LinearAlgebra
import Relations
package import Tables

/// The directions in which numbers vary most, in the place of those numbers; scaling comes before.
package struct Pca: RecipeStep {
    package static let name = "pca"
    package static let summary = "The directions in which numbers vary most, in their place."
    package static let settings: [Setting<Pca>] = [
        Setting("n", \.n, "how many directions", in: .range(1...1000))
    ]
    package static let columns = StepColumns.suiting(.numbers)
    package static let examples = [
        Example(
            "recipe(species ~ . - year) | impute() | scale() | pca(columns(type: \"numeric\"))"
                + " | fit(penguins)"
        ),
        Example("flights | pca(distance, hour, n: 1) | head(2)"),
    ]

    /// More columns than this are refused: their products would be more than half a million.
    private static let most = 1000

    package var n = 2

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        try check(columns, rows)
        let means = try rows.reduced(
            try columns.map { NamedExpression($0.name, try .call("mean", $0.column)) }
        )
        let centres = columns.map { means[$0.name]?.number ?? 0 }
        let covariances = try covariances(columns, rows)
        guard let eigen = SymmetricEigen(covariances) else {
            throw Diagnostic("step.spread", "`pca` finds no directions in numbers this large")
        }
        let total = covariances.diagonal.reduce(0, +)
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for direction in 0..<n {
            let name = "pc_\(direction + 1)"
            let weights = eigen.vectors.column(direction)
            var sum: RowExpression?
            for ((column, centre), weight) in zip(zip(columns, centres), weights) {
                let part = try RowExpression.call(
                    "*",
                    try .call("-", column.column, .number(centre)),
                    .number(weight)
                )
                sum = try sum.map { try .call("+", $0, part) } ?? part
                learning.facts.append(StepFact(column.name, "weight in \(name)", weight))
            }
            if let sum { made.append(NamedExpression(name, sum)) }
            let share = total > 0 ? max(0, eigen.values[direction]) / total : 0
            learning.facts.append(StepFact(name, "share of variance", share))
        }
        let dropped = Set(columns.map(\.name))
        learning.stages = [rows.stage(setting: made, dropping: dropped)]
        return learning
    }

    private func check(_ columns: [Field], _ rows: StepRows) throws {
        guard n <= columns.count, columns.count <= Pca.most else {
            throw Diagnostic(
                "step.columns",
                "`pca` finds from 1 to \(min(columns.count, Pca.most)) directions in "
                    + "\(columns.count) columns, and not \(n)",
                hints: ["pca(n: \(min(columns.count, Pca.most)))"]
            )
        }
        let missing = try rows.reduced(
            try columns.map { column in
                NamedExpression(
                    column.name,
                    try .call("any", try column.column.missing)
                )
            }
        )
        if let gap = columns.first(where: { missing[$0.name] == .bool(true) }) {
            throw Diagnostic(
                "step.missing",
                "`\(gap.name)` misses values, of which `pca` can make nothing",
                hints: ["impute(\(gap.name))"]
            )
        }
    }

    private func covariances(_ columns: [Field], _ rows: StepRows) throws -> DenseMatrix {
        var pairs: [NamedExpression] = []
        for (place, first) in columns.enumerated() {
            for (other, second) in columns.enumerated().dropFirst(place) {
                pairs.append(
                    NamedExpression(
                        "\(place) \(other)",
                        try .call("cov", first.column, second.column)
                    )
                )
            }
        }
        let found = try rows.reduced(pairs)
        var matrix = DenseMatrix(repeating: 0, rows: columns.count, columns: columns.count)
        for place in columns.indices {
            for other in place..<columns.count {
                matrix[place, other] = found["\(place) \(other)"]?.number ?? 0
                matrix[other, place] = matrix[place, other]
            }
        }
        return matrix
    }
}
