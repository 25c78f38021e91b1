import OrderedCollections

extension Value {
    /// A record of named values, in order; of equal names the first counts.
    package static func record(of parts: [(name: String, value: Value)]) -> Value {
        .record(
            OrderedDictionary(
                parts.map { ($0.name, $0.value) },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }
}
