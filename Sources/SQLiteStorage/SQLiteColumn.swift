import Relations
import Tables

/// A column of a SQLite table or query: what was declared, and what lies in its first rows.
struct SQLiteColumn {
    var name: String
    /// The declared type, in capitals.
    var declared: String
    private var storages: Set<SQLiteStatement.Storage> = []
    private var isTruth = true
    private var holdsMoments = true

    init(name: String, declared: String) {
        self.name = name
        self.declared = declared.uppercased()
    }

    /// Looks at a cell of the current row.
    mutating func look(at statement: SQLiteStatement, _ index: Int) {
        let storage = statement.storage(index)
        switch storage {
        case .null: return
        case .integer:
            if !(0...1).contains(statement.integer(index)) { isTruth = false }
        case .text:
            let text = statement.text(index) ?? ""
            // In a column of numbers or moments, what is empty is missing.
            if text.isEmpty, wish != .text, wish != nil { return }
            if let moment, ISOText.read(text, as: moment, zone: "UTC") == nil {
                holdsMoments = false
            }
        case .real, .blob: break
        }
        storages.insert(storage)
    }

    /// The kind of moment that the declaration speaks of.
    private var moment: ColumnType? {
        if declared.contains("DATETIME") || declared.contains("TIMESTAMP") { return .timestamp }
        if declared.contains("DATE") { return .date }
        return declared.contains("TIME") ? .time : nil
    }

    /// What the declaration alone says.
    private var wish: ColumnType? {
        if declared.contains("BOOL") { return .bool }
        if declared.contains("INT") { return .int }
        if declared.contains("CHAR") || declared.contains("CLOB") || declared.contains("TEXT") {
            return .text
        }
        if declared.contains("REAL") || declared.contains("FLOA") || declared.contains("DOUB")
            || declared.contains("DEC") || declared.contains("NUMERIC")
        {
            return .float
        }
        return moment
    }

    /// The type of its cells: the declared one where the rows agree with it.
    ///
    /// Texts among declared numbers are not agreed to: they are told when they are read.
    var type: ColumnType {
        switch wish {
        case .bool? where storages.isSubset(of: [.integer]) && isTruth: .bool
        case .int? where !storages.contains(.real): storages == [.blob] ? .text : .int
        case .int?, .float?: .float
        case .text?: .text
        case let moment? where storages.isSubset(of: [.text]) && holdsMoments: moment
        default: seen
        }
    }

    /// The type that holds what lies in the rows.
    private var seen: ColumnType {
        if storages.isEmpty { return .text }
        if storages.isSubset(of: [.integer]) { return .int }
        return storages.isSubset(of: [.integer, .real]) ? .float : .text
    }
}
