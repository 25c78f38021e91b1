package import Diagnostics
package import Relations

/// The name under which an outer layer provides something that a verb may ask for.
package protocol ServiceKey {
    associatedtype Service: Sendable
    /// What is said when nobody provides it.
    static var missing: Diagnostic { get }
}

/// What outer layers provide, by key.
package struct Services: Sendable {
    private var provided: [ObjectIdentifier: any Sendable] = [:]

    package init() {}

    package mutating func provide<Key: ServiceKey>(_ service: Key.Service, for key: Key.Type) {
        provided[ObjectIdentifier(key)] = service
    }

    package subscript<Key: ServiceKey>(key: Key.Type) -> Key.Service {
        get throws(Diagnostic) {
            guard let service = provided[ObjectIdentifier(key)] as? Key.Service else {
                throw Key.missing
            }
            return service
        }
    }
}

/// What brings files from addresses of the web.
package enum WebFilesKey: ServiceKey {
    package typealias Service = any WebFiles
    package static var missing: Diagnostic {
        Diagnostic("address.absent", "nothing is fetched from the web here")
    }
}

/// What runs plans.
package enum EngineKey: ServiceKey {
    package typealias Service = any Engine
    package static var missing: Diagnostic {
        Diagnostic("engine.absent", "no engine runs frames here")
    }
}
