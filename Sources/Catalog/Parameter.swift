package import Values

/// What a function takes in one place: its name, type, default and domain.
///
/// The checker, help, completion and tests all read it.
package struct ParameterSpec: Sendable {
    package var name: String
    package var summary: String
    package var type: ValueType
    /// Taken when nothing is given; nil where something must be.
    package var standard: Value?
    package var domain: Domain
    package var arity: Arity

    /// How many arguments it takes.
    package enum Arity: Sendable {
        case one
        /// All positional arguments that are left, and named ones where its type makes columns.
        case rest
    }

    package init(
        _ name: String,
        _ summary: String,
        type: ValueType,
        standard: Value? = nil,
        in domain: Domain = .anything,
        arity: Arity = .one
    ) {
        self.name = name
        self.summary = summary
        self.type = type
        self.standard = standard
        self.domain = domain
        self.arity = arity
    }

    package var isRequired: Bool { standard == nil }

    /// Whether `name = expression` may stand for it.
    package var takesNames: Bool {
        guard arity == .rest else { return false }
        switch type {
        case .selection, .derivations, .reductions, .renamings, .grouping: return true
        default: return takesNamedValues
        }
    }

    /// Whether each of its arguments needs a name of its own.
    var makesNames: Bool {
        guard arity == .rest else { return false }
        switch type {
        case .derivations, .reductions, .renamings: return true
        default: return takesNamedValues
        }
    }

    /// Whether it takes any number of columns by their names.
    var takesColumns: Bool {
        arity == .rest && (type == .selection || type == .columnNames)
    }

    /// Whether names go with plain values: `frame(x = [1, 2])`.
    package var takesNamedValues: Bool { arity == .rest && type == .record }
}

/// A parameter whose Swift type is known, as functions declare it.
package struct Parameter<Input: ShellRepresentable>: Sendable {
    package let spec: ParameterSpec

    /// One that must be given, unless its type is optional.
    package init(_ name: String, _ summary: String, in domain: Domain = .anything) {
        spec = ParameterSpec(
            name,
            summary,
            type: Input.shellType,
            standard: Input.isOptional ? .missing : nil,
            in: domain
        )
    }

    /// One with a default.
    package init(
        _ name: String,
        default standard: Input,
        _ summary: String,
        in domain: Domain = .anything
    ) {
        spec = ParameterSpec(
            name,
            summary,
            type: Input.shellType,
            standard: standard.shellValue,
            in: domain
        )
    }

    private init(spec: ParameterSpec) { self.spec = spec }

    /// One that takes all the positional arguments that are left.
    package static func rest(
        _ name: String,
        _ summary: String,
        default standard: Input? = nil,
        in domain: Domain = .anything
    ) -> Parameter {
        Parameter(
            spec: ParameterSpec(
                name,
                summary,
                type: Input.shellType,
                standard: standard?.shellValue,
                in: domain,
                arity: .rest
            )
        )
    }
}
