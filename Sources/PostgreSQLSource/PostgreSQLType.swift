import Relations
import Tables

/// How a column's bytes are read from a binary COPY.
indirect enum PostgreSQLType: Hashable {
    case bool
    case int2
    case int4
    case int8
    case oid
    case float4
    case float8
    case numeric
    case text
    case jsonb
    case uuid
    case date
    case time
    case timestamp
    case interval
    case enumeration([String])
    case array(PostgreSQLType)

    /// A type that every server has, by its number.
    init?(number: UInt32) {
        switch number {
        case 16: self = .bool
        case 20: self = .int8
        case 21: self = .int2
        case 23: self = .int4
        case 26: self = .oid
        case 700: self = .float4
        case 701: self = .float8
        case 1700: self = .numeric
        case 18, 19, 25, 114, 1042, 1043: self = .text
        case 3802: self = .jsonb
        case 2950: self = .uuid
        case 1082: self = .date
        case 1083: self = .time
        case 1114, 1184: self = .timestamp
        case 1186: self = .interval
        default: return nil
        }
    }

    var columnType: ColumnType {
        switch self {
        case .bool: .bool
        case .int2, .int4, .int8, .oid: .int
        case .float4, .float8, .numeric: .float
        case .text, .jsonb, .uuid: .text
        case .date: .date
        case .time: .time
        case .timestamp: .timestamp
        case .interval: .duration
        case .enumeration(let levels): .category(levels)
        case .array(let element): .list(element.columnType)
        }
    }
}

/// A column as a server describes it.
struct PostgreSQLColumn {
    var name: String
    var number: UInt32
    /// nil for a type that is not known here.
    var type: PostgreSQLType?
    /// What the server calls the type.
    var title: String

    /// What gives its value in SQL: padded text loses its padding, moments without an offset are in
    /// the zone that was asked for.
    func sql(as asked: ColumnType?, zone: String) -> String {
        let column = PostgreSQLText.name(name)
        if let asked, let word = Self.word(asked) { return "\(column)::\(word)" }
        if number == 1042 { return "\(column)::text" }
        if number == 1114, zone != "UTC" {
            return "(\(column) AT TIME ZONE \(PostgreSQLText.text(zone))) AT TIME ZONE 'UTC'"
        }
        return column
    }

    private static func word(_ type: ColumnType) -> String? {
        switch type {
        case .bool: "boolean"
        case .int: "int8"
        case .float: "float8"
        case .text: "text"
        case .date: "date"
        case .time: "time"
        case .timestamp: "timestamp"
        default: nil
        }
    }

    /// How it is read when a type is asked for.
    static func reading(_ type: ColumnType) -> PostgreSQLType? {
        switch type {
        case .bool: .bool
        case .int: .int8
        case .float: .float8
        case .text: .text
        case .date: .date
        case .time: .time
        case .timestamp: .timestamp
        default: nil
        }
    }
}

extension PostgreSQLConnection {
    /// The columns of a statement, with the types that only this server has looked up.
    func columns(of sql: String) throws(EngineError) -> [PostgreSQLColumn] {
        let described = try describe(sql)
        var columns = (0..<described.columns).map { index in
            PostgreSQLColumn(
                name: described.name(index),
                number: described.type(index),
                type: PostgreSQLType(number: described.type(index)),
                title: ""
            )
        }
        let unknown = Set(columns.filter { $0.type == nil }.map(\.number))
        if unknown.isEmpty { return columns }
        let facts = try types(unknown)
        for index in columns.indices {
            guard let fact = facts[columns[index].number] else { continue }
            columns[index].type = fact.type
            columns[index].title = fact.title
        }
        return columns
    }

    /// Types by number: enumerations with their labels, arrays with their elements.
    private func types(
        _ numbers: Set<UInt32>
    ) throws(EngineError) -> [UInt32: (type: PostgreSQLType?, title: String)] {
        let list = numbers.sorted().map(String.init).joined(separator: ", ")
        let found = try execute(
            """
            SELECT t.oid, format_type(t.oid, NULL), CASE WHEN t.typcategory = 'A' THEN t.typelem END,
                (SELECT string_agg(encode(convert_to(enumlabel, 'UTF8'), 'hex'), ',' ORDER BY enumsortorder)
                 FROM pg_enum WHERE enumtypid = coalesce(nullif(e.oid, 0), t.oid)),
                e.typtype, t.typtype
            FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
            WHERE t.oid IN (\(list))
            """
        )
        var types: [UInt32: (type: PostgreSQLType?, title: String)] = [:]
        for row in 0..<(found?.rows ?? 0) {
            guard let number = found?.text(row, 0).flatMap({ UInt32($0) }) else { continue }
            let labels = found?.text(row, 3)?.split(separator: ",").compactMap(Self.unhexed)
            let element = found?.text(row, 2).flatMap { UInt32($0) }
            var type: PostgreSQLType?
            if let element {
                let inner =
                    PostgreSQLType(number: element)
                    ?? (found?.text(row, 4) == "e" ? .enumeration(labels ?? []) : nil)
                type = inner.map { .array($0) }
            } else if found?.text(row, 5) == "e" {
                type = .enumeration(labels ?? [])
            }
            types[number] = (type, found?.text(row, 1) ?? "")
        }
        return types
    }

    private static func unhexed(_ digits: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = digits
        while rest.count >= 2, let byte = UInt8(rest.prefix(2), radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
