import Catalog
import Diagnostics
import Documents
import Explaining
import Plotting
import Tables
import Values

extension Function {
    static let dependence = Function.plotting(
        DependencePlot.self,
        chosenBy: [
            Parameter<String>("x", "the feature, by its name").spec, PlotChoices.label,
            Parameter<String?>(
                "color",
                "the feature that shades; the one that goes most with what `x` adds if absent"
            ).spec,
        ],
        examples: [
            Example(
                "lightgbm(body_mass_g ~ . - year, trees: 20) | fit(penguins)"
                    + " | explain(penguins) | dependence(\"flipper_length_mm\")"
            )
        ]
    ) { explanation, choices in
        let output = try choices.output(of: explanation)
        let place = try choices.feature("x", of: explanation)
        let color = try choices.feature(orNone: "color", of: explanation)
        let partner = color ?? explanation.partner(of: place, in: output)
        return DependencePlot.Subject(
            title: output.subject(of: explanation.target),
            unit: output.unit(of: explanation.target),
            feature: explanation.features[place].name,
            values: explanation.dependenceValues(of: place),
            contributions: Array(output.contributions.column(place)),
            partner: partner.map { explanation.shading(of: $0) }
        )
    }
}

extension PlotChoices {
    /// The place of a feature whose name was given.
    func feature(_ parameter: String, of explanation: Explanation) throws -> Int {
        guard let place = try feature(orNone: parameter, of: explanation) else {
            preconditionFailure("a feature is asked for")
        }
        return place
    }

    func feature(orNone parameter: String, of explanation: Explanation) throws -> Int? {
        guard let name = try String?(shell: values[parameter] ?? .missing) else { return nil }
        if let place = explanation.place(of: name) { return place }
        let names = explanation.features.map(\.name)
        let close = Suggestion.close(to: name, among: names, limit: 3)
        throw Diagnostic(
            "explanation.feature",
            "`\(name)` is not a feature of the explanation",
            at: context.span(of: parameter),
            hints: (close.isEmpty ? Array(names.prefix(5)) : close).map { "\"\($0)\"" }
        )
    }
}

extension Explanation {
    /// A feature's cells between 0 and 1: numbers by their rank, names by the alphabet.
    fileprivate func shading(of place: Int) -> DependencePlot.Subject.Partner {
        let name = features[place].name
        if let numbers = numbers(of: place), features[place].column.type != .bool {
            return DependencePlot.Subject.Partner(name, shades: RankShades.of(numbers))
        }
        let texts = (0..<rows).map { shortText(of: place, row: $0) }
        let order = Set(texts.compactMap(\.self)).sorted()
        let codes = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, Double($0)) })
        return DependencePlot.Subject.Partner(
            name,
            shades: RankShades.of(texts.map { $0.flatMap { codes[$0] } ?? .nan }),
            ends: (order.first ?? "", order.last ?? "")
        )
    }

    fileprivate func dependenceValues(of place: Int) -> DependencePlot.Subject.Values {
        guard let numbers = numbers(of: place), features[place].column.type != .bool else {
            return .names((0..<rows).map { shortText(of: place, row: $0) ?? "missing" })
        }
        return .numbers(numbers, ticks: ticks(of: place, numbers))
    }

    /// The words of some moments; numbers need none.
    private func ticks(of place: Int, _ numbers: [Double]) -> [Axis.Tick]? {
        switch features[place].column.type {
        case .date, .time, .timestamp: break
        default: return nil
        }
        let order = numbers.indices.filter { !numbers[$0].isNaN }.sorted {
            numbers[$0] < numbers[$1]
        }
        guard let last = order.last else { return nil }
        let some = stride(from: 0, to: order.count, by: max(1, order.count / 3)).map { order[$0] }
        var ticks: [Axis.Tick] = []
        for row in some.dropLast(some.count > 3 ? 1 : 0) + [last] {
            guard let text = shortText(of: place, row: row), ticks.last?.label != text else {
                continue
            }
            ticks.append(Axis.Tick(numbers[row], text))
        }
        return ticks
    }
}
