package import Kernels
import LinearAlgebra
import Tables

/// One thing that a model takes for granted, and what rows say to it.
package struct Assumption: Sendable {
    package let name: String
    package let test: String
    package let result: TestResult
    /// Nil where the rows cannot tell.
    package let isMet: Bool?
    /// What was found, and what can be done about it where it does not hold.
    package let finding: String
    package let advice: String
}

extension Double {
    /// Whether a number is as it should be; nil where it is none.
    fileprivate func meets(_ condition: (Double) -> Bool) -> Bool? { isNaN ? nil : condition(self) }
}

/// The checks of a model on rows with their truth.
package struct AssumptionChecks {
    /// A model with the rows' features, their truth and what it makes of them.
    package struct Subject: Sendable {
        package var model: FittedPipeline
        package var examples: Examples
        package var scored: Scored
        /// Whether the rows are in an order that was asked for.
        package var isOrdered: Bool
        /// Whether they are the rows that the model learned from.
        package var wereLearnedFrom: Bool

        package init(
            _ model: FittedPipeline,
            _ examples: Examples,
            _ scored: Scored,
            isOrdered: Bool,
            wereLearnedFrom: Bool
        ) {
            self.model = model
            self.examples = examples
            self.scored = scored
            self.isOrdered = isOrdered
            self.wereLearnedFrom = wereLearnedFrom
        }
    }

    let subject: Subject
    let work: WorkContext
    private let encoding: Encoding
    private let design: Design

    package init(_ subject: Subject, in work: WorkContext) throws {
        self.subject = subject
        self.work = work
        let rows = try EncodedRows(subject.model.features, subject.examples, in: work)
        encoding = rows.encoding
        design = Design(
            rows: rows.matrix.rows,
            columns: rows.matrix.columns,
            cells: rows.matrix.cells
        )
    }

    private static let linear: Set<String> = ["linear", "ridge", "lasso", "elastic_net"]

    /// The tests that the model's kind asks for.
    package func all() throws -> [Assumption] {
        var found: [Assumption] = []
        let name = subject.model.learner.name
        let isLinear = Self.linear.contains(name)
        if isLinear { found += try residuals() }
        if case .binary = subject.scored.task {
            found.append(calibration())
            if name == "logistic" { found.append(try separation()) }
        }
        if isLinear || name == "logistic" { found += collinearity() }
        if name == "linear", areOfTheFit { found.append(try influence()) }
        return found
    }

    /// Whether the coefficients come from these rows, all of them and no others.
    private var areOfTheFit: Bool {
        subject.wereLearnedFrom && subject.examples.count == subject.model.training.rows
    }

    private var gaps: [Double] {
        zip(subject.scored.truth, subject.scored.prediction).map { $0 - $1 }
    }

    private func residuals() throws -> [Assumption] {
        let gaps = gaps
        let spread = try ResidualTests.breuschPagan(gaps, design, in: work)
        let shape = ResidualTests.jarqueBera(gaps)
        var found = [
            Assumption(
                name: "equal variance",
                test: "Breusch-Pagan",
                result: spread,
                isMet: spread.pValue.meets { $0 >= 0.05 },
                finding: "the spread of the residuals hangs on the features",
                advice:
                    "`log` of the target, or `glm` with a family that widens; standard errors are off"
            ),
            Assumption(
                name: "normal residuals",
                test: "Jarque-Bera",
                result: shape,
                isMet: shape.pValue.meets { $0 >= 0.05 },
                finding: "the residuals are skewed or have heavy tails",
                advice:
                    "harmless for means of many rows; `residuals` shows it, `log` of the target may mend it"
            ),
        ]
        guard subject.isOrdered else { return found }
        let order = ResidualTests.durbinWatson(gaps)
        found.append(
            Assumption(
                name: "independence",
                test: "Durbin-Watson",
                result: order,
                isMet: order.statistic.meets((1.5...2.5).contains),
                finding: "a residual is like the one before it",
                advice: "`lag` of the target as a feature, and `folds(order:)` to judge by"
            )
        )
        return found
    }

    private func calibration() -> Assumption {
        let result = CalibrationTest.hosmerLemeshow(
            truth: subject.scored.truth,
            probability: subject.scored.prediction,
            wereLearnedFrom: subject.wereLearnedFrom
        )
        return Assumption(
            name: "calibration",
            test: "Hosmer-Lemeshow",
            result: result,
            isMet: result.pValue.meets { $0 >= 0.05 },
            finding: "probabilities are not the frequencies of what came true",
            advice: "`calibration` shows where, and of very many rows any gap is found"
        )
    }

    /// Of the model itself: a calibration may be sure where it is not.
    private func separation() throws -> Assumption {
        let own = try subject.model.model.predict(subject.examples.features, in: work).column(0)
        let area = RankedScores(truth: subject.scored.truth, score: Array(own)).auc()
        let sure = own.count { $0 < 1e-8 || $0 > 1 - 1e-8 }
        return Assumption(
            name: "no separation",
            test: "area below 1",
            result: TestResult(area),
            isMet: area.meets { $0 < 1 && sure == 0 },
            finding: area < 1
                ? "\(sure) rows have a probability of 0 or 1"
                : "the features part the classes wholly",
            advice:
                "coefficients have no bound: `l2: 1` holds them, and a feature may know the outcome"
        )
    }

    private func collinearity() -> [Assumption] {
        let found = Collinearity(design)
        let numbers = encoding.columns.indices.filter {
            encoding.columns[$0].level == nil && !found.inflation[$0].isNaN
        }
        let worst = numbers.max { found.inflation[$0] < found.inflation[$1] }
        let names = subject.model.featureNames
        var lines: [Assumption] = []
        if let worst {
            let name = names[encoding.columns[worst].feature]
            lines.append(
                Assumption(
                    name: "no collinearity",
                    test: "variance inflation",
                    result: TestResult(found.inflation[worst]),
                    isMet: found.inflation[worst].meets { $0 <= 10 },
                    finding: "`\(name)` is told by the other features",
                    advice: "leave it out, `- \(name)`, or share the weight with `ridge`"
                )
            )
        }
        if encoding.columns.count > 1 {
            lines.append(
                Assumption(
                    name: "no collinearity",
                    test: "condition number",
                    result: TestResult(found.conditionNumber),
                    isMet: found.conditionNumber.meets { $0 <= 30 },
                    finding: "some features together are nearly constant",
                    advice: "`drop_correlated` or `pca` in a recipe, or `ridge`"
                )
            )
        }
        return lines
    }

    private func influence() throws -> Assumption {
        let distances = try ResidualTests.cooksDistances(design, subject.scored.truth, in: work)
        let known = distances.indices.filter { distances[$0].isFinite }
        let most = known.max { distances[$0] < distances[$1] }
        let far = distances.count { $0 > 4 / Double(distances.count) }
        let worst = most.map { distances[$0] } ?? .nan
        let row = (most ?? 0) + 1
        return Assumption(
            name: "no row decides",
            test: "Cook's distance",
            result: TestResult(worst),
            isMet: worst.meets { $0 <= 1 },
            finding: "row \(row) moves the coefficients; \(far) rows lie beyond 4 / rows",
            advice: "look at it, `slice(\(row))`, and fit without it to see what changes"
        )
    }

    /// Whether the model is better than a simple one on the same rows.
    package func comparison(
        with simple: Scored,
        named name: String,
        looks: Int?
    ) throws -> Assumption {
        let score = Score.standard(for: subject.scored.task)[0]
        let level = ReusedRows.level(looks)
        let gap = try score.difference(subject.scored, simple, level: level, in: work)
        let gain = score.isLoss ? -gap.estimate.value : gap.estimate.value
        return Assumption(
            name: "more than \(name)",
            test: "paired \(score.name)",
            result: TestResult(gap.estimate.value, gap.pValue),
            isMet: gap.pValue.meets { gain > 0 && $0 < 1 - level },
            finding: gain > 0
                ? "no better than `\(name)` beyond chance" : "`\(name)` is as good or better",
            advice: "take `\(name)`: it is easier to read and to keep"
        )
    }
}
