/// A half-open range of UTF-8 offsets into a `SourceText`.
package struct SourceSpan: Hashable, Sendable {
    /// The offset of the first byte, and that after the last.
    package var lower: UInt32
    package var upper: UInt32

    package init(_ range: Range<Int>) {
        lower = UInt32(range.lowerBound)
        upper = UInt32(range.upperBound)
    }

    package init(lower: UInt32, upper: UInt32) {
        self.lower = lower
        self.upper = max(lower, upper)
    }

    /// The place before the byte at `offset`, of no length.
    package static func at(_ offset: Int) -> SourceSpan { SourceSpan(offset..<offset) }

    package var range: Range<Int> { Int(lower)..<Int(upper) }
    package var isEmpty: Bool { lower == upper }

    /// The smallest span that covers both.
    package func union(_ other: SourceSpan) -> SourceSpan {
        SourceSpan(lower: min(lower, other.lower), upper: max(upper, other.upper))
    }

    package func contains(_ offset: Int) -> Bool { range.contains(offset) }
}
