extension SyntaxPrinter {
    package static func text(_ statement: Syntax.Statement) -> String {
        switch statement.kind {
        case .command(let word, let rest):
            ":" + word.text + (rest.text.isEmpty ? "" : " " + rest.text)
        case .help(let rest): "?" + rest.text
        case .shell(let rest): "! " + rest.text
        case .definition(let definition): text(definition)
        case .binding(let targets, let value):
            targets.map(text).joined(separator: ", ") + " = " + text(value)
        case .expression(let syntax): text(syntax)
        case .continuation(let stages): stages.map(stage).joined(separator: " ")
        }
    }

    static func text(_ definition: Syntax.Definition) -> String {
        let parameters = definition.parameters.map { parameter in
            name(parameter.name.text) + (parameter.fallback.map { " = " + text($0) } ?? "")
        }
        return "def \(name(definition.name.text))(\(parameters.joined(separator: ", "))) = "
            + text(definition.body)
    }

    private static func text(_ target: Syntax.Target) -> String {
        switch target {
        case .name(let word): name(word.text)
        case .drop: "_"
        }
    }
}
