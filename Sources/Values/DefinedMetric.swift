package import Diagnostics
package import Documents
package import Relations

/// A metric that the user defined: `def wape(truth, prediction) = …`.
///
/// It keeps its names until it is known what is predicted, and is checked there.
package struct DefinedMetric: ShellObject, ShellRepresentable {
    package static let type = ObjectType("metric")

    package let name: String
    /// The definition in canonical form.
    package let text: String
    private let resolution: @Sendable (Schema) -> Result<RowExpression, Faults>

    package init(
        name: String,
        text: String,
        resolution: @escaping @Sendable (Schema) -> Result<RowExpression, Faults>
    ) {
        self.name = name
        self.text = text
        self.resolution = resolution
    }

    /// A value a row, or a reduction of all rows, over the columns `truth`, `prediction` and, where
    /// the schema has it, `probability`.
    package func resolved(in schema: Schema) throws(Faults) -> RowExpression {
        try resolution(schema).get()
    }

    package var document: Document { Document(.note(text)) }

    package static var shellType: ValueType { .object(type) }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .object(let object) = value, let metric = object as? DefinedMetric else {
            throw Self.refusal(of: value)
        }
        self = metric
    }
    package var shellValue: Value { .object(self) }
}
