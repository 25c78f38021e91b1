package import Diagnostics
import Values

/// An argument as far as binding needs it: how it is labelled, and where it stands.
package struct ArgumentPlace: Sendable {
    package enum Label: Sendable, Hashable {
        case positional
        case slot(String)
        case named(String)
    }
    package var label: Label
    /// The whole argument, and its label or value alone.
    package var span: SourceSpan
    package var labelSpan: SourceSpan

    package init(_ label: Label, span: SourceSpan, labelSpan: SourceSpan) {
        self.label = label
        self.span = span
        self.labelSpan = labelSpan
    }
}

/// Which arguments each parameter gets, by position, and what is wrong.
package struct Binding: Sendable {
    package var arguments: [[Int]]
    package var faults: [Diagnostic]
}

extension Signature {
    /// Gives each argument to a parameter.
    ///
    /// Positional arguments fill parameters in order up to one that takes the rest; what stands
    /// behind that is given by name. `piped` says that the first parameter has its value already;
    /// `mended` writes the call with another sign in an argument `name = value`.
    package func bind(
        _ places: [ArgumentPlace],
        piped: Bool,
        call: SourceSpan,
        mended: (_ index: Int, _ sign: String) -> String = { _, _ in "" }
    ) -> Binding {
        var binding = Binding(arguments: Array(repeating: [], count: parameters.count), faults: [])
        // What is piped joins the others where the first parameter takes the rest.
        var next = piped && parameters.first?.arity != .rest ? 1 : 0
        for (index, place) in places.enumerated() {
            switch place.label {
            case .positional: bindPositional(index, place, &next, &binding)
            case .slot(let name): bindSlot(index, name, place, piped: piped, mended, &binding)
            case .named(let name): bindNamed(index, name, place, mended, &binding)
            }
        }
        // What could not be placed may well be what is missing.
        guard binding.faults.isEmpty else { return binding }
        for (position, parameter) in parameters.enumerated()
        where parameter.isRequired && binding.arguments[position].isEmpty
            && !(piped && position == 0)
        {
            binding.faults.append(missing(parameter, call))
        }
        return binding
    }

    private func bindPositional(
        _ index: Int,
        _ place: ArgumentPlace,
        _ next: inout Int,
        _ binding: inout Binding
    ) {
        while next < parameters.count, parameters[next].arity == .one,
            !binding.arguments[next].isEmpty
        {
            next += 1
        }
        guard next < parameters.count, !isBehindRest(next) else {
            binding.faults.append(
                Diagnostic(
                    "argument.surplus",
                    "`\(name)` takes no more arguments here",
                    at: place.span,
                    "one too many",
                    hints: [usage]
                )
            )
            return
        }
        binding.arguments[next].append(index)
        if parameters[next].arity == .one { next += 1 }
    }

    private func isBehindRest(_ position: Int) -> Bool {
        parameters[..<position].contains { $0.arity == .rest }
    }

    private func bindSlot(
        _ index: Int,
        _ word: String,
        _ place: ArgumentPlace,
        piped: Bool,
        _ mended: (_ index: Int, _ sign: String) -> String,
        _ binding: inout Binding
    ) {
        guard let position = parameters.firstIndex(where: { $0.name == word }) else {
            binding.faults.append(unknownArgument(word, place) { mended(index, $0) })
            return
        }
        guard binding.arguments[position].isEmpty, !(piped && position == 0) else {
            binding.faults.append(
                Diagnostic(
                    "argument.repeated",
                    "`\(word)` is given twice",
                    at: place.labelSpan,
                    "has a value already"
                )
            )
            return
        }
        binding.arguments[position].append(index)
    }

    private func bindNamed(
        _ index: Int,
        _ word: String,
        _ place: ArgumentPlace,
        _ mended: (_ index: Int, _ sign: String) -> String,
        _ binding: inout Binding
    ) {
        if let position = parameters.firstIndex(where: \.takesNames) {
            binding.arguments[position].append(index)
            return
        }
        let isSlot = parameters.contains { $0.name == word }
        let takesCondition = parameters.contains {
            [.conditions, .rules, .requirements].contains($0.type)
        }
        let foreign = foreignArgument(word)
        let hint =
            isSlot
            ? mended(index, ": ")
            : takesCondition
                ? mended(index, " == ")
                : foreign?.hint(for: word) ?? usage
        binding.faults.append(
            Diagnostic(
                "argument.named",
                "`\(name)` makes no names, so `=` has nothing to do here",
                at: place.labelSpan,
                isSlot
                    ? "`:` fills a slot"
                    : takesCondition ? "`==` compares" : "no new name was expected",
                hints: [hint.isEmpty ? usage : hint]
            )
        )
    }

    private func foreignArgument(_ word: String) -> ForeignNames.Argument? {
        ForeignNames.arguments(word).first { argument in
            parameters.contains { $0.name == argument.own }
        }
    }

    private func unknownArgument(
        _ word: String,
        _ place: ArgumentPlace,
        _ mended: (String) -> String
    ) -> Diagnostic {
        var hints: [String] = []
        if family == .learners, let instead = ForeignNames.instead(of: word, in: name) {
            hints.append(instead)
        } else if let foreign = foreignArgument(word) {
            hints.append(foreign.hint(for: word))
        } else if parameters.contains(where: \.makesNames), !mended(" = ").isEmpty {
            hints.append(mended(" = "))
        } else if let near = Suggestion.hint(for: word, among: parameters.map(\.name)) {
            hints.append(near)
        } else if parameters.contains(where: \.takesColumns), !mended("..").isEmpty,
            !["columns", "cols", "subset"].contains(word)
        {
            hints.append(mended(".."))
        } else {
            hints.append(usage)
        }
        return Diagnostic(
            "argument.unknown",
            "no argument `\(word)`",
            at: place.labelSpan,
            hints: hints
        )
    }

    private func missing(_ parameter: ParameterSpec, _ call: SourceSpan) -> Diagnostic {
        Diagnostic(
            "argument.missing",
            "`\(name)` lacks `\(parameter.name)`",
            at: call,
            parameter.summary,
            hints: [usage]
        )
    }

    /// How it is called, in one line: `head(rows: 10)`, its frame standing before the pipe.
    package var usage: String {
        let isPiped = parameters.first?.type.takesFrame == true
        let shown = parameters.dropFirst(isPiped ? 1 : 0)
        let parts = shown.map { parameter in
            parameter.arity == .rest
                ? parameter.name + "…"
                : parameter.isRequired ? parameter.name : parameter.name + ":"
        }
        return "\(isPiped ? "… | " : "")\(name)(\(parts.joined(separator: ", ")))"
    }
}
