import Catalog
import Diagnostics
import Relations
import Values

/// Arguments over the columns of a frame that is not there yet, as a recipe's are.
extension Checker {
    /// Whether a call is about an object that waits for its frame.
    func waits(_ reading: ArgumentReading, _ steps: [Step?]) -> Bool {
        guard let position = reading.signature.scopePosition,
            case .object(let object)? = steps[position]?.known
        else { return false }
        return object is any AwaitsFrame
    }

    /// The argument with its names kept, to be read when there is a frame.
    func awaited(
        _ parameter: ParameterSpec,
        _ arguments: [Syntax.Argument]
    ) -> AwaitedColumns {
        let (registry, scope, context, holes) = (registry, scope, context, holes)
        let text = arguments.map(\.text).joined(separator: ", ")
        return AwaitedColumns(text: text, type: parameter.type) { schema in
            let checker = Checker(
                registry: registry,
                scope: scope,
                context: context,
                mode: .check,
                holes: holes
            )
            let frame = QuotedScope(frame: .ofColumns(schema))
            let found = checker.readQuoted(parameter, arguments, frame)
            guard case .value(.quoted(let quoted))? = found, checker.faults.isEmpty else {
                return .failure(
                    Faults(checker.faults.isEmpty ? [.awaitedUnknown(text)] : checker.faults)
                )
            }
            return .success(quoted)
        }
    }
}

extension Syntax.Argument {
    /// The argument as it would be typed.
    fileprivate var text: String {
        switch label {
        case .positional: SyntaxPrinter.text(value)
        case .slot(let word): "\(word.text): \(SyntaxPrinter.text(value))"
        case .named(let word): "\(Syntax.quotedName(word.text)) = \(SyntaxPrinter.text(value))"
        }
    }
}

extension Diagnostic {
    fileprivate static func awaitedUnknown(_ text: String) -> Diagnostic {
        Diagnostic(
            "formula.unknown",
            "a value in `\(text)` is known only after a run",
            hints: ["x = …", "bind it first"]
        )
    }
}
