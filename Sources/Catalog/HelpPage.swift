import OrderedCollections
import Relations
import Tables
import Values

/// All that help tells of one name, before it is laid out.
package struct HelpPage: Sendable {
    /// As it is typed: `filter`, `:save`, `is missing`.
    package var name: String
    package var summary: String
    /// The heading under which the name is listed.
    package var family: String
    /// How it is called: `… | filter(x…, by:, order:)`.
    package var usage: String
    package var arguments: [Argument]
    /// What it gives, with its article; nil where it gives nothing.
    package var result: String?
    package var examples: [Example]
    /// Names of the same family that stand near it.
    package var related: [String]

    /// One argument, or one choice of a command, in words.
    package struct Argument: Sendable {
        package var name: String
        package var meaning: String
        /// What it takes: "int, 0 or more".
        package var takes: String
        /// What is taken where nothing is given, as it would be typed.
        package var fallback: String?
    }
}

extension HelpPage {
    /// The page of a verb, learner or other function of whole values.
    init(_ signature: Signature, related: [String]) {
        name = signature.name
        summary = signature.summary
        family = signature.family.rawValue
        usage = signature.usage
        let piped = signature.parameters.first?.type.takesFrame == true ? 1 : 0
        arguments = signature.parameters.dropFirst(piped).map(Argument.init)
        result = signature.result == .anything ? nil : signature.result.described
        examples = signature.examples
        self.related = related
    }

    /// The page of a function or operator of row expressions.
    init(_ function: RowFunction, related: [String]) {
        name = function.name
        summary = function.summary
        family = function.family.rawValue
        usage = function.family == .operators ? function.operatorForm : function.signature.usage
        arguments = function.parameters.map(Argument.init)
        result =
            switch function.kind {
            case .scalar: nil
            case .reduction: "one value a group; over a window, that value in each of its rows"
            case .window where function.ordering == .position: nil
            case .window: "a value a row, from the rows around it"
            }
        examples = function.signature.examples
        self.related = related
    }

    init(_ command: Command, related: [String]) {
        name = ":" + command.name
        summary = command.summary
        family = "commands"
        usage = command.usage.isEmpty ? name : "\(name) \(command.usage)"
        arguments = command.choices.map { choice in
            Argument(name: choice.name, meaning: choice.summary, takes: choice.takes)
        }
        examples = command.examples
        self.related = related
    }
}

extension HelpPage.Argument {
    fileprivate init(_ parameter: ParameterSpec) {
        name = parameter.arity == .rest ? parameter.name + "…" : parameter.name
        meaning = parameter.summary
        takes =
            switch parameter.domain {
            case .anything, .path: parameter.type.word
            case .range(let range):
                parameter.type.word + " " + Domain.range(Self.opened(range)).description
            case .choice: parameter.domain.description
            }
        fallback = parameter.standard.flatMap(Self.shown)
    }

    fileprivate init(_ parameter: RowParameter) {
        name = parameter.isRest ? parameter.name + "…" : parameter.name
        meaning = parameter.summary
        let accepted =
            parameter.choices.isEmpty
            ? Self.bare(parameter.accepts.words) : Domain.choice(parameter.choices).description
        takes = parameter.isConstant ? accepted + ", the same for all rows" : accepted
        fallback =
            switch parameter.ambient {
            case .zone: "the session's zone"
            case .seed: "the session's seed"
            case .now: "the session's start"
            case .subject: "the value as it is"
            case nil: parameter.standard.flatMap { Self.shown(.scalar($0)) }
            }
    }

    /// A bound that is there only to have one is left out.
    private static func opened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        range.upperBound >= 1e9 && range.lowerBound.isFinite
            ? range.lowerBound ... .infinity : range
    }

    /// "a number or a bool" as "number or bool".
    private static func bare(_ words: String) -> String {
        words.replacing(" a ", with: " ").replacing(" an ", with: " ")
            .trimmingPrefix("an ").trimmingPrefix("a ").description
    }

    /// A default that says something: nothing, no columns and an empty list do not.
    private static func shown(_ value: Value) -> String? {
        switch value {
        case .scalar(.missing), .quoted: nil
        case .list(let values) where values.isEmpty: nil
        case .record(let fields) where fields.isEmpty: nil
        default: value.literal
        }
    }
}

extension RowFunction {
    /// How an operator stands among its operands: `x and y`.
    package var operatorForm: String {
        let names = parameters.map { $0.isRest ? $0.name + "…" : $0.name }
        return switch (name, names.count) {
        case ("negate", 1): "-\(names[0])"
        case ("if", 3): "if \(names[0]) then a else b"
        case ("between", 3): "\(names[0]) between \(names[1]) and \(names[2])"
        case (_, 2): "\(names[0]) \(name) \(names[1])"
        case (_, 1) where name.hasPrefix("is "): "\(names[0]) \(name)"
        case (_, 1): "\(name) \(names[0])"
        default: signature.usage
        }
    }
}
