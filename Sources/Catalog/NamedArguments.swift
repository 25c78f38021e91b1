package import Diagnostics
package import Values

/// The arguments of a call, read by the names of their parameters.
///
/// For functions with more parameters than a closure reads well with: none is read in another's
/// place when one is added.
package struct NamedArguments: Sendable {
    private let values: [String: Value]
    private let context: CallContext

    init(_ values: [Value], of signature: Signature, _ context: CallContext) {
        self.values = Dictionary(
            zip(signature.parameters.map(\.name), values),
            uniquingKeysWith: { first, _ in first }
        )
        self.context = context
    }

    /// What was given for a parameter, or its default; an error stands at the argument.
    package func read<Input: ShellRepresentable>(
        _ name: String,
        as type: Input.Type = Input.self
    ) throws(Diagnostic) -> Input {
        guard let value = values[name] else { preconditionFailure("no parameter `\(name)`") }
        do {
            return try Input(shell: value)
        } catch {
            throw error.located(at: context.span(of: name))
        }
    }
}

extension Function {
    /// A function made from a signature, which reads its arguments by name.
    package init(
        byName signature: Signature,
        invoke: @escaping @Sendable (NamedArguments, CallContext) throws -> Value
    ) {
        self.init(signature) { values, context in
            try invoke(NamedArguments(values, of: signature, context), context)
        }
    }
}
