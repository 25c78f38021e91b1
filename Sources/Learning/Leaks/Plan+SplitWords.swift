package import Relations
import Values

extension Plan {
    /// The splits of which its rows are parts, as they would be said: `part 1 of split(0.7, 0.3)`.
    package var splitWords: [String] {
        partings.map { _, splitting, side in
            switch side {
            case .part(let index): "part \(index + 1) of \(splitting.words)"
            case .outside(let index): "all but part \(index + 1) of \(splitting.words)"
            }
        }
    }
}

extension Splitting {
    fileprivate var words: String {
        var parts: [String] =
            switch method {
            case .shares(let shares): shares.map { "\($0)" }
            case .cuts(let cuts): ["at: [\(cuts.map(\.text).joined(separator: ", "))]"]
            }
        if !stratify.isEmpty { parts.append("stratify: [\(stratify.joined(separator: ", "))]") }
        if !group.isEmpty { parts.append("group: [\(group.joined(separator: ", "))]") }
        if order.isEmpty {
            parts.append("seed: \(seed)")
        } else {
            parts.append("order: \(order.map(\.expression.text).joined(separator: ", "))")
        }
        return "`split(\(parts.joined(separator: ", ")))`"
    }
}
