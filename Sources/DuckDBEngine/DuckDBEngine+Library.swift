import CDuckDB
package import Diagnostics
import Libraries
import Relations

/// The library itself, which is opened when it is first needed.
extension DuckDBEngine {
    /// Which library answers: its path and its version.
    package struct LibraryFacts: Sendable {
        package var path: String
        package var version: String
    }

    /// Opens the library, if it is not open, and tells which it is.
    package static func libraryFacts() throws(Diagnostic) -> LibraryFacts {
        try openLibrary()
        let path = duckdb_loaded_path().map { String(cString: $0) } ?? ""
        let version = duckdb_library_version().map { String(cString: $0) } ?? ""
        return LibraryFacts(
            path: path,
            version: version.hasPrefix("v") ? String(version.dropFirst()) : version
        )
    }

    static func openLibrary() throws(Diagnostic) {
        let search = LibrarySearch.current
        let python = search.paths(of: "libduckdb-python.so").first ?? "libpython3.11.so.1.0"
        try search.open("libduckdb.so") { path in
            duckdb_load(path, python).map { String(cString: $0) }
        }
    }
}

extension DuckDBEngine {
    /// The folder below which an engine spills unless told otherwise.
    package static var spillParent: String { PrivateFolder.standardParent }
}
