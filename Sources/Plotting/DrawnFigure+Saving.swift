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
        let picture = SVGRenderer().string(document)
        guard isPNG else {
            return try FileDraft.write(picture, to: path, replacing: replacing)
        }
        let draft = FileDraft(for: path)
        defer { draft.remove() }
        try draft.check(replacing: replacing)
        try draft.write(picture)
        try draft.makePNG(by: converter)
        try draft.publish(replacing: replacing)
    }
}

extension FileDraft {
    /// Makes the SVG of the draft a PNG, at twice its size: screens are finer than its unit.
    fileprivate func makePNG(by program: String) throws(Diagnostic) {
        let drawing = draft + ".svg"
        defer { unlink(drawing) }
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
}
