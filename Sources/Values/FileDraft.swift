package import Diagnostics
import Glibc

/// A file beside its place, until it is whole: then it takes its name at once.
package struct FileDraft {
    package let path: String
    /// Where it lies until then.
    package let draft: String

    package init(for path: String) {
        self.path = path
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) + "/" } ?? ""
        let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
        draft = "\(folder).\(name).\(getpid()).part"
    }

    /// Writes all of a text to a path or nothing; what is there is replaced only when told.
    package static func write(
        _ text: String,
        to path: String,
        replacing: Bool
    ) throws(Diagnostic) {
        try write(Array(text.utf8), to: path, replacing: replacing)
    }

    /// The same of bytes.
    package static func write(
        _ bytes: [UInt8],
        to path: String,
        replacing: Bool
    ) throws(Diagnostic) {
        let draft = FileDraft(for: path)
        defer { draft.remove() }
        try draft.check(replacing: replacing)
        try draft.write(bytes)
        try draft.publish(replacing: replacing)
    }

    package func remove() { unlink(draft) }

    /// Refuses a place that is a folder, or that is taken and is not to be replaced.
    package func check(replacing: Bool) throws(Diagnostic) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return }
        if facts.st_mode & S_IFMT == S_IFDIR {
            throw Diagnostic("file.unwritable", "`\(path)` is a folder")
        }
        if !replacing { throw exists }
    }

    package func write(_ text: String) throws(Diagnostic) { try write(Array(text.utf8)) }

    package func write(_ bytes: [UInt8]) throws(Diagnostic) {
        guard let file = fopen(draft, "we") else { throw unwritable }
        let count = bytes.withUnsafeBufferPointer { fwrite($0.baseAddress, 1, $0.count, file) }
        let isWhole = count == bytes.count && fflush(file) == 0 && fsync(fileno(file)) == 0
        let failure = unwritable
        guard fclose(file) == 0, isWhole else { throw failure }
    }

    /// Gives the draft its name, at once.
    package func publish(replacing: Bool) throws(Diagnostic) {
        // A link fails where the name is taken meanwhile; renaming would replace it.
        guard (replacing ? rename(draft, path) : link(draft, path)) != 0 else { return }
        throw errno == EEXIST ? exists : unwritable
    }

    private var exists: Diagnostic {
        Diagnostic(
            "file.exists",
            "`\(path)` is there already",
            hints: ["save(\"\(path)\", replace: true)"]
        )
    }

    /// With the reason that the last call gave.
    package var unwritable: Diagnostic {
        let reason = String(cString: strerror(errno)).lowercased()
        return Diagnostic("file.unwritable", "`\(path)` cannot be written: \(reason)")
    }
}
