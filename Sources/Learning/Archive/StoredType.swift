import Diagnostics
package import Tables

/// A column type as JSON: its word, or what a type of several parts is made of.
package struct StoredType: Hashable, Sendable {
    package let type: ColumnType

    package init(_ type: ColumnType) { self.type = type }

    private static let plain: [ColumnType] = [
        .bool, .int, .float, .text, .date, .time, .timestamp, .duration, .missing,
    ]
}

extension StoredType: Codable {
    private enum Key: String, CodingKey {
        case category, list, record
    }

    private struct Part: Codable {
        var name: String
        var type: StoredType
    }

    package init(from decoder: any Decoder) throws {
        if let word = try? decoder.singleValueContainer().decode(String.self) {
            guard let type = Self.plain.first(where: { $0.word == word }) else {
                throw Diagnostic.modelCorrupt("`\(word)` is no type")
            }
            self.init(type)
            return
        }
        let parts = try decoder.container(keyedBy: Key.self)
        if let levels = try parts.decodeIfPresent([String].self, forKey: .category) {
            self.init(.category(levels))
        } else if let element = try parts.decodeIfPresent(StoredType.self, forKey: .list) {
            self.init(.list(element.type))
        } else {
            let fields = try parts.decode([Part].self, forKey: .record)
            self.init(.record(fields.map { Field($0.name, $0.type.type) }))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch type {
        case .bool, .int, .float, .text, .date, .time, .timestamp, .duration, .missing:
            var word = encoder.singleValueContainer()
            try word.encode(type.word)
        case .category(let levels):
            var parts = encoder.container(keyedBy: Key.self)
            try parts.encode(levels, forKey: .category)
        case .list(let element):
            var parts = encoder.container(keyedBy: Key.self)
            try parts.encode(StoredType(element), forKey: .list)
        case .record(let fields):
            var parts = encoder.container(keyedBy: Key.self)
            try parts.encode(
                fields.map { Part(name: $0.name, type: StoredType($0.type)) },
                forKey: .record
            )
        }
    }
}
