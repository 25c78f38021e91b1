package import Diagnostics
import Glibc

/// Where the libraries lie that are opened while the program runs.
///
/// In order: the folders of `$EPILOGUE_LIBRARIES`, `lib/epilogue` beside the program's `bin`,
/// `.deps/lib` in each folder above the program, and last the system's own search by plain name.
package struct LibrarySearch: Sendable {
    /// The folders to look into, the first to be asked first; not all of them need exist.
    package let folders: [String]

    package init(folders: [String]) { self.folders = folders }

    /// The folders for a program at `executable`, an absolute path, with `setting` as the value of
    /// `$EPILOGUE_LIBRARIES`: folders separated by colons.
    package init(setting: String?, executable: String) {
        let named = setting.map { $0.split(separator: ":").map(String.init) } ?? []
        let parents = Self.parents(of: executable)
        let installed = parents.dropFirst().first.map { [Self.join($0, "lib/epilogue")] } ?? []
        self.init(folders: named + installed + parents.map { Self.join($0, ".deps/lib") })
    }

    /// The search of the running program.
    package static let current = LibrarySearch(
        setting: getenv("EPILOGUE_LIBRARIES").map { String(cString: $0) },
        executable: realpath("/proc/self/exe", nil).map { path in
            defer { free(path) }
            return String(cString: path)
        } ?? ""
    )

    /// Every file of that name, in the order of the search.
    package func paths(of name: String) -> [String] {
        folders.map { Self.join($0, name) }.filter { access($0, R_OK) == 0 }
    }

    /// Opens the first library of that name for which `load` finds no fault, and returns what was
    /// given to it: a path, or the plain name.
    ///
    /// `load` returns what is wrong with the library as one clause, or nil. When all are refused,
    /// the reader is told about the first file that is there.
    @discardableResult
    package func open(
        _ name: String,
        with load: (_ library: String) -> String?
    ) throws(Diagnostic) -> String {
        var faults: [String] = []
        for path in paths(of: name) + [name] {
            guard let fault = load(path) else { return path }
            faults.append(fault)
        }
        throw faults.count > 1 ? .libraryRefused(faults[0]) : .libraryMissing(name)
    }

    /// The folders above a path, the nearest first.
    private static func parents(of path: String) -> [String] {
        var rest = path[...]
        var parents: [String] = []
        while let slash = rest.lastIndex(of: "/") {
            rest = rest[..<slash]
            parents.append(rest.isEmpty ? "/" : String(rest))
        }
        return parents
    }

    private static func join(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }
}

extension Diagnostic {
    static func libraryMissing(_ name: String) -> Diagnostic {
        Diagnostic(
            "library.missing",
            "the library `\(name)` is not on this machine",
            hints: [
                "scripts/bootstrap",
                "`$EPILOGUE_LIBRARIES` names the folder when it is somewhere else",
            ]
        )
    }

    static func libraryRefused(_ fault: String) -> Diagnostic {
        Diagnostic("library.refused", fault, hints: ["scripts/bootstrap"])
    }
}
