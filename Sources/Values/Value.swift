package import OrderedCollections
package import Relations
package import Tables

/// What an expression evaluates to.
///
/// One cell, several values put together, something that is run later, or an object that the
/// language carries without knowing it.
package enum Value: Sendable {
    case scalar(Scalar)
    case list([Value])
    case record(OrderedDictionary<String, Value>)
    /// Both ends in.
    case range(Scalar, Scalar)
    /// One column of a frame, not yet read: a frame of that column alone.
    case column(Frame)
    case frame(Frame)
    /// Names that wait for a frame.
    case formula(Formula)
    /// An argument that was read in the columns of a frame.
    case quoted(Quoted)
    case object(any ShellObject)

    package static let missing = Value.scalar(.missing)
    package static func bool(_ value: Bool) -> Value { .scalar(.bool(value)) }
    package static func int(_ value: Int64) -> Value { .scalar(.int(value)) }
    package static func float(_ value: Double) -> Value { .scalar(.float(value)) }
    package static func text(_ value: String) -> Value { .scalar(.text(value)) }

    package var type: ValueType {
        switch self {
        case .scalar(let cell): .scalar(cell.type)
        case .list: .list
        case .record: .record
        case .range: .range
        case .column: .column
        case .frame: .frame
        case .formula: .formula
        case .quoted(let quoted): quoted.type
        case .object(let object): .object(Swift.type(of: object).type)
        }
    }

    /// The value as a table, where it is one or prints as one.
    package var asFrame: Frame? {
        switch self {
        case .frame(let frame): frame
        case .object(let object): object.frame
        default: nil
        }
    }

    /// The frame in whose columns the arguments beside it are read.
    package var argumentFrame: Frame? {
        guard case .object(let object) = self else { return asFrame }
        return object.argumentFrame
    }

    package var isMissing: Bool {
        if case .scalar(.missing) = self { return true }
        return false
    }
}

/// A kind of object, as users name it, such as `model`.
package struct ObjectType: Hashable, Sendable {
    package let name: String
    package init(_ name: String) { self.name = name }
}
