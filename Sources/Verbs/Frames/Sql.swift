import Catalog
import Relations
import Values

extension Function {
    static let sql = Function(
        "sql",
        "A frame from SQL of one's own, which calls the frame `_`.",
        family: .data,
        effect: .looks,
        takes: Parameter<Frame>("frame", "the frame that the SQL reads"),
        Parameter<String>("query", "SQL as DuckDB reads it, over the table `_`"),
        examples: [
            Example(
                "penguins | sql(\"select species, count(*) n from _ group by all order by all\")"
            )
        ]
    ) { context, frame, query in
        let inputs = [NamedPlan("_", frame.plan)]
        let schema = try context.engine.schema(of: query, over: inputs, in: context.work)
        return Frame(.sql(inputs, query, schema), schema)
    }
}
