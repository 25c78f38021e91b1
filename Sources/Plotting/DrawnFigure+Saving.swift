package import Diagnostics
import Documents
import Glibc
import Rendering
import Values

/// A figure as a file: SVG, or PNG where a program is there that makes it of SVG.
extension DrawnFigure: StoredObject {
    /// `save(figure, "x.csv")` writes the figure's data.
    package var isSavedAsFrame: Bool { true }

    package func write(to path: String, replacing: Bool) throws(Diagnostic) {
        try write(to: path, replacing: replacing, converter: "rsvg-convert")
    }

    /// The path without the ending of its last part.
    private static func bare(_ path: String) -> String {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path }
        return String(path[..<dot])
    }

    func write(
        to path: String,
        replacing: Bool,
        converter: String
    ) throws(Diagnostic) {
        let name = path.lowercased()
        let isPNG = name.hasSuffix(".png")
        guard isPNG || name.hasSuffix(".svg") else {
            throw Diagnostic(
                "file.format",
                "a figure is saved as SVG, as PNG, or as the frame of its data",
                hints: ["svg", "csv"].map { "save(\"\(Self.bare(path)).\($0)\")" }
            )
        }
        let draft = PictureDraft(for: path)
        defer { draft.remove() }
        try draft.check(replacing: replacing)
        try draft.write(SVGRenderer().string(document))
        if isPNG { try draft.convert(by: converter) }
        try draft.publish(replacing: replacing)
    }
}

/// A picture beside its place, until it is whole.
private struct PictureDraft {
    private let path: String
    private let draft: String
    private var drawing: String { draft + ".svg" }

    init(for path: String) {
        self.path = path
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) + "/" } ?? ""
        let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
        draft = "\(folder).\(name).\(getpid()).part"
    }

    func remove() {
        unlink(draft)
        unlink(drawing)
    }

    func check(replacing: Bool) throws(Diagnostic) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return }
        if facts.st_mode & S_IFMT == S_IFDIR {
            throw Diagnostic("file.unwritable", "`\(path)` is a folder")
        }
        if !replacing { throw exists }
    }

    func write(_ text: String) throws(Diagnostic) {
        guard let file = fopen(draft, "we") else { throw unwritable }
        var text = text
        let count = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) }
        let isWhole = count == text.utf8.count && fflush(file) == 0 && fsync(fileno(file)) == 0
        let failure = unwritable
        guard fclose(file) == 0, isWhole else { throw failure }
    }

    /// Makes the SVG of the draft a PNG, at twice its size: screens are finer than its unit.
    func convert(by program: String) throws(Diagnostic) {
        guard rename(draft, drawing) == 0 else { throw unwritable }
        let arguments: [String] = [program, "--zoom", "2", "--output", draft, drawing]
        let words = arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        var child = pid_t()
        guard posix_spawnp(&child, program, nil, nil, words + [nil], environ) == 0 else {
            throw Diagnostic(
                "program.missing",
                "`\(program)`, which makes PNG of SVG, is not on this machine",
                hints: ["! sudo apt-get install librsvg2-bin", "save(\"\(path.dropLast(4)).svg\")"]
            )
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        guard status == 0, access(draft, F_OK) == 0 else {
            throw Diagnostic(
                "file.unwritable",
                "`\(program)` could not make `\(path)`",
                hints: ["save(\"\(path.dropLast(4)).svg\")"]
            )
        }
    }

    /// Gives the draft its name, at once.
    func publish(replacing: Bool) throws(Diagnostic) {
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

    private var unwritable: Diagnostic {
        let reason = String(cString: strerror(errno)).lowercased()
        return Diagnostic("file.unwritable", "`\(path)` cannot be written: \(reason)")
    }
}
