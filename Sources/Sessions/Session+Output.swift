import Catalog
package import Diagnostics
import Documents
package import Rendering

/// How outcomes are printed: on a terminal, and in transcripts.
extension Session {
    /// An outcome as text: results, then what is said beside them.
    package func text(
        of outcome: Outcome,
        by renderer: any Renderer,
        palette: SourceExcerpt.Palette,
        width: Int,
        wrapsMessages: Bool = false,
        saying severities: Set<Diagnostic.Severity> = [.error, .warning, .note]
    ) -> String {
        var text = ""
        for document in outcome.documents where !document.isEmpty {
            text += Session.ended(renderer.string(document))
        }
        let said = outcome.diagnostics.filter { severities.contains($0.severity) }
        if !said.isEmpty {
            let excerpt = SourceExcerpt(
                outcome.source,
                palette: palette,
                width: width,
                wrapsMessages: wrapsMessages
            )
            text += Session.ended(excerpt.text(said))
        }
        return text
    }

    /// As transcripts store it: 80 columns, no colour.
    package func plainText(of outcome: Outcome) -> String {
        text(
            of: outcome,
            by: TerminalRenderer(width: 80, colour: false, digits: settings.digits),
            palette: .plain,
            width: 80
        )
    }

    private static func ended(_ text: String) -> String {
        text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    }
}
