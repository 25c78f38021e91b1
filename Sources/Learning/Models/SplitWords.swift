import Documents
package import Tables
package import Trees

/// How the library that grew trees tells them.
package struct TreeTelling: Sendable {
    /// Whether a threshold is told as the first number, in 32 bits, that goes right; else as the last
    /// that goes left.
    package var isBelow: Bool
    /// Whether the first trees, one for each output, are what all rows begin with.
    package var startsWithBases: Bool

    package init(isBelow: Bool = false, startsWithBases: Bool = false) {
        self.isBelow = isBelow
        self.startsWithBases = startsWithBases
    }
}

/// What a row has to be to go to one side of a split, in words.
package struct SplitWords: Sendable {
    private let features: [Feature]
    private let isBelow: Bool
    /// Levels of a category that are named at most; all where nil.
    package var mostLevels: Int?
    /// The types of the features' columns, where thresholds are told as such.
    package var types: [ColumnType] = []
    /// A moment in words.
    package var moment: @Sendable (Scalar) -> String? = { _ in nil }

    package init(_ features: [Feature], _ telling: TreeTelling) {
        self.features = features
        isBelow = telling.isBelow
    }

    package func words(of split: Split, isLeft: Bool) -> String {
        let feature = features[split.feature]
        let words = asked(split, isLeft: isLeft)
        guard split.rule.sendsLeft(.nan) == isLeft else { return words ?? "never" }
        let missing =
            if case .atMost(_, _, zeroIsMissing: true) = split.rule { "missing or 0" } else {
                "missing"
            }
        return words.map { "\($0) or \(missing)" } ?? "\(feature.name) is \(missing)"
    }

    /// The same of cells that are not missing; nil where all of them go to the other side.
    private func asked(_ split: Split, isLeft: Bool) -> String? {
        let (feature, rule) = (features[split.feature], split.rule)
        switch (feature.kind, rule) {
        case (.category(let levels), _):
            let chosen = levels.filterIndices { rule.sendsLeft(Double($0)) == isLeft }
            return chosen.isEmpty ? nil : named(chosen, of: levels, feature.name)
        case (.flag, _):
            let chosen = [true, false].filter { rule.sendsLeft($0 ? 1 : 0) == isLeft }
            guard chosen.count == 1 else {
                return chosen.isEmpty ? nil : feature.name + " is known"
            }
            return chosen[0] ? feature.name : "not \(feature.name)"
        case (.number, .atMost(let threshold, _, _)):
            let sign =
                switch (isBelow, isLeft) {
                case (true, true): "<"
                case (true, false): ">="
                case (false, true): "<="
                case (false, false): ">"
                }
            return "\(feature.name) \(sign) \(text(of: threshold, split.feature))"
        case (.number, .among): return nil
        }
    }

    /// `x == "a"`, `x in ["a", "b"]`; of many levels the fewer, or some and how many more.
    private func named(_ chosen: [String], of levels: [String], _ feature: String) -> String {
        func quoted(_ names: some Sequence<String>) -> String {
            names.map { "\"\($0)\"" }.joined(separator: ", ")
        }
        guard chosen.count != 1 else { return "\(feature) == \(quoted(chosen))" }
        guard let mostLevels, chosen.count > mostLevels else {
            return "\(feature) in [\(quoted(chosen))]"
        }
        let known = Set(chosen)
        let others = levels.filter { !known.contains($0) }
        if others.count == 1 { return "\(feature) != \(quoted(others))" }
        if !others.isEmpty, others.count <= mostLevels {
            return "\(feature) not in [\(quoted(others))]"
        }
        let more = chosen.count - mostLevels
        return "\(feature) in [\(quoted(chosen.prefix(mostLevels)))] or \(more) more"
    }

    private func text(of threshold: Double, _ feature: Int) -> String {
        if feature < types.count, let text = momentText(of: threshold, types[feature]) {
            return text
        }
        if isBelow {
            // The last number of 32 bits below the one that the library compares with.
            let limit = "\(Float(threshold).nextUp)"
            return limit.hasSuffix(".0") ? String(limit.dropLast(2)) : limit
        }
        // LightGBM's halves between two numbers are a bit above them, and so is its zero.
        if threshold.magnitude <= SplitRule.zero { return "0" }
        let text = NumberFormat(digits: 10).string(threshold)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Whole days and microseconds: the last that goes left, or the first that goes right.
    private func momentText(of threshold: Double, _ type: ColumnType) -> String? {
        func whole(_ unit: Double) -> Double? {
            let limit = threshold * unit
            let whole = isBelow ? limit.rounded(.down) + 1 : limit.rounded(.down)
            return whole.magnitude < 1e18 ? whole : nil
        }
        switch type {
        case .date:
            guard let day = whole(1).flatMap({ Int32(exactly: $0) }) else { return nil }
            return moment(.date(Day(number: day)))
        case .timestamp:
            return whole(1e6).flatMap { moment(.timestamp(Instant(microseconds: Int64($0)))) }
        case .time:
            return whole(1e6).flatMap { moment(.time(TimeOfDay(microseconds: Int64($0)))) }
        default: return nil
        }
    }
}

extension [String] {
    fileprivate func filterIndices(_ isKept: (Int) -> Bool) -> [String] {
        indices.filter(isKept).map { self[$0] }
    }
}
