/// What the cells of a column are.
package indirect enum ColumnType: Hashable, Sendable {
    case bool
    case int
    case float
    case text
    /// Text from a fixed, ordered list of levels.
    case category([String])
    case date
    case time
    case timestamp
    case duration
    case list(ColumnType)
    case record([Field])
    /// The type of a bare `missing`, which fits every other.
    case missing

    /// The word that users read and type, such as `int`.
    package var word: String {
        switch self {
        case .bool: "bool"
        case .int: "int"
        case .float: "float"
        case .text: "text"
        case .category: "category"
        case .date: "date"
        case .time: "time"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .list: "list"
        case .record: "record"
        case .missing: "missing"
        }
    }

    /// The word with its article, for sentences: "an int".
    package var described: String {
        switch self {
        case .int: "an int"
        case .missing: "missing"
        default: "a " + word
        }
    }

    package var isNumber: Bool { self == .int || self == .float }

    /// Whether its cells are points in time.
    package var isMoment: Bool { self == .date || self == .timestamp }
    package var isTextual: Bool {
        if case .category = self { return true }
        return self == .text
    }

    /// The one type that holds values of both, or nil when there is none.
    ///
    /// An int widens to a float, `missing` to anything, a category to text unless the levels agree.
    package func unified(with other: ColumnType) -> ColumnType? {
        if self == other { return self }
        switch (self, other) {
        case (.missing, let type), (let type, .missing): return type
        case (.int, .float), (.float, .int): return .float
        case (.category, .text), (.text, .category), (.category, .category): return .text
        case (.list(let a), .list(let b)): return a.unified(with: b).map { .list($0) }
        default: return nil
        }
    }
}

/// A named column of a schema, or a named part of a record.
package struct Field: Hashable, Sendable {
    package var name: String
    package var type: ColumnType
    package init(_ name: String, _ type: ColumnType) {
        self.name = name
        self.type = type
    }
}
