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
        let draft = FileDraft(for: path)
        defer { draft.remove() }
        try draft.check(replacing: replacing)
        try draft.write(text)
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

    package func write(_ text: String) throws(Diagnostic) {
        guard let file = fopen(draft, "we") else { throw unwritable }
        var text = text
        let count = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) }
        let isWhole = count == text.utf8.count && fflush(file) == 0 && fsync(fileno(file)) == 0
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
