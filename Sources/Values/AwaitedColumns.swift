package import Diagnostics
package import Relations

/// An argument over columns, as typed; it means something once it meets a frame.
package struct AwaitedColumns: Sendable, Hashable {
    /// As it would be typed: `columns(type: "numeric")`.
    package let text: String
    /// What it becomes.
    package let type: ValueType
    private let resolution: @Sendable (Schema) -> Result<Quoted, Faults>

    package init(
        text: String,
        type: ValueType,
        resolution: @escaping @Sendable (Schema) -> Result<Quoted, Faults>
    ) {
        self.text = text
        self.type = type
        self.resolution = resolution
    }

    /// Reads the names as columns of a schema.
    package func resolved(in schema: Schema) throws(Faults) -> Quoted {
        try resolution(schema).get()
    }

    package static func == (a: AwaitedColumns, b: AwaitedColumns) -> Bool {
        a.text == b.text && a.type == b.type
    }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// An object that waits for a frame: columns in the arguments of its verbs wait with it.
package protocol AwaitsFrame: ShellObject {}
