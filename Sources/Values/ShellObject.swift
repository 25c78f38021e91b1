package import Documents
package import Relations

/// A value that the language carries without knowing it: a learner, a model, a figure.
package protocol ShellObject: Sendable {
    static var type: ObjectType { get }
    /// What it prints.
    var document: Document { get }
    /// A few words for `:vars`: how large it is, what it is of.
    var brief: String { get }
    /// What `x.name` gives, or nil when it has no such member.
    func member(_ name: String) -> Value?
    /// The members there are, for completion and errors.
    var memberNames: [String] { get }
    /// The value as a table, where it prints as one: every verb of frames then takes it.
    var frame: Frame? { get }
    /// The frame in whose columns the arguments beside it are read: its table, or rows behind it.
    var argumentFrame: Frame? { get }
}

extension ShellObject {
    package var brief: String { Self.type.name }
    package var memberNames: [String] { [] }
    package func member(_ name: String) -> Value? { nil }
    package var frame: Frame? { nil }
    package var argumentFrame: Frame? { frame }
}
