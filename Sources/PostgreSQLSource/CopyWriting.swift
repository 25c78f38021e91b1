import CPostgreSQL
import Kernels
import Relations
import Tables

/// Writes rows into a new table by a binary COPY, in one transaction.
struct CopyWriting {
    private let connection: PostgreSQLConnection

    init(_ connection: PostgreSQLConnection) { self.connection = connection }

    func write(
        _ rows: any BatchCursor,
        to table: String,
        replaces: Bool
    ) throws(EngineError) -> Int64 {
        let fields = rows.schema.fields
        let columns = try fields.map { field throws(EngineError) in
            "\(PostgreSQLText.name(field.name)) \(try Self.word(field.type, field))"
        }
        let name = PostgreSQLText.table(table)
        // The rows may come from the table that they replace: it goes when all of them are there.
        let draft = PostgreSQLText.table("\(table)~")
        // What is not committed is undone when the connection ends.
        try connection.execute("BEGIN")
        try connection.execute("CREATE TABLE \(draft) (\(columns.joined(separator: ", ")))")
        try connection.execute("COPY \(draft) FROM STDIN (FORMAT binary)")
        var message = WireMessage()
        message.bytes += Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]
        message.append(Int32(0))
        message.append(Int32(0))
        var count: Int64 = 0
        while let batch = try rows.next() {
            for row in 0..<batch.count {
                message.append(Int16(fields.count))
                for (column, field) in zip(batch.columns, fields) {
                    message.append(column[row], as: field.type)
                }
                if message.bytes.count > 1 << 16 { try send(&message) }
            }
            count += Int64(batch.count)
            connection.work.progress.report("writing")
        }
        message.append(Int16(-1))
        try send(&message)
        try finish()
        if replaces { try connection.execute("DROP TABLE \(name)") }
        let last = table.split(separator: ".", maxSplits: 1).last.map(String.init) ?? table
        try connection.execute("ALTER TABLE \(draft) RENAME TO \(PostgreSQLText.name(last))")
        try connection.execute("COMMIT")
        return count
    }

    private func send(_ message: inout WireMessage) throws(EngineError) {
        while true {
            try connection.checkCancellation()
            let state = message.bytes.withUnsafeBytes { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                return PQputCopyData(connection.pointer, start, Int32(bytes.count))
            }
            guard state >= 0 else { throw .lost(connection.database, connection.said) }
            try connection.flush()
            if state == 1 { break }
        }
        message.bytes.removeAll(keepingCapacity: true)
    }

    private func finish() throws(EngineError) {
        guard PQputCopyEnd(connection.pointer, nil) == 1 else {
            throw .lost(connection.database, connection.said)
        }
        while try connection.result() != nil {}
    }

    /// The type of a column, by which `load` knows it again.
    private static func word(_ type: ColumnType, _ field: Field) throws(EngineError) -> String {
        switch type {
        case .bool: return "boolean"
        case .int: return "bigint"
        case .float: return "double precision"
        case .text, .category, .missing: return "text"
        case .date: return "date"
        case .time: return "time"
        case .timestamp: return "timestamptz"
        case .duration: return "interval"
        case .list(let element):
            if case .list = element { break }
            return try word(element, field) + "[]"
        case .record: break
        }
        throw EngineError(
            .tableType,
            "PostgreSQL has no type for `\(field.name)`, \(field.type.described)",
            hints: ["drop(\(field.name))"]
        )
    }
}

/// What goes to the server, numbers big-endian.
private struct WireMessage {
    var bytes: [UInt8] = []

    mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }

    /// A cell with its size before it.
    mutating func append(_ cell: Scalar, as type: ColumnType) {
        switch cell {
        case .missing, .record: append(Int32(-1))
        case .bool(let value): sized(UInt8(value ? 1 : 0))
        case .int(let value) where type == .float: sized(Double(value).bitPattern)
        case .int(let value): sized(value)
        case .float(let value): sized(value.bitPattern)
        case .text(let text):
            append(Int32(text.utf8.count))
            bytes += Array(text.utf8)
        case .date(let day): sized(day.number - 10_957)
        case .time(let time): sized(time.microseconds)
        case .timestamp(let instant): sized(instant.microseconds - 946_684_800_000_000)
        case .duration(let interval):
            append(Int32(16))
            append(interval.microseconds)
            append(interval.days)
            append(interval.months)
        case .list(let cells): append(cells, as: type)
        }
    }

    private mutating func sized<Number: FixedWidthInteger>(_ number: Number) {
        append(Int32(MemoryLayout<Number>.size))
        append(number)
    }

    private mutating func append(_ cells: [Scalar], as type: ColumnType) {
        guard case .list(let element) = type else { return append(Int32(-1)) }
        var inner = WireMessage()
        inner.append(Int32(cells.isEmpty ? 0 : 1))
        inner.append(Int32(cells.contains(.missing) ? 1 : 0))
        inner.append(Self.number(of: element))
        if !cells.isEmpty {
            inner.append(Int32(cells.count))
            inner.append(Int32(1))
        }
        for cell in cells { inner.append(cell, as: element) }
        append(Int32(inner.bytes.count))
        bytes += inner.bytes
    }

    /// The number that every server gives the type of a list's elements.
    private static func number(of type: ColumnType) -> Int32 {
        switch type {
        case .bool: 16
        case .int: 20
        case .float: 701
        case .date: 1082
        case .time: 1083
        case .timestamp: 1184
        case .duration: 1186
        default: 25
        }
    }
}
