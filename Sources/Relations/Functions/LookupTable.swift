import Digests
package import Tables

/// A value for each of many texts, one for every other text, and one for a missing text.
///
/// What steps of recipes learn about categories; a row costs the same however many there are.
package final class LookupTable: Sendable {
    package let keys: [String]
    /// The values of the keys, then that of any other text, then that of a missing one.
    package let values: Column
    /// Equal fingerprints give equal values.
    package let fingerprint: String
    private let positions: [TextBytes: Int]

    package init(keys: [String], values: Column) {
        precondition(values.count == keys.count + 2, "a value a key, and two more")
        self.keys = keys
        self.values = values
        positions = Dictionary(
            zip(keys.map { TextBytes(text: $0) }, 0...),
            uniquingKeysWith: { first, _ in first }
        )
        fingerprint = ContentFingerprint.of(
            Table(
                [Field("key", .text), Field("value", values.type)],
                [Column(.text, .texts(keys + ["", ""])), values]
            )
        )
    }

    /// The position of a text's value; of no text's, for nil.
    func position(of text: String?) -> Int {
        guard let text else { return keys.count + 1 }
        return positions[TextBytes(text: text)] ?? keys.count
    }
}

/// A text as a key that is equal where its bytes are, as in SQL.
private struct TextBytes: Hashable {
    let text: String

    static func == (a: TextBytes, b: TextBytes) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension RowFunction {
    /// The value that a table holds for a text.
    package static func lookup(in table: LookupTable) -> RowFunction {
        var function = RowFunction(
            "lookup \(table.fingerprint)",
            "The value that a table holds for a text.",
            .choice,
            takes: [RowParameter("x", "the text", .text)],
            sql: .made { $0.lookup(in: table) },
            evaluate: { columns, count, _ in
                let isText = columns[0].type != .missing
                let texts = columns[0].strings
                let places = (0..<count).map { row in
                    table.position(of: isText && !columns[0].isMissing(row) ? texts[row] : nil)
                }
                return table.values.picked(places)
            },
            gives: { _ throws(TypeFault) in table.values.type }
        )
        function.table = table
        return function
    }
}

extension Column {
    /// The cells at some rows; what there is plenty of goes without boxes.
    func picked(_ rows: [Int]) -> Column {
        let found = validity.map { validity in Bitmap(rows.map { validity[$0] }) }
        let mask = found.flatMap { $0.ones == rows.count ? nil : $0 }
        switch values {
        case .floats(let cells):
            return Column(type, .floats(rows.map { cells[$0] }), validity: mask)
        case .ints(let cells):
            return Column(type, .ints(rows.map { cells[$0] }), validity: mask)
        case .texts(let cells):
            return Column(type, .texts(rows.map { cells[$0] }), validity: mask)
        default: return gathered(rows)
        }
    }
}

extension SQLCall {
    /// A constant list, read at the key's position.
    fileprivate func lookup(in table: LookupTable) -> String {
        let (x, count) = (arguments[0], table.keys.count)
        let place =
            count == 0
            ? "\(count + 1)"
            : "coalesce(CAST(enum_code(\(SQLText.level(x, of: table.keys))) AS BIGINT) + 1, "
                + "\(count + 1))"
        return "\(SQLText.list(table.values))"
            + "[CASE WHEN \(x) IS NULL THEN \(count + 2) ELSE \(place) END]"
    }
}

extension SQLText {
    /// A column's cells as a constant list; one text is read far faster than many literals.
    fileprivate static func list(_ column: Column) -> String {
        let cells = (0..<column.count).map { row in
            switch column[row] {
            case .int(let number): "\(number)"
            case .float(let number): "\(number)"
            case .bool(let flag): flag ? "true" : "false"
            case .text(let text): quoted(text)
            default: "NULL"
            }
        }
        let content = "[" + cells.joined(separator: ", ") + "]"
        switch column.type {
        case .int: return "CAST('\(content)' AS BIGINT[])"
        case .float: return "CAST('\(content)' AS DOUBLE[])"
        case .bool: return "CAST('\(content)' AS BOOLEAN[])"
        default: return "CAST(\(content) AS VARCHAR[])"
        }
    }
}
