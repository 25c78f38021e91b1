import Catalog
import Documents
import Relations
import Tables
import Values

extension Function {
    static let history = Function(
        "history",
        "The statements that a value hangs on, in order, and for a frame the fingerprint of its rows.",
        family: .session,
        effect: .runs,
        takes: Parameter<Value>("x", "any value"),
        examples: [Example("penguins | head(3) | history")]
    ) { context, value in
        let statements = try context.services[StatementsKey.self](context.notes.variables)
        var document = Document(
            .code(statements.map(\.text).joined(separator: "\n"), language: "epilogue")
        )
        if let plan = value.asPlan {
            document.append(.note("fingerprint \(try FrameFingerprint.of(plan).prefix(16))"))
        }
        let columns = [
            statements.map { $0.names.joined(separator: ", ") }, statements.map(\.text),
        ]
        return Printed(
            document,
            frame: Frame(
                memory: Table(
                    [Field("binds", .text), Field("statement", .text)],
                    columns.map { Column(.text, .texts($0)) }
                )
            )
        )
    }
}

extension Value {
    /// The plan of a frame or of a column.
    fileprivate var asPlan: Plan? {
        switch self {
        case .frame(let frame), .column(let frame): frame.plan
        default: nil
        }
    }
}
