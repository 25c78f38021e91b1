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
        let (names, places) = codes(of: place)
        return DependencePlot.Subject.Partner(
            name,
            shades: RankShades.of(places),
            ends: (names.first ?? "", names.last ?? "")
        )
    }

    fileprivate func dependenceValues(of place: Int) -> PlottedValues {
        let word = { shortText(of: place, row: $0) ?? "missing" }
        guard let numbers = numbers(of: place), features[place].column.type != .bool else {
            return .names((0..<rows).map(word))
        }
        switch features[place].column.type {
        case .date, .time, .timestamp: return .moments(numbers, word)
        default: return .numbers(numbers, ticks: nil)
        }
    }
}
