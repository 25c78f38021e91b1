import Relations
import Tables

/// Row expressions as steps make them.
extension RowExpression {
    /// A call by name; parameters that get nothing have their standard values.
    static func call(_ name: String, _ arguments: RowExpression...) throws -> RowExpression {
        try call(name, arguments)
    }

    static func call(_ name: String, _ arguments: [RowExpression]) throws -> RowExpression {
        guard let function = RowFunctions.named(name) else {
            preconditionFailure("no row function `\(name)`")
        }
        var all = arguments
        for parameter in function.parameters.dropFirst(all.count) {
            if let standard = parameter.standard { all.append(.literal(standard)) }
        }
        return try .calling(function, all)
    }

    static func number(_ value: Double) -> RowExpression { .literal(.float(value)) }
    static func int(_ value: Int) -> RowExpression { .literal(.int(Int64(value))) }
    static func text(_ value: String) -> RowExpression { .literal(.text(value)) }

    /// Whether it is missing.
    var missing: RowExpression { get throws { try .call("is missing", self) } }

    /// It as a text, so that a table can look it up.
    var key: RowExpression {
        get throws { type.isTextual ? self : try .call("text", self) }
    }

    static func lookup(_ text: RowExpression, in table: LookupTable) throws -> RowExpression {
        try .calling(.lookup(in: table), [text])
    }
}

extension NamedExpression {
    /// A column under its own name.
    init(_ field: Field) { self.init(field.name, .column(field.name, field.type)) }
}

extension Field {
    var column: RowExpression { .column(name, type) }
}
