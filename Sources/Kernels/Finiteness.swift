extension [Double] {
    /// Whether no number is a NaN or infinite, looked at eight at a time.
    package var areAllFinite: Bool {
        let whole = count / 8 * 8
        // What is finite becomes a zero; a NaN stays one once it is in a sum.
        var sums = SIMD8<Double>.zero
        withUnsafeBytes { bytes in
            for place in stride(from: 0, to: whole * 8, by: 64) {
                sums += bytes.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self) * 0
            }
        }
        return sums.sum() == 0 && self[whole...].allSatisfy(\.isFinite)
    }
}
