/// Products of vectors, added in eight lanes and in a fixed order.
package enum Dots {
    package static func dot(_ x: [Double], _ y: [Double]) -> Double { dot(x.span, y.span) }

    package static func dot(_ x: Span<Double>, _ y: Span<Double>) -> Double {
        precondition(x.count == y.count, "vectors of one length")
        return x.withUnsafeBytes { left in
            y.withUnsafeBytes { right in
                accumulate(left, right, count: x.count) { total, a, b in total += a * b }
            }
        }
    }

    /// The squared Euclidean distance.
    package static func squaredDistance(_ x: Span<Double>, _ y: Span<Double>) -> Double {
        precondition(x.count == y.count, "vectors of one length")
        return x.withUnsafeBytes { left in
            y.withUnsafeBytes { right in
                accumulate(left, right, count: x.count) { total, a, b in
                    let gap = a - b
                    total += gap * gap
                }
            }
        }
    }

    package static func squaredDistance(_ x: [Double], _ y: [Double]) -> Double {
        squaredDistance(x.span, y.span)
    }

    /// Σ w·x·y.
    package static func dot(_ x: [Double], _ y: [Double], weights: [Double]) -> Double {
        precondition(x.count == y.count && x.count == weights.count, "vectors of one length")
        var total = SIMD8<Double>.zero
        for index in x.indices { total[index & 7] += weights[index] * x[index] * y[index] }
        return total.sum()
    }
}

@inline(__always)
private func accumulate(
    _ left: UnsafeRawBufferPointer,
    _ right: UnsafeRawBufferPointer,
    count: Int,
    _ step: (inout SIMD8<Double>, SIMD8<Double>, SIMD8<Double>) -> Void
) -> Double {
    var total = SIMD8<Double>.zero
    var index = 0
    while index + 8 <= count {
        step(
            &total,
            left.loadUnaligned(fromByteOffset: index * 8, as: SIMD8<Double>.self),
            right.loadUnaligned(fromByteOffset: index * 8, as: SIMD8<Double>.self)
        )
        index += 8
    }
    var a = SIMD8<Double>.zero
    var b = SIMD8<Double>.zero
    for lane in 0..<(count - index) {
        a[lane] = left.loadUnaligned(fromByteOffset: (index + lane) * 8, as: Double.self)
        b[lane] = right.loadUnaligned(fromByteOffset: (index + lane) * 8, as: Double.self)
    }
    step(&total, a, b)
    return total.sum()
}
