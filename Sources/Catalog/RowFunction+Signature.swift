package import Relations
import Tables
import Values

/// Row functions seen as the catalog sees every name.
extension RowFunction {
    /// Its parameters and help in the form that verbs have.
    package var signature: Signature {
        Signature(
            name,
            summary,
            family: Catalog.Family(rawValue: family.rawValue) ?? .numbers,
            parameters: parameters.map(\.spec),
            result: .cell,
            effect: .pure,
            examples: examples.map { Example($0) }
        )
    }
}

extension RowParameter {
    package var spec: ParameterSpec {
        ParameterSpec(
            name,
            summary,
            type: .expression,
            standard: fallback,
            in: choices.isEmpty ? .anything : .choice(choices),
            arity: isRest ? .rest : .one
        )
    }

    private var fallback: Value? {
        if ambient != nil { return .missing }
        return standard.map { .scalar($0) }
    }
}
