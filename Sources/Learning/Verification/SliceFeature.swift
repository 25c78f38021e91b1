import Glibc
import Kernels
import Relations
package import Tables
import Values

/// A column cut into levels, of which slices are made: categories as they are, numbers in four
/// bins of about as many rows, or as they are where there are few.
package struct SliceFeature: Sendable {
    package let name: String
    /// The level of each row; negative where it is too rare.
    let codes: [Int32]
    /// What each level asks of a row, as it would be typed.
    let conditions: [String]
    /// How many rows each level has.
    let counts: [Int]

    /// So many different numbers are levels of their own.
    private static let mostNumbers = 8
    /// Probabilities of the edges between bins.
    private static let edges = [0.25, 0.5, 0.75]

    /// Nil for a column of another type, and for one of a single level; a level has at least so
    /// many rows.
    package init?(_ name: String, _ column: Column, least: Int) {
        let keys: [Scalar?]
        let test: (Scalar) -> String
        let title = RowExpression.column(name, column.type).text
        switch column.type {
        case .int, .float:
            let bins = NumberBins(column, edges: Self.edges, most: Self.mostNumbers)
            keys = (0..<column.count).map { bins.key($0) }
            test = { bins.condition(title, $0) }
        case .bool, .text, .category:
            keys = (0..<column.count).map { column.isMissing($0) ? nil : column[$0] }
            test = { "\(title) == \($0.literal)" }
        default: return nil
        }
        var counts: [Scalar?: Int] = [:]
        for key in keys { counts[key, default: 0] += 1 }
        let kept = counts.filter { $0.value >= least }.keys
            .sorted { GroupOrder.precedes([$0 ?? .missing], [$1 ?? .missing]) }
        guard counts.count > 1, !kept.isEmpty else { return nil }
        let places = Dictionary(uniqueKeysWithValues: zip(kept, Int32(0)...))
        self.name = name
        codes = keys.map { places[$0] ?? -1 }
        self.counts = kept.map { counts[$0] ?? 0 }
        conditions = kept.map { $0.map(test) ?? "\(title) is missing" }
    }
}

/// Numbers by the bin that each falls into.
private struct NumberBins {
    private let values: [Double]
    /// Upper ends of the bins but the last; nil where each number is its own level.
    private let edges: [Double]?
    /// The least and the greatest number of each bin.
    private var ends: [(low: Double, high: Double)] = []

    init(_ column: Column, edges probabilities: [Double], most: Int) {
        values = (0..<column.count).map { column[$0].number ?? .nan }
        var distinct: Set<Double> = []
        for value in values where !value.isNaN && distinct.count <= most { distinct.insert(value) }
        guard distinct.count > most else {
            edges = nil
            return
        }
        let found = Set(Quantiles.quantiles(values, at: probabilities)).sorted()
        edges = found
        ends = Array(repeating: (.infinity, -.infinity), count: found.count + 1)
        for value in values where !value.isNaN {
            let bin = Self.bin(value, found)
            ends[bin] = (min(ends[bin].low, value), max(ends[bin].high, value))
        }
    }

    private static func bin(_ value: Double, _ edges: [Double]) -> Int {
        edges.count { $0 < value }
    }

    func key(_ row: Int) -> Scalar? {
        let value = values[row]
        if value.isNaN { return nil }
        return edges.map { .int(Int64(Self.bin(value, $0))) } ?? .float(value)
    }

    func condition(_ title: String, _ key: Scalar) -> String {
        guard edges != nil, case .int(let bin) = key else { return "\(title) == \(key.literal)" }
        let (low, high) = ends[Int(bin)]
        if low == high { return "\(title) == \(Scalar.float(low).literal)" }
        let before = bin > 0 ? ends[Int(bin) - 1].high : -.infinity
        let after = Int(bin) + 1 < ends.count ? ends[Int(bin) + 1].low : .infinity
        let texts = [
            -Self.rounded(up: -low, below: -before), Self.rounded(up: high, below: after),
        ].map { Scalar.float($0).literal }
        return "\(title) between \(texts[0]) and \(texts[1])"
    }

    /// A number with few digits, no less than an end of a bin and less than where the next begins, so
    /// that the same rows lie within.
    private static func rounded(up end: Double, below next: Double) -> Double {
        guard end != 0, end.isFinite else { return end }
        let size = Int(log10(end.magnitude).rounded(.down))
        for digits in 6..<16 {
            let scale = pow(10, Double(digits - 1 - size))
            let whole = (end * scale).rounded()
            // What has so few digits stays as it is.
            if whole / scale == end { return end }
            let short = (end * scale).rounded(.up) / scale
            if short >= end, short < next, short.isFinite { return short }
        }
        return end
    }
}
