import Glibc

/// A temporary folder that nobody else may read, removed with its owner.
///
/// Its name tells the process, so that a later one can sweep what a killed one has left.
package final class PrivateFolder: Sendable {
    package let path: String
    /// A name that nobody would give: what looks like one that was left is removed.
    private static let prefix = "epilogue-private-"
    /// What `mkdtemp` puts a free name for.
    private static let free = String(repeating: "X", count: 6)

    package init(in parent: String) throws(EngineError) {
        Self.sweep(parent)
        var template = Array("\(parent)/\(Self.prefix)\(getpid())-\(Self.free)".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw EngineError(
                .fileUnwritable,
                "no folder can be made in `\(parent)`",
                hints: ["`$TMPDIR` names the folder for what does not fit into memory"]
            )
        }
        path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
    }

    deinit { Self.remove(path) }

    /// `$TMPDIR`, or the system's own.
    package static var standardParent: String {
        guard let named = getenv("TMPDIR") else { return "/tmp" }
        var path = String(cString: named)
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path.isEmpty ? "/tmp" : path
    }

    /// Removes the folders of processes that are no more.
    private static func sweep(_ parent: String) {
        for name in names(in: parent) where name.hasPrefix(prefix) {
            let parts = name.dropFirst(prefix.count).split(
                separator: "-",
                omittingEmptySubsequences: false
            )
            guard parts.count == 2, parts[1].count == free.count,
                let process = Int32(parts[0]), process > 0
            else { continue }
            if kill(process, 0) != 0, errno == ESRCH { remove("\(parent)/\(name)") }
        }
    }

    private static func remove(_ path: String) {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_uid == getuid() else { return }
        if facts.st_mode & S_IFMT == S_IFDIR {
            for name in names(in: path) { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    /// The names in a folder.
    package static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
