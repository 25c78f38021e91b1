package import Learning
import Tables

/// What naive Bayes has to say about itself: its classes, and what each feature is like in them.
extension NaiveBayesModel {
    package func fate(ofMissing feature: Int) -> String { MissingFate.leftOut }

    package var summary: ModelSummary {
        ModelSummary(
            facts: zip(task.labels, shares).map { ("share of \($0)", .float($1)) },
            coefficients: table
        )
    }

    /// One line of the table.
    private struct Line {
        var feature: String
        var level: String?
        var label: String
        var mean = Double.nan
        var deviation = Double.nan
        var share = Double.nan
    }

    /// A row for each class of each number, and of each level of a category.
    private var table: Table {
        let lines = zip(features, content.features).flatMap { feature, learned in
            switch learned.likelihood {
            case .silent: [Line]()
            case .normal(let means, let deviations):
                task.labels.indices.map { label in
                    Line(
                        feature: feature.name,
                        label: task.labels[label],
                        mean: means[label],
                        deviation: deviations[label]
                    )
                }
            case .shares(let shares):
                (feature.levels ?? ["false", "true"]).enumerated().flatMap { place, level in
                    task.labels.indices.map { label in
                        Line(
                            feature: feature.name,
                            level: level,
                            label: task.labels[label],
                            share: shares[label][place]
                        )
                    }
                }
            }
        }
        return table(of: lines)
    }

    private func table(of lines: [Line]) -> Table {
        func texts(_ word: (Line) -> String?) -> Column {
            Column(.text, cells: lines.map { word($0).map { Scalar.text($0) } ?? .missing })
        }
        func numbers(_ number: (Line) -> Double) -> Column {
            Column(finite: lines.map(number)[...])
        }
        let hasLevels = lines.contains { $0.level != nil }
        let hasNumbers = lines.contains { $0.level == nil }
        var columns = [(Field("feature", .text), texts { $0.feature })]
        if hasLevels { columns.append((Field("level", .text), texts { $0.level })) }
        columns.append((Field("class", .text), texts { $0.label }))
        if hasNumbers {
            columns.append((Field("mean", .float), numbers { $0.mean }))
            columns.append((Field("sd", .float), numbers { $0.deviation }))
        }
        if hasLevels { columns.append((Field("share", .float), numbers { $0.share })) }
        return Table(columns.map(\.0), columns.map(\.1))
    }
}
