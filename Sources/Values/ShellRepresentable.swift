package import Diagnostics
package import OrderedCollections
package import Relations
package import Tables

/// A Swift type that the language can hand to a function and take back from it.
package protocol ShellRepresentable: Sendable {
    static var shellType: ValueType { get }
    /// Whether the argument may be left out, nothing standing for it.
    static var isOptional: Bool { get }
    /// The value as this type, or what was expected instead.
    init(shell value: Value) throws(Diagnostic)
    var shellValue: Value { get }
}

extension ShellRepresentable {
    package static var isOptional: Bool { false }

    /// The refusal of a value of another type.
    package static func refusal(of value: Value) -> Diagnostic {
        Diagnostic(
            "argument.type",
            "\(shellType.described) was expected, \(value.type.described) was found"
        )
    }
}

extension Value: ShellRepresentable {
    package static var shellType: ValueType { .anything }
    package init(shell value: Value) { self = value }
    package var shellValue: Value { self }
}

extension Optional: ShellRepresentable where Wrapped: ShellRepresentable {
    package static var shellType: ValueType { Wrapped.shellType }
    package static var isOptional: Bool { true }
    package init(shell value: Value) throws(Diagnostic) {
        self = value.isMissing ? .none : .some(try Wrapped(shell: value))
    }
    package var shellValue: Value { self?.shellValue ?? .missing }
}

extension Bool: ShellRepresentable {
    package static var shellType: ValueType { .scalar(.bool) }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .scalar(.bool(let flag)) = value else { throw Self.refusal(of: value) }
        self = flag
    }
    package var shellValue: Value { .bool(self) }
}

extension Int: ShellRepresentable {
    package static var shellType: ValueType { .scalar(.int) }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .scalar(.int(let number)) = value else { throw Self.refusal(of: value) }
        self = Int(number)
    }
    package var shellValue: Value { .int(Int64(self)) }
}

extension Double: ShellRepresentable {
    package static var shellType: ValueType { .scalar(.float) }
    package init(shell value: Value) throws(Diagnostic) {
        switch value {
        case .scalar(.int(let number)): self = Double(number)
        case .scalar(.float(let number)): self = number
        default: throw Self.refusal(of: value)
        }
    }
    package var shellValue: Value { .float(self) }
}

extension String: ShellRepresentable {
    package static var shellType: ValueType { .scalar(.text) }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .scalar(.text(let text)) = value else { throw Self.refusal(of: value) }
        self = text
    }
    package var shellValue: Value { .text(self) }
}

extension Scalar: ShellRepresentable {
    package static var shellType: ValueType { .cell }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .scalar(let cell) = value else { throw Self.refusal(of: value) }
        self = cell
    }
    package var shellValue: Value { .scalar(self) }
}

/// A list; a single value passes for a list of one.
extension Array: ShellRepresentable where Element: ShellRepresentable {
    package static var shellType: ValueType { .oneOf([.list, Element.shellType]) }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .list(let values) = value else {
            self = [try Element(shell: value)]
            return
        }
        self = []
        for value in values { append(try Element(shell: value)) }
    }
    package var shellValue: Value { .list(map(\.shellValue)) }
}

/// Values under names, as an argument: a record, or the named arguments of a call.
package struct NamedValues: ShellRepresentable {
    package var all: OrderedDictionary<String, Value>
    package init(_ all: OrderedDictionary<String, Value> = [:]) { self.all = all }
    package static var shellType: ValueType { .record }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .record(let record) = value else { throw Self.refusal(of: value) }
        all = record
    }
    package var shellValue: Value { .record(all) }
}

extension Frame: ShellRepresentable {
    package static var shellType: ValueType { .frame }
    package init(shell value: Value) throws(Diagnostic) {
        guard let frame = value.asFrame else { throw Self.refusal(of: value) }
        self = frame
    }
    package var shellValue: Value { .frame(self) }
}

extension Formula: ShellRepresentable {
    package static var shellType: ValueType { .formula }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .formula(let formula) = value else { throw Self.refusal(of: value) }
        self = formula
    }
    package var shellValue: Value { .formula(self) }
}

/// A shell object that functions take and give as itself.
extension ShellRepresentable where Self: ShellObject {
    package static var shellType: ValueType { .object(type) }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .object(let object) = value, let mine = object as? Self else {
            throw Self.refusal(of: value)
        }
        self = mine
    }
    package var shellValue: Value { .object(self) }
}
