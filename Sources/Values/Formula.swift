package import Diagnostics
package import Relations

/// A target and features by name, as typed; it means something once it meets a frame.
package struct Formula: Sendable, Hashable {
    /// In canonical form: `late ~ . - time_hour`.
    package let text: String
    private let resolution: @Sendable (Schema) -> Result<ResolvedFormula, Faults>

    package init(
        text: String,
        resolution: @escaping @Sendable (Schema) -> Result<ResolvedFormula, Faults>
    ) {
        self.text = text
        self.resolution = resolution
    }

    /// Reads the names as columns of a schema.
    package func resolved(in schema: Schema) throws(Faults) -> ResolvedFormula {
        try resolution(schema).get()
    }

    package static func == (a: Formula, b: Formula) -> Bool { a.text == b.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// A formula whose every name is a column.
package struct ResolvedFormula: Sendable, Hashable {
    /// What is to be learned; nil where there is nothing, as in `~ .`.
    package var target: NamedExpression?
    /// What it is learned from, in order, each named by its text.
    package var features: [NamedExpression]

    package init(target: NamedExpression?, features: [NamedExpression]) {
        self.target = target
        self.features = features
    }
}
