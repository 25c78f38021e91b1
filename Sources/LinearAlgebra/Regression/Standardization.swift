import Kernels

/// Centres and scales under which the columns of a design are of one size.
///
/// They only keep the arithmetic well conditioned: any near the mean and the deviation will do, so
/// a sample of the rows is enough.
struct Standardization: Sendable {
    /// Of the intercept, if any, and then of each column.
    let centers: [Double]
    let scales: [Double]
    let hasIntercept: Bool

    init(_ design: Design, sample rows: Int = 1 << 15) {
        let step = max(1, design.rows / rows)
        let sample = step == 1 ? design : design.thinned(by: step)
        let pairs = (0..<sample.columns).map { column in
            let start = column * sample.rows
            return center(
                sample.cells[start..<start + sample.rows],
                isCentered: design.hasIntercept
            )
        }
        let lead = design.hasIntercept ? [(0.0, 1.0)] : []
        centers = (lead + pairs).map(\.0)
        scales = (lead + pairs).map(\.1)
        hasIntercept = design.hasIntercept
    }

    /// The coefficients of the columns as they are, from those of the standardised ones.
    func restored(_ coefficients: [Double]) -> [Double] {
        var restored = zip(coefficients, scales).map { $0 / $1 }
        guard hasIntercept else { return restored }
        restored[0] -= zip(centers, restored).dropFirst().reduce(0) { $0 + $1.0 * $1.1 }
        return restored
    }

    /// The covariance of the restored coefficients: `restored` applied to each row and column.
    func restored(covariance: DenseMatrix) -> DenseMatrix {
        let width = scales.count
        var result = covariance
        for _ in 0..<2 {
            for column in 0..<result.columns {
                for block in stride(from: 0, to: result.rows, by: width) {
                    let part = (block..<block + width).map { result[$0, column] }
                    for (index, value) in restored(part).enumerated() {
                        result[block + index, column] = value
                    }
                }
            }
            result = result.transposed
        }
        return result
    }
}

/// A centre and a scale for one column.
private func center(_ values: ArraySlice<Double>, isCentered: Bool) -> (Double, Double) {
    guard !values.isEmpty else { return (0, 1) }
    let values = Array(values)
    let mean = isCentered ? Sums.mean(values) : 0
    guard mean.isFinite else { return (0, 1) }
    let square = Sums.mean(values.map { ($0 - mean) * ($0 - mean) })
    let deviation = square.squareRoot()
    // What is left of a constant is rounding, and must not be blown up to size one.
    guard deviation.isFinite, deviation > 1e-12 * mean.magnitude else {
        return (mean, mean == 0 ? 1 : mean.magnitude)
    }
    return (mean, deviation)
}
