import Catalog
import Documents
import Language
import OrderedCollections
import Relations
import Values

extension SessionCommand {
    static let vars = SessionCommand(
        Command("vars", "What is bound: names, types and sizes.", examples: [Example(":vars")])
    ) { session, _, _, outcome in
        var rows: [[Cell]] = session.scope.values.map { name, value in
            [.text(name), .text(value.type.word), .text(value.brief)]
        }
        rows += session.scope.definitions.map { name, definition in
            [.text(name), .text("def"), .text(SyntaxPrinter.text(definition.body))]
        }
        guard !rows.isEmpty else {
            outcome.documents.append(Document(.note("nothing is bound yet")))
            return
        }
        let headers = [
            ColumnHeader("name", "text"), ColumnHeader("type", "text"),
            ColumnHeader("what", "text"),
        ]
        outcome.documents.append(Document(.table(TableBlock(headers, rows: rows))))
    }
}

extension Value {
    /// A few words on what it is.
    package var brief: String {
        switch self {
        case .scalar, .range: ""
        case .list(let parts): parts.count == 1 ? "1 element" : "\(parts.count) elements"
        case .record(let fields): fields.keys.joined(separator: ", ")
        case .column(let frame): frame.schema.names.first ?? ""
        case .frame(let frame):
            "\(frame.schema.fields.count) column\(frame.schema.fields.count == 1 ? "" : "s"): "
                + frame.schema.names.prefix(6).joined(separator: ", ")
                + (frame.schema.fields.count > 6 ? ", …" : "")
        case .formula(let formula): formula.text
        case .quoted: ""
        case .object(let object): object.brief
        }
    }
}
