package import Diagnostics
package import Documents
package import Relations
package import Tables

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

    /// The columns of which metrics are made: truth and prediction of a type, and of two classes the
    /// probability of the positive one.
    package static func columns(of type: ColumnType, hasProbability: Bool) -> Schema {
        Schema(
            [Field("truth", type), Field("prediction", type)]
                + (hasProbability ? [Field("probability", .float)] : [])
        )
    }

    /// A value a row, or a reduction of all rows, over the columns `truth`, `prediction` and, where
    /// the schema has it, `probability`.
    package func resolved(in schema: Schema) throws(Faults) -> RowExpression {
        try resolution(schema).get()
    }

    package var document: Document { Document(.note(text)) }
}
