import Glibc
import Relations
import Tables

/// Columns that the folders of files tell, such as `year=2013/month=1/`.
struct Partitions {
    /// What a folder is called where the value is missing.
    static let missing = "__HIVE_DEFAULT_PARTITION__"

    /// In the order of the folders, from the outside in.
    let fields: [Field]
    /// In the order of their values, where those are equal by name.
    let files: [FileIdentity]

    /// The columns that files found by a folder or a pattern have in common; none for a single file,
    /// whose path is no part of what was asked for.
    init(_ files: [FileIdentity], _ request: FileRequest) throws(EngineError) {
        let isOpen =
            WebAddress(request.path) == nil
            && (FileFacts.isPattern(request.path) || FileFacts.isFolder(request.path))
        let parts = isOpen ? files.map { Self.parts($0.path) } : []
        let keys = parts.first?.map(\.key) ?? []
        for (file, part) in zip(files, parts) where part.map(\.key) != keys {
            let first = Self.folders(files[0].path)
            throw .malformed(file.path, "lies in other folders than `\(first)`")
        }
        let asked = Dictionary(request.types.map { ($0.name, $0.type) }, uniquingKeysWith: { $1 })
        let fields = keys.enumerated().map { index, key in
            Field(key, asked[key] ?? Self.type(parts.map { $0[index].value }))
        }
        self.fields = fields
        guard !fields.isEmpty else {
            self.files = files
            return
        }
        let values = parts.map { zip($0, fields).map { Self.cell($0.value, $1.type) } }
        self.files = zip(files, values)
            .sorted { left, right in
                if left.1 != right.1 { return left.1.lexicographicallyPrecedes(right.1) }
                return left.0.path.utf8.lexicographicallyPrecedes(right.0.path.utf8)
            }
            .map(\.0)
    }

    /// What the folders of each file say, a row a file; columns have the types that `schema` gives.
    func table(_ schema: Schema) -> Table {
        let fields = self.fields.compactMap { schema[$0.name] }
        let rows = files.map { file in
            Dictionary(Self.parts(file.path).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        }
        let columns = fields.map { field in
            Column(field.type, cells: rows.map { Self.scalar($0[field.name], field.type) })
        }
        return Table(fields, columns, count: files.count)
    }

    private static func scalar(_ text: String?, _ type: ColumnType) -> Scalar {
        guard let text, text != missing else { return .missing }
        switch type {
        case .int: return Int64(text).map { .int($0) } ?? .missing
        case .bool: return .bool(text == "true")
        case .date: return ISOText.read(text, as: .date, zone: "UTC") ?? .missing
        default: return .text(text)
        }
    }

    // MARK: Reading

    /// What Parquet and JSON are read with: folders that a condition rules out are not opened.
    var options: String {
        guard !fields.isEmpty else { return ", hive_partitioning = false" }
        let types = fields.map { "\(SQLText.text($0.name)): \(SQLText.type(Self.stored($0.type)))" }
        return ", hive_partitioning = true, hive_types = {\(types.joined(separator: ", "))}"
    }

    /// A column made of the file's path, in the column `path` of the call.
    func column(_ field: Field, path: String) -> String {
        let key = field.name.map { $0.isLetter || $0.isNumber ? "\($0)" : "\\\($0)" }.joined()
        let found = "regexp_extract(\(path), \(SQLText.text("/\(key)=([^/]*)/")), 1)"
        let text = "nullif(url_decode(\(found)), \(SQLText.text(Self.missing)))"
        let type = Self.stored(field.type)
        return type == .text ? text : "CAST(\(text) AS \(SQLText.type(type)))"
    }

    private static func stored(_ type: ColumnType) -> ColumnType {
        if case .category = type { .text } else { type }
    }

    // MARK: Paths

    /// What the folders of a path say, from the outside in.
    private static func parts(_ path: String) -> [(key: String, value: String)] {
        path.split(separator: "/").dropLast().compactMap { folder in
            guard let sign = folder.firstIndex(of: "="), sign != folder.startIndex else {
                return nil
            }
            return (String(folder[..<sign]), decoded(folder[folder.index(after: sign)...]))
        }
    }

    /// The folders of a path that say something.
    private static func folders(_ path: String) -> String {
        path.split(separator: "/").dropLast().filter { $0.contains("=") }.joined(separator: "/")
    }

    /// A value as a folder's name holds it.
    static func encoded(_ value: String) -> String {
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            let isPlain = byte >= 0x80 || isalnum(Int32(byte)) != 0 || "-_. ~:".utf8.contains(byte)
            let code = String(byte, radix: 16, uppercase: true)
            bytes += isPlain ? [byte] : Array(("%" + (byte < 16 ? "0" : "") + code).utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"),
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Types

    private static func type(_ values: [String]) -> ColumnType {
        let known = values.filter { $0 != missing }
        if known.isEmpty { return .text }
        // `01` is no number that would be written so: it is a code.
        if known.allSatisfy({ $0 == Int64($0)?.description }) { return .int }
        if known.allSatisfy(isDate) { return .date }
        if known.allSatisfy({ $0 == "true" || $0 == "false" }) { return .bool }
        return .text
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let month = Int(parts[1]),
            let day = Int(parts[2]), parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) })
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }

    private static func cell(_ value: String, _ type: ColumnType) -> Cell {
        if value == missing { return .missing }
        if type == .int, let number = Int64(value) { return .number(number) }
        return .text(Array(value.utf8))
    }

    /// A value of a folder, as files are ordered by it; missing is last.
    private enum Cell: Comparable {
        case number(Int64)
        case text([UInt8])
        case missing

        static func < (left: Cell, right: Cell) -> Bool {
            switch (left, right) {
            case (.number(let left), .number(let right)): left < right
            case (.text(let left), .text(let right)): left.lexicographicallyPrecedes(right)
            case (.missing, _): false
            case (_, .missing): true
            case (.number, _): true
            case (.text, .number): false
            }
        }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
