#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The predictors of a block of rows, turned into probabilities and residuals.
struct LogisticRows {
    let rows: Range<Int>
    let classes: Int
    /// A column for each class but the first: predictors, and after scoring, weighted residuals.
    var values: [Double]

    init(_ rows: Range<Int>, classes: Int) {
        self.rows = rows
        self.classes = classes
        values = Array(repeating: 0, count: rows.count * (classes - 1))
    }

    /// The probabilities, in the shape of `values`; adds the rows' log likelihood.
    mutating func score(
        _ labels: [Int],
        _ weights: [Double]?,
        _ logLikelihood: inout Double
    )
        -> [Double]
    {
        var probabilities = values
        if classes == 2, weights == nil {
            logLikelihood += scoreEights(labels, &probabilities)
            return probabilities
        }
        var total = 0.0
        for row in 0..<rows.count {
            let label = labels[rows.lowerBound + row]
            let weight = weights?[rows.lowerBound + row] ?? 1
            let fit =
                classes == 2
                ? logistic(row, label, &probabilities) : softmax(row, label, &probabilities)
            // A row without weight must not turn an infinite loss into NaN.
            if weight > 0 { total += weight * fit }
            for column in 0..<classes - 1 {
                let place = column * rows.count + row
                let isOwn = label == column + 1
                values[place] = weight * ((isOwn ? 1 : 0) - probabilities[place])
            }
        }
        logLikelihood += total
        return probabilities
    }

    /// All rows of two classes without weights, eight at a time; their log likelihood.
    ///
    /// Σ ln(1 + e⁻|η|) is taken as the logarithm of a product, which in a block cannot overflow.
    private mutating func scoreEights(_ labels: [Int], _ probabilities: inout [Double]) -> Double {
        assert(rows.count <= 8 * 1000, "a product of at most a thousand twos in a lane")
        let whole = rows.count / 8 * 8
        var product = SIMD8<Double>(repeating: 1)
        var linear = SIMD8<Double>.zero
        labels.withUnsafeBufferPointer { labels in
            values.withUnsafeMutableBytes { values in
                probabilities.withUnsafeMutableBytes { probabilities in
                    for row in stride(from: 0, to: whole, by: 8) {
                        let at = row * 8
                        let predictor = values.loadUnaligned(
                            fromByteOffset: at,
                            as: SIMD8<Double>.self
                        )
                        var truth = SIMD8<Double>.zero
                        for lane in 0..<8 {
                            truth[lane] = Double(labels[rows.lowerBound + row + lane])
                        }
                        let isNegative = predictor .< 0
                        let size = predictor.replacing(with: -predictor, where: isNegative)
                        let small = exponential(-size)
                        let one = SIMD8<Double>(repeating: 1)
                        let probability =
                            one.replacing(with: small, where: isNegative) / (one + small)
                        product *= one + small
                        linear += truth * predictor
                        linear -= predictor.replacing(with: SIMD8<Double>.zero, where: isNegative)
                        probabilities.storeBytes(
                            of: probability,
                            toByteOffset: at,
                            as: SIMD8<Double>.self
                        )
                        values.storeBytes(
                            of: truth - probability,
                            toByteOffset: at,
                            as: SIMD8<Double>.self
                        )
                    }
                }
            }
        }
        var total = linear.sum()
        for lane in 0..<8 { total -= log(product[lane]) }
        for row in whole..<rows.count {
            let label = labels[rows.lowerBound + row]
            total += logistic(row, label, &probabilities)
            values[row] = Double(label) - probabilities[row]
        }
        return total
    }

    /// One row of two classes: its probability, and the logarithm of that of its label.
    private func logistic(_ row: Int, _ label: Int, _ probabilities: inout [Double]) -> Double {
        let predictor = values[row]
        let small = exp(-predictor.magnitude)
        probabilities[row] = (predictor >= 0 ? 1 : small) / (1 + small)
        let isRight = (label == 1) == (predictor >= 0)
        return -log1p(small) - (isRight ? 0 : predictor.magnitude)
    }

    /// One row of several classes, likewise.
    private func softmax(_ row: Int, _ label: Int, _ probabilities: inout [Double]) -> Double {
        var largest = 0.0
        for column in 0..<classes - 1 { largest = max(largest, values[column * rows.count + row]) }
        var total = exp(-largest)
        for column in 0..<classes - 1 {
            let place = column * rows.count + row
            probabilities[place] = exp(values[place] - largest)
            total += probabilities[place]
        }
        for column in 0..<classes - 1 { probabilities[column * rows.count + row] /= total }
        let own = label == 0 ? 0 : values[(label - 1) * rows.count + row]
        return own - largest - log(total)
    }
}
