package import Tables

/// A condition so plain that every database means the same by it: columns beside values.
package indirect enum SimpleCondition: Hashable, Sendable {
    package enum Test: String, Hashable, Sendable {
        case equal = "="
        case unequal = "<>"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        fileprivate var turned: Test {
            switch self {
            case .equal, .unequal: self
            case .less: .greater
            case .lessOrEqual: .greaterOrEqual
            case .greater: .less
            case .greaterOrEqual: .lessOrEqual
            }
        }
    }

    case compares(Field, Test, Scalar)
    case isOneOf(Field, [Scalar])
    case isMissing(Field)
    case isPresent(Field)
    /// One of them holds.
    case any([SimpleCondition])
    case all([SimpleCondition])
}

extension SimpleCondition {
    /// What a condition asks of the columns in it, or nil when it is not as plain.
    package init?(_ condition: RowExpression) {
        switch condition {
        case .column(let name, .bool): self = .compares(Field(name, .bool), .equal, .bool(true))
        case .call(let call) where call.window == nil: self.init(call)
        default: return nil
        }
    }

    private init?(_ call: RowCall) {
        let arguments = call.arguments
        switch call.function.name {
        case "and", "or":
            let parts = arguments.compactMap { SimpleCondition($0) }
            guard parts.count == arguments.count else { return nil }
            self = call.function.name == "and" ? .all(parts) : .any(parts)
        case "not":
            self.init(opposite: arguments[0])
        case "is missing":
            guard let field = arguments[0].field, field.type != .float else { return nil }
            self = .isMissing(field)
        case "in":
            let values = arguments.dropFirst().compactMap(\.constant)
            guard let field = arguments[0].field, !values.isEmpty,
                values.count == arguments.count - 1, values.allSatisfy(\.isPlain)
            else { return nil }
            self = .isOneOf(field, values)
        case "between":
            guard let field = arguments[0].field, let low = arguments[1].constant,
                let high = arguments[2].constant, low.isPlain, high.isPlain
            else { return nil }
            self = .all([
                .compares(field, .greaterOrEqual, low), .compares(field, .lessOrEqual, high),
            ])
        default: self.init(comparison: call)
        }
    }

    private init?(comparison call: RowCall) {
        let spelled = call.function.name == "==" ? "=" : call.function.name
        guard let test = Test(rawValue: spelled == "!=" ? "<>" : spelled),
            call.arguments.count == 2
        else { return nil }
        let (left, right) = (call.arguments[0], call.arguments[1])
        if let field = left.field, let value = right.constant, value.isPlain {
            self = .compares(field, test, value)
        } else if let field = right.field, let value = left.constant, value.isPlain {
            self = .compares(field, test.turned, value)
        } else {
            return nil
        }
    }

    private init?(opposite condition: RowExpression) {
        switch condition {
        case .column(let name, .bool): self = .compares(Field(name, .bool), .equal, .bool(false))
        case .call(let call) where call.function.name == "is missing":
            guard let field = call.arguments[0].field else { return nil }
            self = .isPresent(field)
        default: return nil
        }
    }
}

extension RowExpression {
    /// The column that it is, and nothing more.
    fileprivate var field: Field? {
        if case .column(let name, let type) = self { Field(name, type) } else { nil }
    }

    /// The conditions that all must hold for it to hold.
    package var conjuncts: [RowExpression] {
        if case .call(let call) = self, call.function.name == "and", call.window == nil {
            return call.arguments.flatMap(\.conjuncts)
        }
        return [self]
    }
}

extension Scalar {
    /// Whether it is one value that databases can be told.
    fileprivate var isPlain: Bool {
        switch self {
        case .bool, .int, .text, .date, .timestamp, .time: true
        case .float(let value): value.isFinite
        case .missing, .duration, .list, .record: false
        }
    }
}
