import Catalog
import Diagnostics
import Documents
import Kernels
import Learning
import Plotting
import Tables

extension Function {
    static let calibration = Function.judging(
        CalibrationPlot.self,
        choosesClass: true,
        examples: [
            Example("logistic(sex ~ body_mass_g) | fit(penguins) | calibration(penguins, bins: 5)")
        ]
    ) { judged, plot in
        let contest = try judged.contest()
        let bins = CalibrationBins(
            truth: contest.truth,
            probability: contest.score,
            bins: plot.bins,
            weights: contest.weights
        )
        let outside = bins.bins.count {
            $0.predicted < $0.observed.low || $0.predicted > $0.observed.high
        }
        let gap = NumberFormat(digits: 3).string(bins.error)
        let way =
            Sums.mean(contest.score, weights: contest.weights)
            - Sums.mean(contest.truth, weights: contest.weights)
        let sentence =
            "Of \(judged.words(contest.label)) the mean gap is \(gap); "
            + (outside == 0
                ? "no bin's interval leaves out what was predicted."
                : "\(outside) of \(bins.bins.count) bins' intervals leave out what was predicted, "
                    + "which on the whole is too \(way > 0 ? "high" : "low").")
        return (
            CalibrationPlot.Subject(
                title: judged.title,
                sentence: sentence,
                points: bins.bins.map {
                    ($0.predicted, $0.observed.value, $0.observed.low, $0.observed.high)
                }
            ),
            bins.table
        )
    }

    static let confusion = Function.judging(
        ConfusionPlot.self,
        examples: [
            Example("logistic(species ~ body_mass_g) | fit(penguins) | confusion(penguins)"),
            Example("logistic(sex ~ body_mass_g) | fit(penguins) | confusion(penguins) | print"),
        ]
    ) { judged, _ in
        let labels = judged.model.task.labels
        let matrix = ConfusionMatrix(
            truth: judged.scored.labels,
            decision: judged.scored.decisions,
            classes: labels.count,
            weights: judged.scored.weights
        )
        return (
            ConfusionPlot.Subject(
                title: judged.title,
                sentence: judged.sentence(matrix),
                labels: labels,
                counts: matrix.cells
            ),
            judged.table(matrix)
        )
    }

    static let residuals = Function.judging(
        ResidualsPlot.self,
        of: .numbers,
        examples: [
            Example("linear(body_mass_g ~ species) | fit(penguins) | residuals(penguins)"),
            Example(
                "linear(body_mass_g ~ species) | fit(penguins) | residuals(penguins)"
                    + " | sort(-abs(residual)) | head(3)"
            ),
        ]
    ) { judged, _ in
        let errors = try Residuals(judged)
        return (errors.subject, errors.table)
    }
}

extension JudgedModel {
    /// The one class that is told from all others.
    fileprivate func contest() throws(Diagnostic) -> Contest {
        let contests = try contests()
        guard let contest = contests.first, contests.count == 1 else {
            let labels = contests.map(\.label)
            throw Diagnostic(
                "explain.class",
                "the model tells \(model.task.labels.count) classes, and this shows one",
                at: context.span(of: "model"),
                hints: labels.prefix(5).map { "class: \"\($0)\"" }
            )
        }
        return contest
    }

    fileprivate func sentence(_ matrix: ConfusionMatrix) -> String {
        let labels = model.task.labels
        let rows = NumberFormat.grouped(Int64(scored.count))
        let right = "Right in \(PlotWords.percent(matrix.accuracy)) of \(rows) rows"
        var worst = (count: 0.0, truth: 0, decision: 0)
        for (truth, counts) in matrix.cells.enumerated() {
            for (decision, count) in counts.enumerated()
            where truth != decision && count > worst.count {
                worst = (count, truth, decision)
            }
        }
        guard worst.count > 0 else { return right + "." }
        let times =
            scored.weights == nil
            ? "\(NumberFormat.grouped(Int64(worst.count))) times"
            : "rows that weigh \(NumberFormat(digits: 4).string(worst.count))"
        return right + "; most often \(words(labels[worst.truth])) was taken for "
            + "`\(labels[worst.decision])`: \(times)."
    }

    /// A row a pair of classes.
    fileprivate func table(_ matrix: ConfusionMatrix) -> Table {
        let labels = model.task.labels
        let pairs = labels.indices.flatMap { truth in labels.indices.map { (truth, $0) } }
        let totals = matrix.cells.map { $0.reduce(0, +) }
        return Table(
            [
                Field("truth", .text), Field("predicted", .text),
                scored.weights == nil ? Field("n", .int) : Field("weight", .float),
                Field("share", .float),
            ],
            [
                Column(.text, .texts(pairs.map { labels[$0.0] })),
                Column(.text, .texts(pairs.map { labels[$0.1] })),
                scored.weights == nil
                    ? Column(.int, .ints(pairs.map { Int64(matrix.cells[$0.0][$0.1]) }))
                    : Column(.float, .floats(pairs.map { matrix.cells[$0.0][$0.1] })),
                Column(finite: pairs.map { matrix.cells[$0.0][$0.1] / totals[$0.0] }[...]),
            ],
            count: pairs.count
        )
    }
}

extension CalibrationBins {
    fileprivate var table: Table {
        let numbers: [(String, [Double])] = [
            ("low", bins.map(\.low)), ("high", bins.map(\.high)),
            ("predicted", bins.map(\.predicted)), ("observed", bins.map(\.observed.value)),
            ("observed_low", bins.map(\.observed.low)),
            ("observed_high", bins.map(\.observed.high)),
        ]
        return Table(
            [Field("n", .int)] + numbers.map { Field($0.0, .float) },
            [Column(.int, .ints(bins.map { Int64($0.rows) }))]
                + numbers.map { Column(finite: $0.1[...]) },
            count: bins.count
        )
    }
}
