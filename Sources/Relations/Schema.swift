package import Tables

/// The columns of a frame: their names, which are unique, their types and their order.
package struct Schema: Hashable, Sendable {
    package let fields: [Field]
    private let positions: [String: Int]

    package init(_ fields: [Field]) {
        self.fields = fields
        positions = Dictionary(
            fields.enumerated().map { ($1.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    package var names: [String] { fields.map(\.name) }

    package func position(of name: String) -> Int? { positions[name] }

    package subscript(name: String) -> Field? { positions[name].map { fields[$0] } }

    package static func == (a: Schema, b: Schema) -> Bool { a.fields == b.fields }

    package func hash(into hasher: inout Hasher) { hasher.combine(fields) }
}
