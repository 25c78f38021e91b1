import Documents
import Relations
import Values

/// What a verb prints as it is, with the frame behind it where there is one.
struct Printed: ShellObject, ShellRepresentable {
    static let type = ObjectType("page")
    let document: Document
    let frame: Frame?

    init(_ document: Document, frame: Frame? = nil) {
        self.document = document
        self.frame = frame
    }

    init(_ block: Block) { self.init(Document(block)) }
}
