import Relations
import Tables

/// Row functions that verbs call themselves.
enum Reduction {
    static var count: RowFunction { named("count") }

    static func named(_ name: String) -> RowFunction {
        guard let function = RowFunctions.named(name) else {
            preconditionFailure("`\(name)` is a row function")
        }
        return function
    }

    /// A call with one argument and defaults for the others.
    static func call(_ name: String, _ subject: RowExpression) throws(TypeFault) -> RowExpression {
        let function = named(name)
        let rest = function.parameters.dropFirst().map {
            RowExpression.literal($0.standard ?? .missing)
        }
        return try RowExpression.calling(function, [subject] + rest)
    }
}
