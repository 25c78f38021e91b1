package import Tables

extension RowExpression {
    /// The columns it reads with their types, in the order of the text; a column may come twice.
    package var fields: [Field] {
        switch self {
        case .literal, .element: []
        case .column(let name, let type): [Field(name, type)]
        case .call(let call): call.parts.flatMap(\.fields)
        }
    }
}
