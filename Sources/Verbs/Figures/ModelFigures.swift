import Catalog
import Documents
import Kernels
import Learning
import Plotting
import Relations
import Tables

/// The plots of models as verbs, in the order in which help lists them.
enum ModelFigures {
    static let all: [Function] = [
        .roc, .prCurve, .lift, .calibration, .confusion, .residuals, .learningCurve,
    ]
}

extension Function {
    static let roc = Function.judging(
        RocPlot.self,
        choosesClass: true,
        examples: [
            Example("logistic(sex ~ body_mass_g) | fit(penguins) | roc(penguins)"),
            Example("logistic(sex ~ body_mass_g) | fit(penguins) | roc(penguins) | tail(3)"),
        ]
    ) { judged, _ in
        let contests = try judged.contests()
        let curves = contests.map { $0.ranked.curve(weights: $0.weights) }
        let areas = contests.map {
            DeLong(truth: $0.truth, scores: [$0.score], weights: $0.weights).interval()
        }
        return (
            ModelCurves(
                title: judged.title,
                sentence: judged.sentence(zip(contests, areas).map { ($0.label, $1) }, "AUC"),
                curves: zip(contests, curves).map {
                    .init($0.label, xs: $1.falsePositiveRates, ys: $1.truePositiveRates)
                }
            ),
            judged.table(
                zip(contests, curves).map { ($0.label, $1) },
                [
                    ("threshold", \.thresholds), ("false_positive_rate", \.falsePositiveRates),
                    ("true_positive_rate", \.truePositiveRates),
                ]
            )
        )
    }

    static let prCurve = Function.judging(
        PrecisionRecallPlot.self,
        choosesClass: true,
        examples: [
            Example("logistic(sex ~ body_mass_g) | fit(penguins) | pr_curve(penguins)")
        ]
    ) { judged, _ in
        let contests = try judged.contests()
        let curves = contests.map { $0.ranked.curve(weights: $0.weights) }
        let words = contests.map { contest in
            let share = Sums.mean(contest.truth, weights: contest.weights)
            let area = NumberFormat(digits: 3)
                .string(contest.ranked.averagePrecision(weights: contest.weights))
            return "\(judged.words(contest.label)): average precision \(area), where guessing has "
                + NumberFormat(digits: 3).string(share)
        }
        return (
            ModelCurves(
                title: judged.title,
                sentence: words.joined(separator: "; ") + ".",
                curves: zip(contests, curves).map {
                    .init($0.label, xs: $1.truePositiveRates, ys: $1.precisions)
                }
            ),
            judged.table(
                zip(contests, curves).map { ($0.label, $1) },
                [
                    ("threshold", \.thresholds), ("recall", \.truePositiveRates),
                    ("precision", \.precisions),
                ]
            )
        )
    }

    static let lift = Function.judging(
        LiftPlot.self,
        choosesClass: true,
        examples: [Example("logistic(sex ~ body_mass_g) | fit(penguins) | lift(penguins)")]
    ) { judged, _ in
        let contests = try judged.contests()
        let curves = contests.map { $0.ranked.curve(weights: $0.weights) }
        let words = zip(contests, curves).map { contest, curve in
            let found = PlotWords.percent(curve.found(taking: 0.1))
            return "the highest tenth of the rows holds \(found) of \(judged.words(contest.label))"
        }
        let sentence = words.joined(separator: "; ") + "."
        return (
            ModelCurves(
                title: judged.title,
                sentence: sentence.prefix(1).uppercased() + sentence.dropFirst(),
                curves: zip(contests, curves).map {
                    .init($0.label, xs: $1.takenShares, ys: $1.lifts)
                }
            ),
            judged.table(
                zip(contests, curves).map { ($0.label, $1) },
                [
                    ("threshold", \.thresholds), ("share", \.takenShares),
                    ("recall", \.truePositiveRates), ("precision", \.precisions),
                    ("lift", \.lifts),
                ]
            )
        )
    }
}

extension Contest {
    fileprivate var ranked: RankedScores { RankedScores(truth: truth, score: score) }
}

extension ThresholdCurve {
    /// How many times more positives are among the rows taken than among all.
    fileprivate var lifts: [Double] {
        let share = positives / (positives + negatives)
        return precisions.map { $0 / share }
    }

    /// The share of positives among the highest `share` of all rows; between two points the rows of
    /// equal scores count alike.
    fileprivate func found(taking share: Double) -> Double {
        let (taken, found) = (takenShares, truePositiveRates)
        guard let place = taken.firstIndex(where: { $0 >= share }), place > 0 else {
            return found.first ?? .nan
        }
        let part = (share - taken[place - 1]) / (taken[place] - taken[place - 1])
        return found[place - 1] + part * (found[place] - found[place - 1])
    }
}

extension JudgedModel {
    /// A measure of each class with its interval, as a sentence.
    fileprivate func sentence(
        _ measures: [(label: String, estimate: IntervalEstimate)],
        _ name: String
    ) -> String {
        let format = NumberFormat(digits: 3)
        return measures.map { label, estimate in
            "\(words(label)): \(name) \(format.string(estimate.value))"
                + (estimate.low.isNaN
                    ? ""
                    : " [\(format.string(estimate.low)), \(format.string(estimate.high))]")
        }.joined(separator: "; ") + "."
    }

    /// A row a point of each class's curve; what has no value is missing.
    fileprivate func table(
        _ curves: [(label: String, curve: ThresholdCurve)],
        _ columns: [(name: String, values: KeyPath<ThresholdCurve, [Double]>)]
    ) -> Table {
        let numbers = columns.map { column in
            Column(finite: curves.flatMap { $0.curve[keyPath: column.values] }[...])
        }
        var fields = columns.map { Field($0.name, .float) }
        var made = numbers
        if curves.count > 1 {
            fields.insert(Field("class", .text), at: 0)
            let labels = curves.flatMap { Array(repeating: $0.label, count: $0.curve.count) }
            made.insert(Column(.text, .texts(labels)), at: 0)
        }
        return Table(fields, made, count: curves.reduce(0) { $0 + $1.curve.count })
    }
}
