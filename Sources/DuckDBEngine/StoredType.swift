import CDuckDB
import Tables

/// A type as DuckDB stores it, with what is needed to read its vectors.
indirect enum StoredType: Hashable, Sendable {
    /// Flat cells whose tag says how they lie in memory.
    case plain(UInt32)
    case decimal(width: Width, scale: Int)
    case enumeration(width: Width, levels: [String])
    case list(StoredType)
    case array(StoredType, Int)
    case structure([Part])

    struct Part: Hashable, Sendable {
        var name: String
        var type: StoredType
    }

    /// How many bytes a cell takes.
    enum Width: Int {
        case one = 1
        case two = 2
        case four = 4
        case eight = 8
        case sixteen = 16
    }

    init(_ type: duckdb_logical_type?) {
        let tag = duckdb_get_type_id(type)
        switch tag {
        case DUCKDB_TYPE_DECIMAL:
            self = .decimal(
                width: Self.width(duckdb_decimal_internal_type(type)),
                scale: Int(duckdb_decimal_scale(type))
            )
        case DUCKDB_TYPE_ENUM:
            self = .enumeration(
                width: Self.width(duckdb_enum_internal_type(type)),
                levels: (0..<duckdb_enum_dictionary_size(type)).map { index in
                    Self.text(duckdb_enum_dictionary_value(type, idx_t(index)))
                }
            )
        case DUCKDB_TYPE_LIST:
            self = .list(Self.consuming(duckdb_list_type_child_type(type)))
        case DUCKDB_TYPE_ARRAY:
            self = .array(
                Self.consuming(duckdb_array_type_child_type(type)),
                Int(duckdb_array_type_array_size(type))
            )
        case DUCKDB_TYPE_STRUCT:
            self = .structure(
                (0..<duckdb_struct_type_child_count(type)).map { index in
                    Part(
                        name: Self.text(duckdb_struct_type_child_name(type, index)),
                        type: Self.consuming(duckdb_struct_type_child_type(type, index))
                    )
                }
            )
        default: self = .plain(tag.rawValue)
        }
    }

    private static func consuming(_ type: duckdb_logical_type?) -> StoredType {
        var type = type
        defer { duckdb_destroy_logical_type(&type) }
        return StoredType(type)
    }

    private static func text(_ characters: UnsafeMutablePointer<CChar>?) -> String {
        guard let characters else { return "" }
        defer { duckdb_free(characters) }
        return String(cString: characters)
    }

    private static func width(_ type: duckdb_type) -> Width {
        switch type {
        case DUCKDB_TYPE_UTINYINT: .one
        case DUCKDB_TYPE_SMALLINT, DUCKDB_TYPE_USMALLINT: .two
        case DUCKDB_TYPE_INTEGER, DUCKDB_TYPE_UINTEGER: .four
        case DUCKDB_TYPE_BIGINT: .eight
        default: .sixteen
        }
    }
}

extension StoredType {
    private var tag: duckdb_type? {
        guard case .plain(let raw) = self else { return nil }
        return duckdb_type(rawValue: raw)
    }

    /// The nearest type of ours; what has none is read as text.
    var columnType: ColumnType {
        switch self {
        case .decimal: .float
        case .enumeration(_, let levels): .category(levels)
        case .list(let element), .array(let element, _): .list(element.columnType)
        case .structure(let parts): .record(parts.map { Field($0.name, $0.type.columnType) })
        case .plain: plainColumnType
        }
    }

    private var plainColumnType: ColumnType {
        switch tag {
        case DUCKDB_TYPE_BOOLEAN: .bool
        case DUCKDB_TYPE_TINYINT, DUCKDB_TYPE_SMALLINT, DUCKDB_TYPE_INTEGER, DUCKDB_TYPE_BIGINT,
            DUCKDB_TYPE_UTINYINT, DUCKDB_TYPE_USMALLINT, DUCKDB_TYPE_UINTEGER:
            .int
        case DUCKDB_TYPE_UBIGINT, DUCKDB_TYPE_HUGEINT, DUCKDB_TYPE_UHUGEINT, DUCKDB_TYPE_FLOAT,
            DUCKDB_TYPE_DOUBLE:
            .float
        case DUCKDB_TYPE_DATE: .date
        case DUCKDB_TYPE_TIME, DUCKDB_TYPE_TIME_TZ, DUCKDB_TYPE_TIME_NS: .time
        case DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_TIMESTAMP_S, DUCKDB_TYPE_TIMESTAMP_MS,
            DUCKDB_TYPE_TIMESTAMP_NS, DUCKDB_TYPE_TIMESTAMP_TZ, DUCKDB_TYPE_TIMESTAMP_TZ_NS:
            .timestamp
        case DUCKDB_TYPE_INTERVAL: .duration
        default: .text
        }
    }

    /// Whether a value is a moment by itself, with an offset from UTC.
    var isZoned: Bool { tag == DUCKDB_TYPE_TIMESTAMP_TZ || tag == DUCKDB_TYPE_TIMESTAMP_TZ_NS }

    /// Whether it holds whole numbers beyond 64 bits.
    var isWide: Bool {
        tag == DUCKDB_TYPE_HUGEINT || tag == DUCKDB_TYPE_UHUGEINT || tag == DUCKDB_TYPE_UBIGINT
    }

    /// Whether no cell can be NaN or an infinity.
    var isExact: Bool { tag != DUCKDB_TYPE_DOUBLE && tag != DUCKDB_TYPE_FLOAT }

    /// Whether its vectors can be read as they are; the rest is cast to text in SQL.
    var isReadable: Bool {
        switch self {
        case .decimal, .enumeration: true
        case .list(let element), .array(let element, _): element.isReadable
        case .structure(let parts): parts.allSatisfy(\.type.isReadable)
        case .plain:
            switch tag {
            case DUCKDB_TYPE_TIME_TZ, DUCKDB_TYPE_TIME_NS, DUCKDB_TYPE_TIMESTAMP_TZ_NS: false
            case DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_SQLNULL: true
            default: plainColumnType != .text
            }
        }
    }

    /// Whether DuckDB stores a column of ours of this type so.
    var isCanonical: Bool {
        switch self {
        case .decimal, .array: false
        case .enumeration: true
        case .list(let element): element.isCanonical
        case .structure(let parts): parts.allSatisfy(\.type.isCanonical)
        case .plain:
            switch tag {
            case DUCKDB_TYPE_BOOLEAN, DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_DOUBLE, DUCKDB_TYPE_VARCHAR,
                DUCKDB_TYPE_DATE, DUCKDB_TYPE_TIME, DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_INTERVAL:
                true
            default: false
            }
        }
    }
}
