package import Diagnostics
package import Values

/// Readers of what objects wrote with `save`; each says nil to a path that is not its own.
package struct ObjectLoaders: Sendable {
    package typealias Loader = @Sendable (String, CallContext) throws -> Value?
    package var all: [Loader]
    package init(_ all: [Loader]) { self.all = all }
}

package enum ObjectLoadersKey: ServiceKey {
    package typealias Service = ObjectLoaders
    package static var missing: Diagnostic {
        Diagnostic("object.loaders", "no saved objects can be read here")
    }
}
