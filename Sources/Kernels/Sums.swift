/// Sums and means whose order of addition is fixed, so that they repeat to the last bit.
package enum Sums {
    /// The pairwise sum: the error grows with the logarithm of the count.
    package static func sum(_ values: [Double]) -> Double { sum(values.span) }

    package static func sum(_ values: Span<Double>) -> Double {
        values.withUnsafeBytes { pairwise($0, 0..<values.count) }
    }

    /// The pairwise sum, by several threads; the same bits for any number of them.
    package static func sum(
        _ values: [Double],
        context: WorkContext
    ) throws(CancellationError)
        -> Double
    {
        let parts = try parallelChunks(
            count: values.count,
            size: 1 << 16,
            threads: context.threads,
            cancellation: context.cancellation
        ) { rows in values.withUnsafeBytes { pairwise($0, rows) } }
        return sum(parts)
    }

    /// Neumaier's compensated sum: as if added in twice the precision and rounded once.
    package static func compensated(_ values: Span<Double>) -> Double {
        var total = 0.0
        var lost = 0.0
        for index in values.indices {
            let value = values[index]
            let next = total + value
            lost +=
                total.magnitude >= value.magnitude ? (total - next) + value : (value - next) + total
            total = next
        }
        return lost.isFinite ? total + lost : total
    }

    package static func compensated(_ values: [Double]) -> Double { compensated(values.span) }

    /// The arithmetic mean, weighted when weights are given; NaN for nothing.
    package static func mean(_ values: [Double], weights: [Double]? = nil) -> Double {
        guard let weights else { return sum(values) / Double(values.count) }
        return Dots.dot(values, weights) / sum(weights)
    }

    /// The variance with divisor `count − 1`, about the mean in a second pass; NaN below two.
    package static func variance(_ values: [Double]) -> Double {
        guard values.count > 1 else { return .nan }
        let mean = mean(values)
        let squares = values.map { ($0 - mean) * ($0 - mean) }
        return sum(squares) / Double(values.count - 1)
    }

    /// How many equally weighted values carry as much information: (Σw)² / Σw², after Kish.
    package static func effectiveCount(_ weights: [Double]) -> Double {
        let total = sum(weights)
        return total * total / Dots.dot(weights, weights)
    }
}

/// Below this many values a run is added straight, in eight lanes.
private let leaf = 512

private func pairwise(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Double {
    guard range.count > leaf else { return lanes(bytes, range) }
    let half = range.lowerBound + (range.count / 2 + leaf - 1) / leaf * leaf
    return pairwise(bytes, range.lowerBound..<half) + pairwise(bytes, half..<range.upperBound)
}

private func lanes(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Double {
    var total = SIMD8<Double>.zero
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
        total += bytes.loadUnaligned(fromByteOffset: index * 8, as: SIMD8<Double>.self)
        index += 8
    }
    var rest = 0.0
    while index < range.upperBound {
        rest += bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self)
        index += 1
    }
    return total.sum() + rest
}
