import Tables

/// A lazy table: a plan whose schema is already known to be right.
///
/// A value like any other: it can be read twice, and nothing that is done to it changes it.
package struct Frame: Hashable, Sendable {
    package let plan: Plan
    package let schema: Schema

    /// Trusts the caller that the schema is the plan's.
    package init(_ plan: Plan, _ schema: Schema) {
        self.plan = plan
        self.schema = schema
    }

    package init(_ source: FileSource) {
        self.init(.scan(.files(source)), source.schema)
    }

    package init(_ source: DatabaseSource) {
        self.init(.scan(.database(source)), source.schema)
    }

    package init(_ table: MemoryTable) {
        self.init(.scan(.table(table)), Schema(table.table.fields))
    }

    package static func == (a: Frame, b: Frame) -> Bool { a.plan == b.plan }
    package func hash(into hasher: inout Hasher) { hasher.combine(plan) }
}
