package import Catalog
package import Diagnostics
package import Documents
package import Values

/// All that one input led to: terminals show it, transcripts store it, tests compare it.
package struct Outcome: Sendable {
    package var source: SourceText
    /// What each statement printed, in order.
    package var documents: [Document] = []
    /// What is said beside it: notes and warnings, and the errors that stopped it.
    package var diagnostics: [Diagnostic] = []
    /// The value of the last statement that has one.
    package var value: Value?
    package var elapsed: Duration = .zero
    /// Under which settings it is shown, as far as the input has come.
    package var settings = Settings()
    /// What the program around the session has to do.
    package var request: Request?

    package init(source: SourceText) { self.source = source }

    /// Adds what another outcome got since it was as `earlier`.
    mutating func append(_ other: Outcome, since earlier: Outcome) {
        documents += other.documents.dropFirst(earlier.documents.count)
        diagnostics += other.diagnostics.dropFirst(earlier.diagnostics.count)
    }

    package var hasFailed: Bool { diagnostics.contains { $0.severity == .error } }

    /// What only the program can do.
    package enum Request: Sendable, Hashable {
        case quit
        /// Text to be edited at the next prompt.
        case type(String)
        /// Text for the reader's editor, and then for the next prompt.
        case edit(String)
        /// Text for the clipboard.
        case copy(String)
        /// The documents, through the pager.
        case page
        case lesson(LessonRunner.Request)

        /// Whether it says itself what stands at the next prompt, or there is none.
        package var takesPrompt: Bool {
            switch self {
            case .quit, .type, .edit, .lesson: true
            case .copy, .page: false
            }
        }
    }
}
