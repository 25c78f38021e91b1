package import Catalog
import Diagnostics
import Relations
package import Tables

/// The features that tell most of the target, each looked at by itself.
///
/// The share of the target that a feature explains: r² of two numbers, eta² of a number and classes,
/// Cramér's V² of two classes, all from 0 to 1.
package struct SelectFeatures: RecipeStep {
    package static let name = "select_features"
    package static let summary = "The features that tell most of the target, one by one."
    package static let settings: [Setting<SelectFeatures>] = [
        Setting("n", \.n, "how many stay", in: .range(1...1e6)),
        Setting(
            "method",
            \.method,
            "what they are judged by: how much of the target each explains, or its variance",
            in: .choice(["association", "variance"])
        ),
    ]
    package static let columns = StepColumns.every
    package static let examples = [
        Example("recipe(species ~ .) | select_features(n: 3) | fit(penguins)"),
        Example("recipe(body_mass_g ~ .) | select_features(n: 2) | fit(penguins)"),
    ]

    package var n = 10
    package var method = "association"

    package static func writesValues(of type: ColumnType) -> Bool { false }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        let scores: [Double]
        if method == "variance" {
            let found = try rows.reduced(
                try columns.filter(\.type.isNumber).map {
                    NamedExpression($0.name, try .call("var", $0.column))
                }
            )
            scores = columns.map { found[$0.name]?.number ?? 0 }
        } else {
            guard let target = rows.target else {
                throw Diagnostic.stepNeedsTarget(SelectFeatures.name)
            }
            scores = try columns.map { try Association.share($0, target, rows) }
        }
        let best = columns.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(n)
        let kept = Set(best.map { columns[$0].name })
        let learning = StepLearning(
            [rows.stage(setting: [], dropping: Set(columns.map(\.name)).subtracting(kept))],
            facts: columns.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.map { place in
                let name = columns[place].name
                return StepFact(
                    name,
                    method,
                    scores[place],
                    text: kept.contains(name) ? "kept" : "dropped"
                )
            }
        )
        return learning
    }
}

/// How much of a target a feature explains.
enum Association {
    static func share(
        _ feature: Field,
        _ target: NamedExpression,
        _ rows: StepRows
    ) throws -> Double {
        let isNumber = !(feature.type.isTextual || feature.type == .bool)
        let x = isNumber ? try Association.number(feature) : feature.column
        let isTargetNumber = target.expression.type.isNumber
        switch (isNumber, isTargetNumber) {
        case (true, true):
            let r = try rows.reduced([NamedExpression("r", try .call("corr", x, target.expression))]
            )
            return r["r"]?.number.map { $0 * $0 } ?? 0
        case (true, false): return try explained(x, by: target.expression, rows)
        case (false, true): return try explained(target.expression, by: x, rows)
        case (false, false): return try cramer(x, target.expression, rows)
        }
    }

    private static func number(_ feature: Field) throws -> RowExpression {
        switch feature.type {
        case .int, .float: feature.column
        case .date: try .call("epoch", try .call("timestamp", feature.column))
        case .timestamp: try .call("epoch", feature.column)
        default: try .call("hour", feature.column)
        }
    }

    /// The share of a number's variance between groups.
    private static func explained(
        _ number: RowExpression,
        by group: RowExpression,
        _ rows: StepRows
    ) throws -> Double {
        let number = try RowExpression.call("float", number)
        let frame = rows.frame.summarized(
            [
                NamedExpression("n", try .call("count", number)),
                NamedExpression("mean", try .call("mean", number)),
                NamedExpression("var", try .call("var", number)),
            ],
            by: [NamedExpression("group", group)]
        )
        let table = try rows.engine.collect(frame.plan.unseen, in: rows.work)
        func cells(_ place: Int) -> [Double] {
            (0..<table.count).map { table.columns[place][$0].number ?? 0 }
        }
        let (counts, means, variances) = (cells(1), cells(2), cells(3))
        let total = counts.reduce(0, +)
        guard total > 0 else { return 0 }
        let mean = zip(counts, means).reduce(0) { $0 + $1.0 * $1.1 } / total
        let between = zip(counts, means).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
        let within = zip(counts, variances).reduce(0) { $0 + max(0, $1.0 - 1) * $1.1 }
        return between + within > 0 ? between / (between + within) : 0
    }

    private static func cramer(
        _ a: RowExpression,
        _ b: RowExpression,
        _ rows: StepRows
    ) throws -> Double {
        let frame = rows.frame.summarized(
            [NamedExpression("n", try .call("count", .literal(.missing)))],
            by: [NamedExpression("a", a), NamedExpression("b", b)]
        )
        let table = try rows.engine.collect(frame.plan.unseen, in: rows.work)
        var (left, right): ([Scalar: Double], [Scalar: Double]) = ([:], [:])
        var total = 0.0
        for row in 0..<table.count {
            let count = table.columns[2][row].number ?? 0
            left[table.columns[0][row], default: 0] += count
            right[table.columns[1][row], default: 0] += count
            total += count
        }
        let fewest = Double(min(left.count, right.count) - 1)
        guard fewest > 0 else { return 0 }
        // The sum of n² / (row · column), less 1, is chi squared over the count.
        let sum = (0..<table.count).reduce(0.0) { sum, row in
            let count = table.columns[2][row].number ?? 0
            let expected = (left[table.columns[0][row]] ?? 1) * (right[table.columns[1][row]] ?? 1)
            return sum + count * count / expected
        }
        return (sum - 1) / fewest
    }
}
