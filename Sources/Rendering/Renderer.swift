package import Documents

/// Writes a document in one medium; it never fails and keeps nothing between documents.
package protocol Renderer: Sendable {
    /// What is written, as `text/csv`.
    static var mediaType: String { get }
    func render(_ document: Document, into output: inout some TextOutputStream)
}

extension Renderer {
    /// The whole document as text.
    package func string(_ document: Document) -> String {
        var output = ""
        render(document, into: &output)
        return output
    }
}
