import Glibc
import Relations

/// A folder of folders such as `year=2013/month=1/`, as it is made and takes its name.
enum PartitionedFolder {
    /// Refuses a place where no such folder can be made, or where one would take something else's
    /// place.
    static func check(_ path: String, replaces: Bool) throws(EngineError) {
        if FileFacts.isFolder(path) {
            guard replaces else {
                throw EngineError(
                    .fileExists,
                    "`\(path)` is there already",
                    hints: ["save(\"\(path)\", partition: …, replace: true)"]
                )
            }
            if let other = other(in: path) {
                throw EngineError(
                    .fileExists,
                    "`\(path)` holds `\(other)`, which `save` did not write, and stays",
                    hints: ["save(\"\(path)_2\", partition: …)"]
                )
            }
            return
        }
        try DuckDBEngine.checkPlace(path, replaces: replaces)
    }

    /// Something in a folder that no partitioned writing leaves there.
    private static func other(in path: String) -> String? {
        var open = [path]
        while let folder = open.popLast() {
            for name in FileFacts.names(in: folder).sorted() {
                let inside = "\(folder)/\(name)"
                if FileFacts.isFolder(inside) {
                    guard name.contains("=") else { return name }
                    open.append(inside)
                } else if folder == path || FileRequest.Format(path: name) == nil {
                    return name
                }
            }
        }
        return nil
    }

    /// Makes a folder and those above it that lack.
    static func make(_ folder: String, of path: String) throws(EngineError) {
        if FileFacts.isFolder(folder) { return }
        let above = FileFacts.folder(folder)
        if above != folder { try make(above, of: path) }
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
            let reason = String(cString: strerror(errno)).lowercased()
            throw EngineError(.fileUnwritable, "`\(path)` cannot be written: \(reason)")
        }
    }

    /// Waits until a file is safely stored.
    static func settle(_ file: String, of path: String) throws(EngineError) {
        let descriptor = open(file, O_RDONLY)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw EngineError(.fileUnwritable, "`\(path)` cannot be written")
        }
    }

    /// Gives a whole draft its name, at once; what had the name before is removed then.
    static func publish(
        _ draft: String,
        _ path: String,
        replaces: Bool
    ) throws(EngineError) {
        if rename(draft, path) == 0 { return }
        guard replaces, errno == ENOTEMPTY || errno == EEXIST else {
            if errno == ENOTEMPTY || errno == EEXIST { throw DuckDBEngine.exists(path) }
            throw EngineError(.fileUnwritable, "`\(path)` cannot be written")
        }
        if exchange(draft, path) { return remove(draft) }
        // A file system that cannot exchange two names at once.
        let old = draft + ".old"
        guard rename(path, old) == 0, rename(draft, path) == 0 else {
            rename(old, path)
            throw EngineError(.fileUnwritable, "`\(path)` cannot be written")
        }
        remove(old)
    }

    /// Lets two names change places at once, where the file system can.
    private static func exchange(_ one: String, _ other: String) -> Bool {
        // Swift's view of the C library lacks the call.
        typealias Call =
            @convention(c) (
                Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
            ) -> Int32
        guard let found = dlsym(nil, "renameat2") else { return false }
        let exchanging: UInt32 = 2  // RENAME_EXCHANGE
        return unsafeBitCast(found, to: Call.self)(AT_FDCWD, one, AT_FDCWD, other, exchanging) == 0
    }

    /// Removes a folder and all in it, if it is there.
    static func remove(_ path: String) {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return }
        guard facts.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        for name in FileFacts.names(in: path) { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
