package import OrderedCollections
package import Values

/// What names mean in a session: values, definitions, and the value before.
package struct Scope: Sendable {
    /// What was bound, in the order in which it was bound first.
    package var values: OrderedDictionary<String, Value> = [:]
    package var definitions: OrderedDictionary<String, Syntax.Definition> = [:]
    /// The value of the last expression or binding that succeeded.
    package var previous: Value?
    /// What earlier statements of the same input bind, where only running them gives the value.
    var pending: [String: Step] = [:]
    var pendingPrevious: Step?

    package init() {}

    /// What a name stands for, its value known or not yet.
    func step(of name: String) -> Step? { pending[name] ?? values[name].map { .value($0) } }
}
