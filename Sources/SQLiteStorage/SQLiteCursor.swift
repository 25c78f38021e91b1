import Kernels
import Relations
import Tables

/// Rows of a SQLite statement, as columns of the types that were found.
final class SQLiteCursor: BatchCursor {
    private static let rowsInBatch = 1 << 14

    let schema: Schema
    private let statement: SQLiteStatement
    private let source: DatabaseSource
    private let work: WorkContext
    private var isOver = false
    private var row: Int64 = 0

    init(
        _ statement: SQLiteStatement,
        _ fields: [Field],
        of source: DatabaseSource,
        in work: WorkContext
    ) {
        self.statement = statement
        self.source = source
        self.work = work
        schema = Schema(fields)
    }

    func next() throws(EngineError) -> Batch? {
        if isOver { return nil }
        if work.cancellation.isCancelled { throw EngineError(.cancelled, "stopped") }
        var columns = schema.fields.map { CellBuffer($0.type) }
        var count = 0
        while count < Self.rowsInBatch {
            guard try statement.step() else {
                isOver = true
                break
            }
            row += 1
            for index in columns.indices { try take(index, into: &columns[index]) }
            count += 1
        }
        return count == 0 ? nil : Batch(columns.map(\.column), count: count)
    }

    private func take(_ index: Int, into buffer: inout CellBuffer) throws(EngineError) {
        let storage = statement.storage(index)
        if storage == .null { return buffer.appendMissing() }
        switch buffer.type {
        case .int where storage == .integer: buffer.ints.append(statement.integer(index))
        case .float where storage == .integer || storage == .real:
            buffer.floats.append(statement.real(index))
        case .bool where storage == .integer && (0...1).contains(statement.integer(index)):
            buffer.bools.append(statement.integer(index) == 1)
        case .text:
            guard let text = storage == .blob ? statement.digits(index) : statement.text(index)
            else { throw notUTF8(index) }
            buffer.texts.append(text)
        default: return try read(index, into: &buffer)
        }
        buffer.validity.append(true)
    }

    /// Reads what is stored otherwise than its column's type is.
    private func read(_ index: Int, into buffer: inout CellBuffer) throws(EngineError) {
        guard let text = statement.text(index) else { throw notUTF8(index) }
        if text.isEmpty { return buffer.appendMissing() }
        switch buffer.type {
        case .int:
            guard let value = Int64(text) else { throw misfit(index, text) }
            buffer.ints.append(value)
        case .float:
            guard let value = Double(text) else { throw misfit(index, text) }
            buffer.floats.append(value)
        case .bool:
            guard let value = ["true": true, "false": false][text.lowercased()] else {
                throw misfit(index, text)
            }
            buffer.bools.append(value)
        default:
            switch ISOText.read(text, as: buffer.type, zone: source.zone) {
            case .date(let day)?: buffer.days.append(day.number)
            case .time(let time)?: buffer.ints.append(time.microseconds)
            case .timestamp(let instant)?: buffer.ints.append(instant.microseconds)
            default: throw misfit(index, text)
            }
        }
        buffer.validity.append(true)
    }

    private func misfit(_ index: Int, _ text: String) -> EngineError {
        let field = schema.fields[index]
        let shown = text.count > 40 ? text.prefix(39) + "…" : text[...]
        return EngineError(
            .valueUnconvertible,
            "row \(row) of `\(field.name)` holds `\(shown)`, which is no \(field.type.word)",
            hints: ["load(…, types: {\(field.name): \"text\"})"]
        )
    }

    private func notUTF8(_ index: Int) -> EngineError {
        let name = schema.fields[index].name
        return EngineError(
            .fileMalformed,
            "row \(row) of `\(name)` holds bytes that are not UTF-8",
            hints: ["load(…, query: \"select hex(\(name)) as \(name) from …\")"]
        )
    }
}

/// The cells of a column while it is read.
private struct CellBuffer {
    let type: ColumnType
    var validity = Bitmap(repeating: true, count: 0)
    var bools: [Bool] = []
    /// Whole numbers, and microseconds.
    var ints: [Int64] = []
    var floats: [Double] = []
    var texts: [String] = []
    var days: [Int32] = []

    init(_ type: ColumnType) { self.type = type }

    mutating func appendMissing() {
        validity.append(false)
        switch type {
        case .bool: bools.append(false)
        case .int, .time, .timestamp: ints.append(0)
        case .float: floats.append(0)
        case .date: days.append(0)
        default: texts.append("")
        }
    }

    var column: Column {
        let values: Column.Values =
            switch type {
            case .bool: .bools(bools)
            case .int: .ints(ints)
            case .time, .timestamp: .microseconds(ints)
            case .float: .floats(floats)
            case .date: .days(days)
            default: .texts(texts)
            }
        return Column(type, values, validity: validity.ones == validity.count ? nil : validity)
    }
}
