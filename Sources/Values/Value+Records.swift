import OrderedCollections
package import Tables

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

extension Value {
    /// What a setting was given, as a cell to be kept; nil where it is more than cells, lists and
    /// records of them.
    package var keptCell: Scalar? {
        guard case .record(let record) = self else { return cell }
        let parts = record.compactMap { name, value in
            value.keptCell.map { Scalar.RecordPart(name, $0) }
        }
        return parts.count == record.count ? .record(parts) : nil
    }

    /// A record's cell is a record again.
    package init(keptCell: Scalar) {
        guard case .record(let parts) = keptCell else {
            self = .scalar(keptCell)
            return
        }
        self = .record(of: parts.map { ($0.name, Value(keptCell: $0.value)) })
    }

    /// A record's values with their names, in order; nil of anything else.
    package var parts: [(name: String, value: Value)]? {
        guard case .record(let record) = self else { return nil }
        return record.map { ($0.key, $0.value) }
    }
}
