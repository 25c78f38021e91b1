package import Tables

extension RowExpression {
    /// A call of a function of the library by name; what is not given has its default.
    package static func calling(
        _ name: String,
        _ arguments: RowExpression...
    ) throws(TypeFault) -> RowExpression {
        try calling(named: name, arguments)
    }

    package static func calling(
        named name: String,
        _ arguments: [RowExpression]
    ) throws(TypeFault) -> RowExpression {
        guard let function = RowFunctions.named(name) else {
            preconditionFailure("`\(name)` is a row function")
        }
        let rest = function.parameters.dropFirst(arguments.count).map {
            RowExpression.literal($0.standard ?? .missing)
        }
        return try calling(function, arguments + rest)
    }

    /// How many rows lack a value.
    package static func missingCount(
        of subject: RowExpression
    ) throws(TypeFault) -> RowExpression {
        try calling("sum", calling("is missing", subject))
    }

    /// The column of a field.
    package static func column(_ field: Field) -> RowExpression { .column(field.name, field.type) }
}
