import Diagnostics
import Documents
import Rendering
import Values

/// What is to be known of a model by those who use it, in sections.
struct ModelCard: ShellObject, ShellRepresentable, StoredObject {
    static let type = ObjectType("card")

    let model: String
    let document: Document

    var brief: String { "of \(model)" }

    /// Writes it as Markdown.
    func write(to path: String, replacing: Bool) throws(Diagnostic) {
        guard path.hasSuffix(".md") || path.hasSuffix(".markdown") else {
            throw Diagnostic(
                "file.format",
                "a card is saved as Markdown",
                hints: ["save(\"card.md\")"]
            )
        }
        try FileDraft.write(MarkdownRenderer().string(document), to: path, replacing: replacing)
    }
}
