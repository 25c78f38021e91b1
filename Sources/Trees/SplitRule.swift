/// Which cells of a feature send a row left.
package enum SplitRule: Sendable, Hashable {
    /// Those up to the threshold, and missing ones where `missingLeft` says so; where
    /// `zeroIsMissing`, cells of next to nothing are missing too.
    case atMost(Double, missingLeft: Bool, zeroIsMissing: Bool)
    /// Those whose whole part is among the categories, a bit each, 32 in a word.
    case among([UInt32])

    /// Up to here LightGBM takes a number for zero (`kZeroThreshold`, a `float`).
    package static let zero = Double(Float(1e-35))

    package func sendsLeft(_ cell: Double) -> Bool {
        switch self {
        case .atMost(let threshold, let missingLeft, let zeroIsMissing):
            if cell.isNaN || (zeroIsMissing && cell.magnitude <= SplitRule.zero) {
                return missingLeft
            }
            return cell <= threshold
        case .among(let words):
            // A cell between -1 and 0 is category 0, as in C's conversion.
            guard cell > -1, cell < Double(words.count * 32) else { return false }
            let category = Int(cell)
            return words[category >> 5] >> UInt32(category & 31) & 1 == 1
        }
    }
}
