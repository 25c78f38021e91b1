import Documents
import Rendering

/// The page of all diagnostics, by what they are about.
enum DiagnosticsPage {
    static func text(_ sites: [CodeSites]) -> String {
        var document = Document(.heading("Diagnostics", level: 1))
        document.append(
            .paragraph(
                """
                Every code that an error, warning or note may have, with one of the messages that \
                it is said with; … stands for what is filled in.
                """
            )
        )
        let headers = ["code", "message", "raised in"].map { ColumnHeader($0, "text") }
        var families: [Substring] = []
        for site in sites where !families.contains(site.family) { families.append(site.family) }
        for family in families {
            let rows: [[Cell]] = sites.filter { $0.family == family }.map { site in
                [
                    .text(site.code), .text(site.message ?? "…"),
                    .text(site.files.joined(separator: ", ")),
                ]
            }
            document.append(.heading(String(family), level: 2))
            document.append(.table(TableBlock(headers, rows: rows)))
        }
        return Manual.mark + MarkdownRenderer().string(document)
    }
}
