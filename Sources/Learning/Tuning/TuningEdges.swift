import Catalog
import Tables
import Values

/// Whether the best lies where a search could go no further.
enum TuningEdges {
    /// Nearer to an end than this share of a range, a number lies at its edge.
    private static let margin = 0.05

    /// A sentence for each setting whose best value lies at the edge of what was tried, and which no
    /// other value equals.
    static func notes(_ tuning: Tuning) -> [String] {
        let best = tuning.trials[0]
        let equals = tuning.trials.filter { $0.value == best.value && $0.share == best.share }
        return tuning.space.dimensions.enumerated().compactMap { place, dimension in
            note(dimension, equals.map { $0.point[place] })
        }
    }

    private static func note(_ dimension: SearchSpace.Dimension, _ best: [Double]) -> String? {
        guard let numbers = numbers(dimension), let first = best.first else { return nil }
        let shares = best.map { numbers.share(dimension.value($0).number ?? $0) }
        let isLow = shares.allSatisfy { $0 <= margin }
        guard isLow || shares.allSatisfy({ $0 >= 1 - margin }) else { return nil }
        guard let (low, high) = beyond(numbers, isLow: isLow, dimension.spec) else { return nil }
        return "the best `\(dimension.name)`, \(dimension.value(first).words), lies at the "
            + "\(isLow ? "lower" : "upper") edge of \(text(numbers.low))..\(text(numbers.high)): "
            + "`\(dimension.name): \(text(low))..\(text(high))` may hold a better one"
    }

    /// What was tried as a range: a range, or three numbers and more.
    private static func numbers(_ dimension: SearchSpace.Dimension) -> NumberExtent? {
        switch dimension.extent {
        case .numbers(let numbers): return numbers
        case .choices(let values):
            let numbers = values.compactMap(\.number)
            guard numbers.count == values.count, numbers.count >= 3, let low = numbers.min(),
                let high = numbers.max()
            else { return nil }
            return NumberExtent(
                low: low,
                high: high,
                isWhole: dimension.spec.type == .scalar(.int),
                isLogarithmic: dimension.isLogarithmic
            )
        }
    }

    /// A range of the same width on the scale with that end in its middle, as far as the setting goes.
    private static func beyond(
        _ numbers: NumberExtent,
        isLow: Bool,
        _ spec: ParameterSpec
    ) -> (low: Double, high: Double)? {
        let end = isLow ? numbers.low : numbers.high
        let half = (numbers.scaled(numbers.high) - numbers.scaled(numbers.low)) / 2
        func moved(_ by: Double) -> Double {
            let number = numbers.unscaled(numbers.scaled(end) + by)
            return numbers.isWhole
                ? number.rounded() : NumberExtent.shortened(number, digits: 2)
        }
        var (low, high) = (moved(-half), moved(half))
        if case .range(let domain) = spec.domain {
            guard isLow ? domain.lowerBound < end : domain.upperBound > end else { return nil }
            (low, high) = (max(low, domain.lowerBound), min(high, domain.upperBound))
        }
        return low < high ? (low, high) : nil
    }

    private static func text(_ number: Double) -> String { Value.float(number).words }
}

extension Value {
    /// It as a number, where it is one.
    fileprivate var number: Double? {
        guard case .scalar(let cell) = self, cell.type != .bool else { return nil }
        return cell.number
    }
}
