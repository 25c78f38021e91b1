import Catalog
import OrderedCollections
import Relations
import Tables
import Values

/// What may begin a value: legal values of an argument, columns, names of arguments, variables,
/// functions.
extension Completer {
    func values(_ position: CompleterPosition) -> [Candidate] {
        let place = self.place(position)
        var found = position.isAtStart || !place.isDirect ? expected(place) : []
        let slots = place.isDirect && position.isAtStart ? self.slots(place) : []
        if let fields = place.fields {
            let columns = fields.map(column)
            // The formula comes first; behind it an argument's name is likelier.
            let isBehindFormula = place.isFormula && !(place.level?.arguments.isEmpty ?? true)
            found += isBehindFormula ? slots + columns : columns + slots
            guard place.takesExpressions else { return found + choosers() }
            found += place.locals.map { Candidate($0, .variable, "parameter") }
            return found + variables() + rowFunctions() + choosers() + definitions() + keywords()
        }
        found += slots + place.locals.map { Candidate($0, .variable, "parameter") }
        found += variables(fitting: place.parameter)
        return found + functions() + definitions() + keywords()
    }

    /// The legal values of an argument, where they are few.
    private func expected(_ place: Place) -> [Candidate] {
        guard let parameter = place.parameter else { return [] }
        let standard = parameter.standard.flatMap { $0.isMissing ? nil : $0.literal }
        func value(_ text: String, _ name: String) -> Candidate {
            Candidate(text, .value, text == standard ? "default" : "", name: name)
        }
        if case .choice(let words) = parameter.domain {
            return words.map { value("\"\($0)\"", $0) }
        }
        switch parameter.type {
        case .scalar(.bool): return ["true", "false"].map { value($0, $0) }
        case .scalar(.int), .scalar(.float):
            guard case .slot = place.level?.label, let standard else { return [] }
            return [value(standard, standard)]
        default: return []
        }
    }

    /// The names of the arguments that a call still takes.
    private func slots(_ place: Place) -> [Candidate] {
        guard let callee = place.callee, let level = place.level, level.label == .positional else {
            return []
        }
        var given: Set<String> = []
        for case .slot(let name) in level.arguments.map(\.label) { given.insert(name) }
        return callee.parameters.enumerated().compactMap { index, parameter in
            guard parameter.arity == .one, !given.contains(parameter.name),
                !(index == 0 && (level.isStage || parameter.type.takesFrame)),
                !(index == 0 && parameter.isRequired)
            else { return nil }
            return Candidate(
                parameter.name + ": ",
                .argument,
                Self.described(parameter),
                name: parameter.name
            )
        }
    }

    /// Type, default, legal values, meaning: `int, default 100, 1 or more · how many trees`.
    private static func described(_ parameter: ParameterSpec) -> String {
        var words: [String] = []
        if case .choice(let choices) = parameter.domain {
            words.append(choices.joined(separator: " "))
        } else {
            words.append(parameter.type.word)
        }
        if let standard = parameter.standard, !standard.isMissing, !parameter.type.isQuoted {
            words.append("default \(standard.literal)")
        }
        if case .range = parameter.domain { words.append(parameter.domain.description) }
        return words.joined(separator: ", ") + " · " + parameter.summary
    }

    private func column(_ field: Field) -> Candidate {
        Candidate(
            Syntax.quotedName(field.name),
            .column,
            field.type == .missing ? "" : field.type.word,
            name: field.name
        )
    }

    /// What is bound, the newest first; what fits the parameter before the rest.
    func variables(sign: String = "", fitting parameter: ParameterSpec? = nil) -> [Candidate] {
        let all = scope.values.reversed().map { name, value in
            let text = sign + Syntax.quotedName(name)
            return (Candidate(text, .variable, value.type.word, name: name), value)
        }
        guard let type = parameter?.type, type != .anything else { return all.map(\.0) }
        func fits(_ value: Value) -> Bool {
            type.admits(value.type) || value.asFrame != nil && type.admits(.frame)
        }
        return all.filter { fits($0.1) }.map(\.0) + all.filter { !fits($0.1) }.map(\.0)
    }

    private func functions() -> [Candidate] {
        registry.functions.map { function($0.signature, .verb) } + rowFunctions()
    }

    private func rowFunctions() -> [Candidate] {
        registry.rowFunctions.filter { $0.family != .operators }
            .map { function($0.signature, .function) }
    }

    /// Functions that choose columns.
    private func choosers() -> [Candidate] {
        registry.functions.filter { $0.signature.family == .columns }
            .map { function($0.signature, .function) }
    }

    private func function(_ signature: Signature, _ kind: Candidate.Kind) -> Candidate {
        Candidate(
            signature.name + (signature.parameters.isEmpty ? "()" : "("),
            kind,
            signature.summary,
            name: signature.name
        )
    }

    private func definitions() -> [Candidate] {
        scope.definitions.values.map {
            Candidate(
                Syntax.quotedName($0.name.text) + "(",
                .definition,
                $0.usage,
                name: $0.name.text
            )
        }
    }

    private func keywords() -> [Candidate] {
        ["missing", "true", "false", "not", "if", "def"].map { Candidate($0, .keyword) }
    }
}

extension Completer.Place {
    /// Whether an expression may stand here, not only a column's name.
    var takesExpressions: Bool {
        switch reader?.type {
        case .columnNames, .columnName, .joinKeys, .renamings: false
        default: true
        }
    }
}
