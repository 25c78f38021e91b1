import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Values

extension Function {
    static let sql = Function(
        "sql",
        "A frame from SQL of one's own, which calls the frame `_`, and others by given names.",
        family: .data,
        effect: .looks,
        takes: Parameter<Frame>("frame", "the frame that the SQL reads"),
        Parameter<String>("query", "SQL as DuckDB reads it, over the table `_`"),
        Parameter<NamedValues>.rest(
            "frames",
            "other frames under the names that the SQL calls them by",
            default: NamedValues()
        ),
        examples: [
            Example(
                "penguins | sql(\"select species, count(*) n from _ group by all order by all\")"
            ),
            Example("flights | sql(\"from _ join a using (carrier)\", a = airlines) | head(2)"),
        ]
    ) { context, frame, query, others in
        var inputs = [NamedPlan("_", frame.plan)]
        for (name, value) in others.all {
            guard let other = value.asFrame else {
                throw Diagnostic(
                    "argument.type",
                    "`sql` takes frames by name, and `\(name)` is \(value.type.described)",
                    at: context.span(of: "frames")
                )
            }
            inputs.append(NamedPlan(name, other.plan))
        }
        do {
            let schema = try context.engine.schema(of: query, over: inputs, in: context.work)
            return Frame(.sql(inputs, query, schema), schema)
        } catch var fault as EngineError where fault.message.contains("does not exist") {
            if let name = unknownTable(in: fault.message) {
                fault.hints = [
                    "`_` is the table of the frame before the pipe",
                    "sql(…, \(name) = \(name)) gives another frame its name",
                ]
            }
            throw fault
        }
    }
}

/// The name in `table with name x does not exist`.
private func unknownTable(in message: String) -> Substring? {
    let words = message.split(separator: " ")
    guard let place = words.firstIndex(of: "name"), place + 1 < words.endIndex,
        words[..<place].last?.lowercased() == "with"
    else { return nil }
    return words[place + 1]
}
