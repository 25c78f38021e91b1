package import Diagnostics

/// A statement that was run, and the names that it bound.
package struct BoundStatement: Hashable, Sendable {
    package var text: String
    package var names: [String]

    package init(_ text: String, binding names: [String]) {
        self.text = text
        self.names = names
    }
}

/// The statements that the values of some variables hang on, in the order in which they ran.
package enum StatementsKey: ServiceKey {
    package typealias Service = @Sendable (Set<String>) -> [BoundStatement]
    package static var missing: Diagnostic {
        Diagnostic("history.absent", "no session keeps its statements here")
    }
}
