import Foundation
import Kernels
import LinearAlgebra
import Testing

@Suite("Regression")
struct RegressionTests {
    struct Fit: Decodable {
        let coefficients: [[Double]]
        let errors: [[Double]]?
        let rSquared: Double?
        let variance: Double?
        let logLikelihood: Double?
        let nullLogLikelihood: Double?
    }

    struct Content: Decodable {
        let columns: [[Double]]
        let target: [Double]
        let weights: [Double]
        let binary: [Int]
        let multi: [Int]
        let fits: [String: Fit]

        func design(weighted: Bool = false, intercept: Bool = true) -> Design {
            Design(
                rows: target.count,
                columns: columns.count,
                cells: columns.flatMap(\.self),
                hasIntercept: intercept,
                weights: weighted ? weights : nil
            )
        }
    }

    private let content: Content
    private let context = WorkContext(threads: 2)

    init() throws { content = try fixture("regression") }

    private func fit(_ name: String) throws -> Fit { try #require(content.fits[name]) }

    @Test(
        "equals the least squares of statsmodels",
        arguments: [
            ("ols", false, true), ("olsWithoutIntercept", false, false), ("wls", true, true),
        ]
    )
    func leastSquares(name: String, weighted: Bool, intercept: Bool) throws {
        let expected = try fit(name)
        let design = content.design(weighted: weighted, intercept: intercept)
        let found = try LeastSquares.fit(design, content.target, context: context)
        #expect(agree(found.coefficients, expected.coefficients[0], relative: 1e-9))
        #expect(agree(found.standardErrors, try #require(expected.errors)[0], relative: 1e-9))
        #expect(agree(found.rSquared, try #require(expected.rSquared)))
        #expect(agree(found.residualVariance, try #require(expected.variance)))
        #expect(found.aliased.isEmpty)
    }

    @Test(
        "equals the logistic regression of statsmodels",
        arguments: [("logit", false), ("weightedLogit", true), ("multinomial", false)]
    )
    func logistic(name: String, weighted: Bool) throws {
        let expected = try fit(name)
        let several = name == "multinomial"
        let found = try LogisticRegression(classes: several ? 3 : 2).fit(
            content.design(weighted: weighted),
            labels: several ? content.multi : content.binary,
            context: context
        )
        #expect(found.convergence == .converged)
        let errors = try #require(found.standardErrors)
        let expectedErrors = try #require(expected.errors)
        for index in found.coefficients.indices {
            let (ours, theirs) = (found.coefficients[index], expected.coefficients[index])
            #expect(agree(ours, theirs, relative: 1e-7))
            #expect(agree(errors[index], expectedErrors[index], relative: 1e-6))
        }
        #expect(agree(found.logLikelihood, try #require(expected.logLikelihood)))
        // statsmodels finds this one by iteration, to some eight digits.
        let null = try #require(expected.nullLogLikelihood)
        #expect(agree(found.nullLogLikelihood, null, relative: 1e-8))
    }

    @Test(
        "equals the ridge of scikit-learn",
        arguments: [
            ("ridge", 2.5, false), ("weightedRidge", 0.5, true), ("multinomialRidge", 3, false),
        ]
    )
    func ridge(name: String, l2: Double, weighted: Bool) throws {
        let several = name == "multinomialRidge"
        let labels = several ? content.multi : content.binary
        var regression = LogisticRegression(classes: several ? 3 : 2, l2: l2)
        let design = content.design(weighted: weighted)
        let found = try regression.fit(design, labels: labels, context: context)
        #expect(found.convergence == .converged)
        // The other way to the same place, which is taken when there are many coefficients.
        regression.newtonLimit = 0
        regression.tolerance = 1e-9
        let other = try regression.fit(design, labels: labels, context: context)
        #expect(other.convergence == .converged && other.standardErrors == nil)
        for (index, expected) in try fit(name).coefficients.enumerated() {
            #expect(agree(found.coefficients[index], expected, relative: 1e-6, absolute: 1e-8))
            #expect(agree(other.coefficients[index], expected, relative: 1e-5, absolute: 1e-7))
        }
    }

    @Test("shares the weight among equal columns under a ridge", arguments: [2.5])
    func twins(l2: Double) throws {
        let rows = content.target.count
        let columns = content.columns + [content.columns[1], Array(repeating: 0.1, count: rows)]
        let design = Design(rows: rows, columns: 6, cells: columns.flatMap(\.self))
        let found = try LogisticRegression(l2: l2).fit(
            design,
            labels: content.binary,
            context: context
        )
        #expect(found.convergence == .converged && found.aliased.isEmpty)
        let expected = try fit("twinRidge").coefficients[0]
        #expect(agree(found.coefficients[0], expected, relative: 1e-6, absolute: 1e-8))
        #expect(abs(found.coefficients[0][2] - found.coefficients[0][5]) < 1e-12)
        #expect(abs(found.coefficients[0][6]) < 1e-12)
    }

    @Test("names the columns that others make up, and fits the rest")
    func aliases() throws {
        let rows = content.target.count
        let twin = zip(content.columns[0], content.columns[1]).map { 3 * $0 - $1 }
        let constant = [Double](repeating: 0.1, count: rows)
        let columns = [content.columns[0], content.columns[1], twin, constant, content.columns[2]]
        let design = Design(rows: rows, columns: 5, cells: columns.flatMap(\.self))
        let linear = try LeastSquares.fit(design, content.target, context: context)
        #expect(linear.aliased == [3, 4])
        #expect(linear.coefficients[3] == 0 && linear.standardErrors[4].isNaN)
        let small = Design(
            rows: rows,
            columns: 3,
            cells: [columns[0], columns[1], columns[4]].flatMap(\.self)
        )
        let plain = try LeastSquares.fit(small, content.target, context: context)
        #expect(agree(linear.coefficients[5], plain.coefficients[3]))
        #expect(agree(linear.standardErrors[0], plain.standardErrors[0]))
        let logistic = try LogisticRegression().fit(
            design,
            labels: content.binary,
            context: context
        )
        #expect(logistic.aliased == [3, 4] && logistic.convergence == .converged)
    }

    @Test("says which coefficients grow for ever when classes are separated")
    func separation() throws {
        let rows = content.target.count
        let noise = content.columns[0]
        let complete = content.binary.map { Double($0) * 2 - 0.5 }
        let design = Design(rows: rows, columns: 2, cells: noise + complete)
        let found = try LogisticRegression().fit(design, labels: content.binary, context: context)
        #expect(found.convergence == .separated(coefficients: [2]))
        // Only ones where the indicator is set: separated in part.
        let partly = content.binary.enumerated().map { $1 == 1 && $0 % 3 == 0 ? 1.0 : 0 }
        let other = Design(rows: rows, columns: 2, cells: partly + noise)
        let half = try LogisticRegression().fit(other, labels: content.binary, context: context)
        #expect(half.convergence == .separated(coefficients: [1]))
        let held = try LogisticRegression(l2: 1).fit(
            other,
            labels: content.binary,
            context: context
        )
        #expect(held.convergence == .converged)
    }

    @Test("under a ridge, more columns than rows have one best fit, found on both ways")
    func wideRidge() throws {
        let (rows, columns) = (30, 60)
        let stream = RandomStream(seed: 3, purpose: "wide")
        let design = Design(
            rows: rows,
            columns: columns,
            cells: (0..<rows * columns).map { stream.normal(row: $0) }
        )
        let labels = (0..<rows).map { $0 % 2 }
        var regression = LogisticRegression(l2: 0.01)
        let newton = try regression.fit(design, labels: labels, context: context)
        regression.newtonLimit = 0
        regression.tolerance = 1e-9
        let other = try regression.fit(design, labels: labels, context: context)
        #expect(newton.convergence == .converged && other.convergence == .converged)
        #expect(
            agree(newton.coefficients[0], other.coefficients[0], relative: 1e-5, absolute: 1e-6)
        )
    }

    @Test("is not taken in by strong but finite effects")
    func strongEffects() throws {
        let stream = RandomStream(seed: 8, purpose: "strong")
        let x = (0..<2000).map { stream.normal(row: $0) * 20 }
        let labels = x.indices.map {
            stream.uniform(row: $0, draw: 1) * 0.9 + 0.05 < (x[$0] > 0 ? 1 : 0) ? 1 : 0
        }
        var flipped = labels
        flipped[3] = 1 - flipped[3]
        let design = Design(rows: 2000, columns: 1, cells: x)
        let found = try LogisticRegression().fit(design, labels: flipped, context: context)
        #expect(found.convergence == .converged)
    }

    @Test("gives the same bits on 1, 2 and 4 threads, through the sample as well")
    func threads() throws {
        let rows = 300_000
        let stream = RandomStream(seed: 4, purpose: "threads")
        let cells = (0..<2 * rows).map { stream.uniform(row: $0) }
        let labels = (0..<rows).map { stream.uniform(row: $0, draw: 1) < cells[$0] ? 1 : 0 }
        let target = (0..<rows).map {
            cells[$0] - 2 * cells[$0 + rows] + stream.uniform(row: $0, draw: 2)
        }
        let design = Design(rows: rows, columns: 2, cells: cells)
        let fits = try [1, 2, 4].map { threads in
            let context = WorkContext(threads: threads)
            let logistic = try LogisticRegression().fit(design, labels: labels, context: context)
            let linear = try LeastSquares.fit(design, target, context: context)
            #expect(logistic.iterations <= 4)
            return logistic.coefficients[0] + linear.coefficients + linear.standardErrors
        }
        #expect(fits[0] == fits[1] && fits[0] == fits[2])
        #expect(abs(fits[0][4] - 1) < 0.01 && abs(fits[0][5] + 2) < 0.01)
    }

    @Test(
        "finds the same whether levels are told as such or lie in plain columns",
        arguments: [(3_000, false), (3_000, true), (300_000, false)]
    )
    func markedLevels(rows: Int, weighted: Bool) throws {
        let stream = RandomStream(seed: 5, purpose: "levels")
        func draw(_ set: Int) -> [Double] {
            (0..<rows).map { stream.uniform(row: set * rows + $0) }
        }
        let (first, second) = (draw(0).map { Int($0 * 4) - 1 }, draw(1).map { Int($0 * 6) })
        let level = { (codes: [Int], level: Int) in codes.map { $0 == level ? 1.0 : 0 } }
        // A number, three levels, two numbers, six levels of which the last is left out.
        let columns =
            [draw(2)] + (0..<3).map { level(first, $0) } + [draw(3), draw(4)]
            + (0..<5).map { level(second, $0) }
        let markers = [
            Markers(columns: 1..<4, places: first.map { $0 < 0 ? -1 : Int32($0 + 1) }),
            Markers(columns: 6..<11, places: second.map { $0 < 5 ? Int32($0 + 6) : -1 }),
        ]
        let designs = [[], markers].map { markers in
            Design(
                rows: rows,
                columns: columns.count,
                cells: columns.flatMap(\.self),
                weights: weighted ? draw(5) : nil,
                markers: markers
            )
        }
        let chance = draw(6)
        let labels = (0..<rows).map { row in
            chance[row] < 0.2 + 0.5 * columns[0][row] + 0.04 * Double(second[row]) ? 1 : 0
        }
        let fits = try designs.map {
            try LogisticRegression().fit($0, labels: labels, context: context)
        }
        #expect(fits[0].convergence == .converged)
        #expect(agree(fits[1].coefficients[0], fits[0].coefficients[0], relative: 1e-9))
        let errors = try fits.map { try #require($0.standardErrors)[0] }
        #expect(agree(errors[1], errors[0], relative: 1e-9))
        let lines = try designs.map { try LeastSquares.fit($0, chance, context: context) }
        #expect(agree(lines[1].coefficients, lines[0].coefficients, relative: 1e-9))
        #expect(agree(lines[1].standardErrors, lines[0].standardErrors, relative: 1e-9))
    }

    @Test("knows the errors of a fit that began with a sample as well as any")
    func sampledErrors() throws {
        let rows = 270_000
        let stream = RandomStream(seed: 12, purpose: "sampled")
        let x = (0..<rows).map { stream.uniform(row: $0) * 4 + 7 }
        let labels = (0..<rows).map { stream.uniform(row: $0, draw: 1) * 3 + 7.5 < x[$0] ? 1 : 0 }
        let design = Design(rows: rows, columns: 1, cells: x)
        let found = try LogisticRegression().fit(design, labels: labels, context: context)
        let errors = try #require(found.standardErrors)[0]
        let predictors = try design.linearPredictor(found.coefficients[0], context: context)
        // The score and the information once more, by a plain loop.
        var score = (0.0, 0.0)
        var information = DenseMatrix(repeating: 0, rows: 2, columns: 2)
        for row in 0..<rows {
            let p = 1 / (1 + exp(-predictors[row]))
            let residual = Double(labels[row]) - p
            score = (score.0 + residual, score.1 + residual * x[row])
            information[0, 0] += p * (1 - p)
            information[0, 1] += p * (1 - p) * x[row]
            information[1, 1] += p * (1 - p) * x[row] * x[row]
        }
        #expect(abs(score.0) < 1e-5 && abs(score.1) < 1e-4)
        let inverse = try #require(Cholesky(information)).inverse()
        let expected = inverse.diagonal.map { $0.squareRoot() }
        #expect(agree(errors, expected, relative: 1e-6))
    }

    @Test(
        "knows the same errors where columns lie near zero and far from it",
        arguments: [true, false]
    )
    func shifted(isWeighted: Bool) throws {
        let rows = 3000
        let stream = RandomStream(seed: 21, purpose: "shifted")
        let cells = (0..<2 * rows).map { stream.normal(row: $0) }
        let labels = (0..<rows).map {
            stream.uniform(row: $0, draw: 1) < 0.5 + cells[$0] / 6 ? 1 : 0
        }
        let weights = isWeighted ? (0..<rows).map { Double($0 % 3) + 0.5 } : nil
        let fits = try [0.0, 50].map { shift in
            let moved = cells.map { $0 + shift }
            let design = Design(rows: rows, columns: 2, cells: moved, weights: weights)
            return try LogisticRegression().fit(design, labels: labels, context: context)
        }
        let slopes = fits.map { Array($0.coefficients[0][1...]) }
        #expect(agree(slopes[0], slopes[1], relative: 1e-6))
        let errors = try fits.map { Array(try #require($0.standardErrors)[0][1...]) }
        #expect(agree(errors[0], errors[1], relative: 1e-8))
        #expect(agree(fits[0].logLikelihood, fits[1].logLikelihood, relative: 1e-12))
    }

    @Test("finds the one missing value that no sample holds")
    func rareFault() throws {
        let rows = 300_000
        var cells = (0..<rows).map { Double($0 % 10) }
        cells[1] = .nan
        let design = Design(rows: rows, columns: 1, cells: cells)
        let labels = (0..<rows).map { $0 % 3 == 0 ? 1 : 0 }
        #expect(throws: RegressionFailure.notFinite(column: 0)) {
            try LogisticRegression().fit(design, labels: labels, context: context)
        }
        #expect(throws: RegressionFailure.notFinite(column: 0)) {
            try LeastSquares.fit(design, labels.map(Double.init), context: context)
        }
    }

    @Test("refuses what cannot be fitted, and stops when asked")
    func refusals() throws {
        let design = Design(rows: 3, columns: 1, cells: [1, .infinity, 2])
        #expect(throws: RegressionFailure.notFinite(column: 0)) {
            try LogisticRegression().fit(design, labels: [0, 1, 1], context: context)
        }
        #expect(throws: RegressionFailure.notFinite(column: 0)) {
            try LeastSquares.fit(design, [1, 2, 3], context: context)
        }
        #expect(throws: RegressionFailure.targetNotFinite) {
            try LeastSquares.fit(content.design(), content.target.map { $0 / 0 }, context: context)
        }
        #expect(throws: RegressionFailure.oneClass) {
            try LogisticRegression().fit(design, labels: [1, 1, 1], context: context)
        }
        #expect(throws: RegressionFailure.noRows) {
            let empty = Design(rows: 0, columns: 1, cells: [])
            return try LeastSquares.fit(empty, [], context: context)
        }
        let stopped = WorkContext()
        stopped.cancellation.cancel()
        #expect(throws: RegressionFailure.cancelled) {
            try LogisticRegression().fit(content.design(), labels: content.binary, context: stopped)
        }
    }

    @Test("fits more columns than rows without a residual")
    func wide() throws {
        let stream = RandomStream(seed: 6, purpose: "wide")
        let cells = (0..<30).map { stream.normal(row: $0) }
        let design = Design(rows: 5, columns: 6, cells: cells)
        let fit = try LeastSquares.fit(design, [1, 2, 3, 4, 7], context: context)
        #expect(fit.aliased.count == 2 && fit.residualFreedom == 0)
        #expect(fit.residualVariance.isNaN && agree(fit.rSquared, 1, relative: 1e-8))
        let predicted = try design.linearPredictor(fit.coefficients, context: context)
        #expect(agree(predicted, [1, 2, 3, 4, 7], relative: 1e-8))
    }
}
