package import Diagnostics
package import Values

/// A verb or function of the language: what is known of it, and what it does.
///
/// Calls block their thread: each statement has one of its own.
package struct Function: Sendable {
    package let signature: Signature
    private let invoke: @Sendable ([Value], CallContext) throws -> Value
    /// Where what it does hangs on what it is given.
    private var effectOfArguments: (@Sendable ([Value]) -> Effect)?
    /// Whether the frame it gives has the columns of the frame it takes, so that a stage behind a
    /// wrong call of it can still be checked.
    package private(set) var keepsColumns = false

    package var name: String { signature.name }

    /// A function made from a signature, such as one that a learner's settings give.
    package init(
        _ signature: Signature,
        invoke: @escaping @Sendable ([Value], CallContext) throws -> Value
    ) {
        self.signature = signature
        self.invoke = invoke
    }

    /// A function whose parameters are Swift types.
    package init<each Input: ShellRepresentable, Output: ShellRepresentable>(
        _ name: String,
        _ summary: String,
        family: Family,
        effect: Effect,
        showsValue: Bool = true,
        takes parameters: repeat Parameter<each Input>,
        examples: [Example] = [],
        body: @escaping @Sendable (CallContext, repeat each Input) throws -> Output
    ) {
        var specs: [ParameterSpec] = []
        for parameter in repeat each parameters { specs.append(parameter.spec) }
        let signature = Signature(
            name,
            summary,
            family: family,
            parameters: specs,
            result: Output.shellType,
            effect: effect,
            showsValue: showsValue,
            examples: examples
        )
        let kept = (repeat each parameters)
        self.init(signature) { values, context in
            var position = 0
            func next<T: ShellRepresentable>(_ parameter: Parameter<T>) throws -> T {
                defer { position += 1 }
                do {
                    return try T(shell: values[position])
                } catch {
                    throw error.located(at: context.span(of: parameter.spec.name))
                }
            }
            return try body(context, repeat next(each kept)).shellValue
        }
    }

    /// The same function, its effect told by its arguments.
    package func effect(
        _ effect: @escaping @Sendable ([Value]) -> Effect
    ) -> Function {
        var copy = self
        copy.effectOfArguments = effect
        return copy
    }

    /// The same function, of which it is known that it only chooses or orders rows.
    package func keepingColumns() -> Function {
        var copy = self
        copy.keepsColumns = true
        return copy
    }

    /// What a call with these arguments does.
    package func effect(of arguments: [Value]) -> Effect {
        effectOfArguments?(arguments) ?? signature.effect
    }

    /// Calls it with a value for every parameter.
    ///
    /// The only place where a foreign error becomes a diagnostic; one from below keeps its place,
    /// and gets the call's if it has none.
    package func call(_ arguments: [Value], in context: CallContext) throws(Faults) -> Value {
        precondition(arguments.count == signature.parameters.count, "a value for every parameter")
        do {
            return try invoke(arguments, context)
        } catch let faults as Faults {
            throw Faults(faults.all.map { $0.located(at: context.span) })
        } catch {
            throw Faults(Function.diagnostic(of: error).located(at: context.span))
        }
    }
}
