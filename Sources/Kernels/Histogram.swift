#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Counts of values between ascending edges: each bin holds its lower edge, the last both.
package struct Histogram: Sendable, Equatable {
    /// One more than there are bins, ascending.
    package let edges: [Double]
    /// The weight in each bin; without weights, how many.
    package private(set) var counts: [Double]
    /// What lay below the first edge, above the last, or was NaN.
    package private(set) var outside = 0.0

    package init(_ values: [Double], edges: [Double], weights: [Double]? = nil) {
        precondition(edges.count > 1, "a bin has two edges")
        self.edges = edges
        counts = Array(repeating: 0, count: edges.count - 1)
        for (index, value) in values.enumerated() {
            let weight = weights?[index] ?? 1
            if let bin = bin(of: value) { counts[bin] += weight } else { outside += weight }
        }
    }

    /// The bin that holds the value, or nil for one outside.
    package func bin(of value: Double) -> Int? {
        let last = edges.count - 1
        guard value >= edges[0], value <= edges[last] else { return nil }
        var low = 0
        var high = last
        while high - low > 1 {
            let middle = (low + high) / 2
            if value >= edges[middle] { low = middle } else { high = middle }
        }
        return low
    }

    /// Edges of `bins` bins of one width; half a unit on both sides when there is no width.
    package static func edges(from low: Double, to high: Double, bins: Int) -> [Double] {
        let (low, high) = low < high ? (low, high) : (low - 0.5, low + 0.5)
        let inner = (0..<bins).map { low + (high - low) * (Double($0) / Double(bins)) }
        return inner + [high]
    }

    /// How many bins suit the finite values: the larger of Sturges' count and that of Freedman and
    /// Diaconis, at most `limit`.
    package static func suggestedBins(_ values: [Double], limit: Int = 512) -> Int {
        let sorted = values.filter(\.isFinite).sorted()
        guard let low = sorted.first, let high = sorted.last, low < high else { return 1 }
        let count = Double(sorted.count)
        let sturges = log2(count) + 1
        let quartiles = [0.25, 0.75].map { Quantiles.quantile(sorted: sorted.span, at: $0) }
        let width = 2 * (quartiles[1] - quartiles[0]) / cbrt(count)
        let freedman = width > 0 ? (high - low) / width : 0
        return Int(min(Double(limit), max(sturges, freedman)).rounded(.up))
    }
}
