package import Catalog
package import Diagnostics
package import Values

/// A checked expression: its value if that is known without running anything, else what to run.
package indirect enum Step: Sendable {
    case value(Value)
    case call(BoundCall)
    case later(Later)

    /// What running it gives.
    package var type: ValueType {
        switch self {
        case .value(let value): value.type
        case .call(let call): call.function.signature.result
        case .later(let later): later.type
        }
    }

    /// Whether a line that ends with it shows its value.
    package var showsValue: Bool {
        if case .call(let call) = self { call.function.signature.showsValue } else { true }
    }

    /// What nothing is known of before it runs.
    static let unknown = Step.later(Later(syntax: .hole(.at(0)), holes: [:], type: .anything))

    /// The value, where nothing has to run for it.
    package var known: Value? {
        if case .value(let value) = self { return value }
        return nil
    }
}

/// A function with an argument for every parameter, defaults filled in, domains checked.
package struct BoundCall: Sendable {
    package var function: Function
    package var arguments: [Step]
    package var span: SourceSpan
    package var spans: [String: SourceSpan]
    /// By which names the arguments of a parameter were given, nil for what is no name.
    package var names: [String: [String?]]
}

/// An expression that hangs on a value that only running gives, such as the columns of a
/// prediction: it is checked once that value is there, before it runs itself.
package struct Later: Sendable {
    package var syntax: Syntax
    /// Steps under the names by which the syntax refers to them.
    package var holes: [String: Step]
    package var type: ValueType
}

/// A statement that passed its check.
package enum CheckedStatement: Sendable {
    case expression(Step)
    case binding([Syntax.Target], Step)
    case definition(Syntax.Definition)
}
