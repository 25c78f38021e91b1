import Catalog
import Documents
import Language
import OrderedCollections

extension SessionCommand {
    static let stale = SessionCommand(
        Command(
            "stale",
            "What is bound and would now be another: what it was made from has changed since.",
            examples: [Example(":stale")]
        )
    ) { session, _, _, outcome in
        let rows: [[Cell]] = session.scope.values.keys.compactMap { name in
            let reasons = session.origins.reasons(name)
            return reasons.isEmpty ? nil : [.text(name), .text(reasons.joined(separator: ", "))]
        }
        guard !rows.isEmpty else {
            outcome.documents.append(Document(.note("nothing is stale")))
            return
        }
        let headers = [ColumnHeader("name", "text"), ColumnHeader("because", "text")]
        outcome.documents.append(Document(.table(TableBlock(headers, rows: rows))))
    }
}
