import Diagnostics
import Glibc
import Relations

/// What the file system says.
enum FileFacts {
    /// The files that a path stands for, in the order of their names; never none.
    ///
    /// A folder stands for the files of a format in the folders of it that tell columns.
    static func files(
        _ path: String,
        _ format: FileRequest.Format? = nil
    ) throws(EngineError) -> [FileIdentity] {
        let path = expanded(path)
        if let format, isPartitioned(path) { return try partitioned(path, format) }
        let paths = isPattern(path) && access(path, F_OK) != 0 ? matches(path) : [path]
        if paths.isEmpty { throw missing(path) }
        var files: [FileIdentity] = []
        for path in paths { files.append(try readable(path)) }
        return files
    }

    /// The file as it is now, or nil when it is not there.
    static func identity(_ path: String) -> FileIdentity? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return FileIdentity(
            path: path,
            size: Int64(facts.st_size),
            modified: Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec),
            inode: UInt64(facts.st_ino)
        )
    }

    static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// Removes a file, if it is there.
    static func remove(_ path: String) { unlink(path) }

    /// The last part of a path.
    static func name(_ path: String) -> String {
        String(path.split(separator: "/").last ?? Substring(path))
    }

    /// The folder that a path lies in.
    static func folder(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A folder's path without the slash behind it.
    static func folderPath(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// The names in a folder.
    static func names(in folder: String) -> [String] { PrivateFolder.names(in: folder) }

    /// A path in which `~` is the home folder.
    static func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }

    static func isPattern(_ path: String) -> Bool {
        path.contains { $0 == "*" || $0 == "?" }
    }

    private static func matches(_ pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, GLOB_NOSORT, nil, &found) == 0 else { return [] }
        let paths = (0..<Int(found.gl_pathc)).compactMap { index in
            found.gl_pathv[index].map { String(cString: $0) }
        }
        return paths.filter { !isFolder($0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether a folder has others inside that tell a column, such as `year=2013`.
    private static func isPartitioned(_ path: String) -> Bool {
        isFolder(path) && names(in: path).contains { $0.contains("=") && isFolder("\(path)/\($0)") }
    }

    /// The files in the folders of a folder, however deep; what other programs leave beside their
    /// files begins with `_` or a point.
    private static func partitioned(
        _ path: String,
        _ format: FileRequest.Format
    ) throws(EngineError) -> [FileIdentity] {
        var open = [folderPath(path)]
        var files: [FileIdentity] = []
        while let folder = open.popLast() {
            for name in names(in: folder) where !name.hasPrefix(".") && !name.hasPrefix("_") {
                let inside = "\(folder)/\(name)"
                if isFolder(inside) {
                    open.append(inside)
                } else if FileRequest.Format(path: name) == format {
                    files.append(try readable(inside))
                }
            }
        }
        if files.isEmpty {
            throw EngineError(.fileMissing, "`\(path)` holds no \(format.title) file")
        }
        return files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private static func readable(_ path: String) throws(EngineError) -> FileIdentity {
        guard let identity = identity(path) else { throw missing(path) }
        if isFolder(path) {
            let folder = path.hasSuffix("/") ? path : path + "/"
            let inside = names(in: path).sorted().first { FileRequest.Format(path: $0) != nil }
            let ending = inside?.firstIndex(of: ".").flatMap { inside?[$0...] } ?? ".csv"
            throw EngineError(
                .fileUnreadable,
                "`\(path)` is a folder",
                hints: ["load(\"\(folder)*\(ending)\") reads its files as one"]
            )
        }
        guard access(path, R_OK) == 0 else {
            throw EngineError(
                .fileUnreadable,
                "`\(path)` may not be read",
                hints: ["! chmod u+r \(path)"]
            )
        }
        return identity
    }

    /// A file's name up to its first dot.
    private static func stem(_ name: String) -> String { String(name.prefix { $0 != "." }) }

    private static func missing(_ path: String) -> EngineError {
        let folder = folder(path)
        if let end = path.firstRange(of: "://")?.upperBound {
            return EngineError(
                .fileMissing,
                "`\(path[..<end])` is no place that is read here; files and `https://` are",
                hints: path.hasPrefix("ftp") ? ["! curl -LO \(path)"] : []
            )
        }
        if isPattern(path) {
            return EngineError(.fileMissing, "no file is named like `\(path)`")
        }
        guard isFolder(folder) else {
            return EngineError(
                .fileMissing,
                "there is no folder `\(folder)`",
                hints: nearFolders(path).map { "load(\"\($0)\")" }
            )
        }
        let prefix = path.dropLast(name(path).count)
        return EngineError(
            .fileMissing,
            "there is no file `\(path)`",
            hints: near(name(path), in: folder).map { "load(\"\(prefix)\($0)\")" }
        )
    }

    /// The path with another name for the first folder that is not there, where that leads to a file.
    private static func nearFolders(_ path: String) -> [String] {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for place in parts.indices.dropLast() where !parts[place].isEmpty {
            let above = parts[..<place].joined(separator: "/") + (place > 0 ? "/" : "")
            if isFolder(above + parts[place]) { continue }
            let folder = above.isEmpty ? "." : above
            let others = names(in: folder).filter { isFolder("\(folder)/\($0)") }
            return Suggestion.close(to: parts[place], among: others)
                .map { ([above + $0] + parts[(place + 1)...]).joined(separator: "/") }
                .filter { access($0, R_OK) == 0 }
        }
        return []
    }

    /// Files with a name like this one in a folder; where there are none, those of the same name,
    /// but for its ending, in the folders inside.
    private static func near(_ name: String, in folder: String) -> [String] {
        let here = names(in: folder)
        func isData(_ path: String) -> Bool { FileRequest.Format(path: path) != nil }
        let near = Suggestion.close(to: name, among: here.filter(isData)).filter { other in
            // What all files end with makes none of them close.
            !Suggestion.close(to: stem(name), among: [stem(other)]).isEmpty
        }
        guard near.isEmpty else { return near }
        let inside = here.sorted().filter { !$0.hasPrefix(".") && isFolder("\(folder)/\($0)") }
        return Array(
            inside.prefix(64).flatMap { inner in
                names(in: "\(folder)/\(inner)").sorted()
                    .filter {
                        isData($0) && !Suggestion.close(to: stem(name), among: [stem($0)]).isEmpty
                    }
                    .map { "\(inner)/\($0)" }
            }
            .prefix(3)
        )
    }
}

extension FileFacts {
    /// The first bytes of a file.
    static func start(of path: String, count: Int) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: count)
        let read = fread(&bytes, 1, count, file)
        return Array(bytes.prefix(read))
    }

    /// The last bytes of a file.
    static func end(of path: String, count: Int) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        fseek(file, -count, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: count)
        let read = fread(&bytes, 1, count, file)
        return Array(bytes.prefix(read))
    }
}
