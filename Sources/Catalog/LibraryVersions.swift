package import Diagnostics

/// Which versions of the libraries are here that have a say in what a session prints.
package struct LibraryVersions: Sendable {
    /// The libraries, each under the name that transcripts know it by.
    package enum Name: String, Sendable, CaseIterable {
        case duckdb
        case lightgbm
        case xgboost
    }

    private let version: @Sendable (Name) -> String?

    /// `version` opens a library to ask it; nil where it is not here or does not tell.
    package init(version: @escaping @Sendable (Name) -> String?) { self.version = version }

    package subscript(name: Name) -> String? { version(name) }
}

package enum LibraryVersionsKey: ServiceKey {
    package typealias Service = LibraryVersions
    package static var missing: Diagnostic {
        Diagnostic("library.versions", "nobody knows the libraries' versions here")
    }
}
