package import Diagnostics
package import Values

/// What `load` asks of those that read objects.
package struct ObjectRequest: Sendable {
    package var path: String
    /// The path as it was typed.
    package var typed: String
    /// The format, where it was told: then the file is data.
    package var format: String?
    /// What an imported model predicts, and its classes in the order of their codes.
    package var target: String?
    package var classes: [String]
    /// What its columns are called, where that is to be other than the file tells.
    package var features: [String]

    package init(
        path: String,
        typed: String,
        format: String? = nil,
        target: String? = nil,
        classes: [String] = [],
        features: [String] = []
    ) {
        self.path = path
        self.typed = typed
        self.format = format
        self.target = target
        self.classes = classes
        self.features = features
    }

    /// The first parameter that was given and only an imported model has.
    package var given: String? {
        target != nil
            ? "target" : !classes.isEmpty ? "classes" : features.isEmpty ? nil : "features"
    }
}

/// Readers of what objects wrote with `save`, or other programs did; each says nil to a path that is
/// not its own.
package struct ObjectLoaders: Sendable {
    package typealias Loader = @Sendable (ObjectRequest, CallContext) throws -> Value?
    package var all: [Loader]
    package init(_ all: [Loader]) { self.all = all }
}

package enum ObjectLoadersKey: ServiceKey {
    package typealias Service = ObjectLoaders
    package static var missing: Diagnostic {
        Diagnostic("object.loaders", "no saved objects can be read here")
    }
}
