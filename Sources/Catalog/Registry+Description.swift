import Foundation
import Relations
import Values

/// The whole registry as plain data, for editors and other tools.
package struct RegistryDescription: Codable, Hashable, Sendable {
    package var names: [Name]

    /// One name that can be typed.
    package struct Name: Codable, Hashable, Sendable {
        package var name: String
        package var kind: Kind
        package var family: String
        package var summary: String
        package var usage: String
        package var parameters: [Parameter]
        /// The type it gives; nil for commands.
        package var result: String?
        /// What a call does to the world: `pure`, `looks`, `runs`; nil for commands.
        package var effect: String?
        package var examples: [String]
    }

    package enum Kind: String, Codable, Sendable {
        /// A function of whole values: verbs, learners.
        case function
        /// A function of row expressions, a value a row or a group.
        case rowFunction
        case `operator`
        case command
    }

    package struct Parameter: Codable, Hashable, Sendable {
        package var name: String
        package var summary: String
        package var type: String
        package var isRequired: Bool
        /// Whether it takes all positional arguments that are left.
        package var isRest: Bool
        /// The default as it would be typed.
        package var standard: String?
        /// What it admits beyond its type, in words.
        package var domain: String?
        package var choices: [String]?
        package var minimum: Double?
        package var maximum: Double?
    }

    /// JSON, indented, its keys sorted: the same text for the same registry.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        } catch {
            preconditionFailure("texts and finite numbers are JSON: \(error)")
        }
    }
}

extension Registry {
    package var description: RegistryDescription {
        RegistryDescription(
            names: functions.map { RegistryDescription.Name($0.signature, .function) }
                + rowFunctions.map(RegistryDescription.Name.init)
                + commands.map(RegistryDescription.Name.init)
        )
    }
}

extension RegistryDescription.Name {
    fileprivate init(_ signature: Signature, _ kind: RegistryDescription.Kind) {
        name = signature.name
        self.kind = kind
        family = signature.family.rawValue
        summary = signature.summary
        usage = signature.usage
        parameters = signature.parameters.map(RegistryDescription.Parameter.init)
        result = signature.result.word
        effect = signature.effect.rawValue
        examples = signature.examples.map(\.code)
    }

    fileprivate init(_ function: RowFunction) {
        let isOperator = function.family == .operators
        self.init(function.signature, isOperator ? .operator : .rowFunction)
        family = function.family.rawValue
        if isOperator { usage = function.operatorForm }
        for (index, parameter) in function.parameters.enumerated() {
            parameters[index].type = parameter.accepts.words
        }
    }

    fileprivate init(_ command: Command) {
        name = ":" + command.name
        kind = .command
        family = "commands"
        summary = command.summary
        usage = command.usage.isEmpty ? name : "\(name) \(command.usage)"
        parameters = []
        examples = command.examples.map(\.code)
    }
}

extension RegistryDescription.Parameter {
    fileprivate init(_ parameter: ParameterSpec) {
        name = parameter.name
        summary = parameter.summary
        type = parameter.type.word
        isRequired = parameter.isRequired
        isRest = parameter.arity == .rest
        standard = parameter.standard.map(\.literal)
        switch parameter.domain {
        case .anything: break
        case .path: domain = parameter.domain.description
        case .choice(let words):
            domain = parameter.domain.description
            choices = words
        case .range(let range):
            domain = parameter.domain.description
            minimum = range.lowerBound.isFinite ? range.lowerBound : nil
            maximum = range.upperBound.isFinite ? range.upperBound : nil
        }
    }
}
