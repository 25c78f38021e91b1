import Tables

/// How a value stands to another.
enum Rank: Sendable {
    case below
    case same
    case above

    init<Value: Comparable>(_ a: Value, _ b: Value) {
        self = a < b ? .below : a == b ? .same : .above
    }
}

/// The order of values: numbers by size, texts by their bytes, categories by level, durations by
/// length, false before true.
enum Ranking {
    /// Where each row's `a` stands to its `b`; of missing cells it means nothing.
    static func ranks(_ a: Column, _ b: Column) -> [Rank] { ranked(a, b) { $0 } }

    /// What is made of where each row's `a` stands to its `b`.
    static func ranked<Result>(
        _ a: Column,
        _ b: Column,
        _ make: (Rank) -> Result
    ) -> [Result] {
        switch (a.values, b.values) {
        case (.nothing(let count), _), (_, .nothing(let count)):
            return Array(repeating: make(.same), count: count)
        case (.floats, .floats), (.floats, .ints), (.ints, .floats):
            return pairwise(a.doubles, b.doubles) { make(Rank($0, $1)) }
        case (.texts, _), (_, .texts):
            return pairwise(a.strings, b.strings) { make(bytes($0, $1)) }
        case (.codes(let x), .codes(let y)) where a.type == b.type:
            return pairwise(x, y) { make(Rank($0, $1)) }
        case (.codes, .codes): return pairwise(a.strings, b.strings) { make(bytes($0, $1)) }
        case (.intervals(let x), .intervals(let y)):
            return pairwise(x, y) { make(lengths($0, $1)) }
        case (.lists, _), (.records, _):
            return (0..<a.count).map { make(a[$0].isIdentical(to: b[$0]) ? .same : .below) }
        default: return pairwise(a.integers, b.integers) { make(Rank($0, $1)) }
        }
    }

    /// The order of cells of one type, or nil where there is none.
    static func precedes(_ a: Scalar, _ b: Scalar, _ type: ColumnType) -> Bool {
        let pair = (Column(type, cells: [a]), Column(type, cells: [b]))
        return ranks(pair.0, pair.1)[0] == .below
    }

    static func bytes(_ a: String, _ b: String) -> Rank {
        // Texts of the same bytes are equal, and to ask that of short ones takes no time.
        if a == b, a.utf8.elementsEqual(b.utf8) { return .same }
        return a.utf8.lexicographicallyPrecedes(b.utf8) ? .below : .above
    }

    static func lengths(_ a: Interval, _ b: Interval) -> Rank {
        Rank(a.totalMicroseconds, b.totalMicroseconds)
    }

    /// SQL by which the arguments compare: themselves, or the positions of their levels.
    static func keys(_ call: SQLCall) -> [String] {
        let types = Set(call.operands.map(\.type)).subtracting([.missing])
        guard types.count == 1, case .category(let levels) = types.first else {
            return call.arguments
        }
        return call.arguments.map { position($0, in: levels) }
    }

    /// A category's position among its levels, whichever way the engine keeps it.
    static func position(_ sql: String, in levels: [String]) -> String {
        "list_position(\(SQLText.list(levels)), CAST(\(sql) AS VARCHAR))"
    }
}

/// Literals in SQL.
enum SQLText {
    static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }

    static func list(_ texts: [String]) -> String {
        "[" + texts.map(quoted).joined(separator: ", ") + "]"
    }

    static func category(_ levels: [String]) -> String {
        "ENUM(" + levels.map(quoted).joined(separator: ", ") + ")"
    }

    /// A text as one of some levels, missing where it is none.
    ///
    /// A cast that fails costs the engine a search for words like the unknown one, microseconds a
    /// row and level; so none is tried for a text that cannot be a level. Few levels are compared,
    /// many are marked in two maps of bits by hashes that the engine itself takes: a text of which
    /// both bits are set by chance, one in tens of thousands, fails in the cast.
    static func level(_ x: String, of levels: [String]) -> String {
        guard !levels.isEmpty else { return "NULL" }
        let text = "CAST(\(x) AS VARCHAR)"
        let cast = "TRY_CAST(\(text) AS \(category(levels)))"
        guard levels.count > 16 else {
            return "CASE WHEN \(text) IN (\(levels.map(quoted).joined(separator: ", "))) "
                + "THEN \(cast) END"
        }
        let size = min(256 * levels.count, 1 << 30)
        func bit(_ word: String, _ part: Int) -> String {
            "CAST(hash(\(word)) // \(part) % \(size) AS INTEGER)"
        }
        let list = "[" + levels.map(quoted).joined(separator: ", ") + "]"
        let tests = [1, size].map { part in
            let marks = "list_transform(\(list), lambda \"#level\": \(bit("\"#level\"", part)))"
            return "get_bit(list_aggregate(\(marks), 'bitstring_agg', 0, \(size - 1)), "
                + "\(bit(text, part))) = 1"
        }
        return "CASE WHEN \(tests.joined(separator: " AND ")) THEN \(cast) END"
    }
}

extension Scalar {
    /// Equality by bytes, so that it agrees with SQL's.
    func isIdentical(to other: Scalar) -> Bool {
        switch (self, other) {
        case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
        case (.int(let a), .float(let b)), (.float(let b), .int(let a)): Double(a) == b
        case (.duration(let a), .duration(let b)): a.totalMicroseconds == b.totalMicroseconds
        case (.list(let a), .list(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.isIdentical(to: $1) }
        case (.record(let a), .record(let b)):
            a.count == b.count
                && zip(a, b).allSatisfy { $0.name == $1.name && $0.value.isIdentical(to: $1.value) }
        default: self == other
        }
    }
}

/// A scalar as a key: equal where SQL holds its values equal.
struct ScalarKey: Hashable {
    let value: Scalar

    static func == (a: ScalarKey, b: ScalarKey) -> Bool { a.value.isIdentical(to: b.value) }

    func hash(into hasher: inout Hasher) {
        switch value {
        case .text(let text): for byte in text.utf8 { hasher.combine(byte) }
        case .int(let number): hasher.combine(Double(number))
        case .float(let number): hasher.combine(number)
        case .duration(let length): hasher.combine(length.totalMicroseconds)
        case .list(let cells): for cell in cells { ScalarKey(value: cell).hash(into: &hasher) }
        case .record(let parts):
            for part in parts { ScalarKey(value: part.value).hash(into: &hasher) }
        default: hasher.combine(value)
        }
    }
}
