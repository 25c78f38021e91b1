package import Catalog
import Diagnostics
import Relations
package import Tables

/// Numbers beyond the fences of Tukey's boxplot, put on them.
package struct ClipOutliers: RecipeStep {
    package static let name = "clip_outliers"
    package static let summary = "Numbers far from the quartiles, put on the fences."
    package static let settings: [Setting<ClipOutliers>] = [
        Setting(
            "reach",
            \.reach,
            "how far the fences are from the quartiles, in distances between those",
            in: .range(0...1e6)
        )
    ]
    package static let columns = StepColumns.suiting(.numbers)
    package static let examples = [
        Example("flights | clip_outliers(dep_delay) | describe"),
        Example("recipe(arr_delay ~ dep_delay) | clip_outliers(reach: 3) | fit(flights)"),
    ]

    package var reach = 1.5

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        let found = try rows.reduced(
            try columns.flatMap { column in
                try [0.25, 0.75].map { share in
                    NamedExpression(
                        "\(share) \(column.name)",
                        try .call("quantile", column.column, .number(share))
                    )
                }
            }
        )
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for column in columns {
            guard let low = found["0.25 \(column.name)"]?.number,
                let high = found["0.75 \(column.name)"]?.number
            else { throw Diagnostic.nothingToLearn(ClipOutliers.name, column.name, "quartile") }
            let (least, most) = (low - reach * (high - low), high + reach * (high - low))
            made.append(
                NamedExpression(
                    column.name,
                    try .call("clip", column.column, .number(least), .number(most))
                )
            )
            learning.facts.append(StepFact(column.name, "low", least))
            learning.facts.append(StepFact(column.name, "high", most))
        }
        learning.stages = [rows.stage(setting: made)]
        return learning
    }
}
