import Catalog
package import Diagnostics
import Tables
package import Values

extension SearchSpace.Dimension {
    /// Reads what a setting of a learner may be: a list, a range, or a single value.
    ///
    /// Everything in it is held to the setting's own declaration.
    package init(_ name: String, _ value: Value, of learner: LearnerValue) throws(Diagnostic) {
        let declarations = learner.declarations
        guard let found = declarations.first(where: { $0.spec.name == name }) else {
            throw Self.unknown(name, learner, declarations.map(\.spec.name))
        }
        spec = found.spec
        isLogarithmic = found.scale == .logarithmic
        switch value {
        case .range(let low, let high):
            extent = try Self.extent(found.spec, found.scale, low, high)
        case .list(let values):
            guard !values.isEmpty else {
                throw Diagnostic(
                    "tune.range",
                    "`\(name)` has nothing to try",
                    hints: Self.hints(found.spec)
                )
            }
            var distinct: [Value] = []
            for value in values where !distinct.contains(where: { $0.isSame(value) }) {
                try Self.check(value, found.spec)
                distinct.append(value)
            }
            extent = .choices(distinct)
        default:
            try Self.check(value, found.spec)
            extent = .choices([value])
        }
    }

    private static func extent(
        _ spec: ParameterSpec,
        _ scale: SearchScale,
        _ first: Scalar,
        _ last: Scalar
    ) throws(Diagnostic) -> SearchSpace.Dimension.Extent {
        guard spec.type == .scalar(.int) || spec.type == .scalar(.float) else {
            throw Diagnostic(
                "tune.range",
                "`\(spec.name)` is \(spec.type.described), and a range is of numbers",
                hints: hints(spec)
            )
        }
        try check(.scalar(first), spec)
        try check(.scalar(last), spec)
        guard let low = first.number, let high = last.number, low <= high else {
            throw Diagnostic(
                "tune.range",
                "the range of `\(spec.name)` goes from more to less",
                hints: [
                    "\(spec.name): \(Value.scalar(last).words)..\(Value.scalar(first).words)"
                ]
            )
        }
        guard low < high else { return .choices([.scalar(first)]) }
        return .numbers(
            NumberExtent(
                low: low,
                high: high,
                isWhole: spec.type == .scalar(.int),
                isLogarithmic: scale == .logarithmic
            )
        )
    }

    /// Holds a value to the setting's type and domain.
    private static func check(_ value: Value, _ spec: ParameterSpec) throws(Diagnostic) {
        if value.isMissing, spec.standard?.isMissing == true { return }
        guard spec.type.admits(value.type), !value.isMissing else {
            throw Diagnostic(
                "argument.type",
                "`\(spec.name)` is \(spec.type.described), not \(value.type.described)",
                hints: hints(spec)
            )
        }
        guard spec.domain.admits(value) else {
            throw Diagnostic(
                "argument.domain",
                "`\(spec.name)` is \(spec.domain), and \(value.words) is not",
                hints: hints(spec)
            )
        }
    }

    /// What may be typed instead.
    private static func hints(_ spec: ParameterSpec) -> [String] {
        if case .choice(let words) = spec.domain {
            let list = words.prefix(3).map { "\"\($0)\"" }.joined(separator: ", ")
            return ["\(spec.name): [\(list)]"]
        }
        guard case .range(let range) = spec.domain, let standard = spec.standard else {
            return spec.standard.map { ["\(spec.name): [\($0.words)]"] } ?? []
        }
        guard case .scalar(let cell) = standard, let number = cell.number, number > 0 else {
            let low = NumberExtent.shortened(max(range.lowerBound, 1))
            return ["\(spec.name): \(Value.float(low).words)..\(Value.float(low * 10).words)"]
        }
        let (low, high) = (max(range.lowerBound, number / 5), min(range.upperBound, number * 3))
        let isWhole = spec.type == .scalar(.int)
        let ends = [low, high].map { end in
            Value.float(isWhole ? end.rounded() : NumberExtent.shortened(end)).words
        }
        return ["\(spec.name): \(ends[0])..\(ends[1])"]
    }

    private static func unknown(
        _ name: String,
        _ learner: LearnerValue,
        _ names: [String]
    ) -> Diagnostic {
        let foreign = ForeignNames.arguments(name).first { names.contains($0.own) }
        let hint =
            foreign?.hint(for: name) ?? Suggestion.hint(for: name, among: names)
            ?? (names.isEmpty
                ? "it has no settings: tune those of a learner such as lightgbm(late ~ .)"
                : Suggestion.list(names))
        return Diagnostic(
            "tune.setting",
            "`\(learner.description.name)` has no setting `\(name)`",
            hints: [hint]
        )
    }
}
