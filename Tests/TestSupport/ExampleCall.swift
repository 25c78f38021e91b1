package import Catalog
import Diagnostics
import Language

/// The call of one function within an example, to be made with another argument.
package struct ExampleCall {
    private let text: String
    private let call: Syntax.Call

    /// The first call of that name in the text, or nil if there is none.
    package init?(of name: String, in text: String) {
        let statements = Parser.parse(SourceText(text)).statements
        guard let call = statements.lazy.flatMap(\.calls).first(where: { $0.name.text == name })
        else { return nil }
        self.text = text
        self.call = call
    }

    /// Whether the text's value is what this call gives: nothing stands behind it.
    package var isLast: Bool { Int(call.span.upper) == text.utf8.count }

    /// The text with another argument in place of what the parameter has.
    package func giving(_ literal: String, for parameter: Int, of signature: Signature) -> String {
        let binding = signature.bind(
            call.arguments.map { argument in
                switch argument.label {
                case .positional:
                    ArgumentPlace(.positional, span: argument.span, labelSpan: argument.span)
                case .slot(let word):
                    ArgumentPlace(.slot(word.text), span: argument.span, labelSpan: word.span)
                case .named(let word):
                    ArgumentPlace(.named(word.text), span: argument.span, labelSpan: word.span)
                }
            },
            piped: call.pipe != nil,
            call: call.span
        )
        let replaced = Set(binding.arguments[parameter])
        var arguments = call.arguments.enumerated()
            .map { replaced.contains($0.offset) ? nil : slice($0.element.span) }
        let spec = signature.parameters[parameter]
        let isPositional = spec.arity == .rest
        let given = isPositional ? literal : "\(spec.name): \(literal)"
        let place = replaced.min() ?? arguments.count
        if place < arguments.count { arguments[place] = given } else { arguments.append(given) }
        let inside = arguments.compactMap(\.self).joined(separator: ", ")
        let bytes = Array(text.utf8)
        let before = String(decoding: bytes[..<Int(call.span.lower)], as: UTF8.self)
        let after = String(decoding: bytes[Int(call.span.upper)...], as: UTF8.self)
        return "\(before)\(call.name.text)(\(inside))\(after)"
    }

    private func slice(_ span: SourceSpan) -> String {
        String(decoding: Array(text.utf8)[Int(span.lower)..<Int(span.upper)], as: UTF8.self)
    }
}

extension Syntax.Statement {
    /// All calls, the outer before the inner.
    fileprivate var calls: [Syntax.Call] {
        switch kind {
        case .expression(let syntax), .binding(_, let syntax): syntax.calls
        default: []
        }
    }
}

extension Syntax {
    fileprivate var calls: [Syntax.Call] {
        var found: [Syntax.Call] = []
        switch kind {
        case .call(let call): found.append(call)
        case .pipe(_, let stages): found += stages
        default: break
        }
        kind.forEachChild { found += $0.calls }
        return found
    }
}
