import CPostgreSQL
import Kernels
import Relations
import Tables

/// Rows of a running `COPY … TO STDOUT (FORMAT binary)`.
final class CopyCursor: BatchCursor {
    private static let rowsInBatch = 1 << 14
    /// The signature, flags and the length of what may follow them.
    private static let headerSize = 19

    let schema: Schema
    private let connection: PostgreSQLConnection
    private var cells: [CellReading]
    private var hasBegun = false
    private var isOver = false
    private var row: Int64 = 0
    private var count = 0

    init(
        _ connection: PostgreSQLConnection,
        _ query: String,
        _ fields: [Field],
        _ types: [PostgreSQLType]
    ) throws(EngineError) {
        self.connection = connection
        schema = Schema(fields)
        cells = types.map { CellReading($0) }
        try connection.execute("COPY (\n\(query)\n) TO STDOUT (FORMAT binary)")
    }

    deinit {
        // Nobody waits for the rest: the server shall not go on sending it.
        if !isOver, let cancel = PQgetCancel(connection.pointer) {
            var words = [CChar](repeating: 0, count: 256)
            PQcancel(cancel, &words, Int32(words.count))
            PQfreeCancel(cancel)
        }
    }

    func next() throws(EngineError) -> Batch? {
        if isOver { return nil }
        for index in cells.indices { cells[index].clear() }
        count = 0
        while count < Self.rowsInBatch, !isOver { try takeMessage() }
        try connection.checkCancellation()
        return count == 0 ? nil : Batch(cells.map(\.column), count: count)
    }

    private func takeMessage() throws(EngineError) {
        var buffer: UnsafeMutablePointer<CChar>?
        let size = PQgetCopyData(connection.pointer, &buffer, 1)
        defer { PQfreemem(buffer) }
        switch size {
        case 0:
            try connection.checkCancellation()
            if connection.wait(for: Int16(1)), PQconsumeInput(connection.pointer) == 0 {
                throw lost
            }
        case -1:
            isOver = true
            while try connection.result() != nil {}
        case -2: throw lost
        default:
            guard let buffer else { throw lost }
            try take(WireBytes(buffer, count: Int(size)))
        }
    }

    private var lost: EngineError { .lost(connection.database, connection.said) }

    private func take(_ bytes: WireBytes) throws(EngineError) {
        var position = 0
        if !hasBegun {
            position = Self.headerSize + Int(bytes.int32(15))
            hasBegun = true
        }
        while position + 2 <= bytes.count {
            let fields = bytes.int16(position)
            position += 2
            // The end is told by a row of -1 columns.
            if fields < 0 { return }
            row += 1
            for index in 0..<min(Int(fields), cells.count) {
                let size = Int(bytes.int32(position))
                position += 4
                if size < 0 {
                    cells[index].appendMissing()
                    continue
                }
                try append(bytes.part(position, size), index)
                position += size
            }
            count += 1
        }
    }

    private func append(_ bytes: WireBytes, _ index: Int) throws(EngineError) {
        do {
            try cells[index].append(bytes)
        } catch {
            let name = schema.fields[index].name
            let text = "load(…, types: {\(name): \"text\"})"
            switch error {
            case .encoding:
                throw EngineError(
                    .fileMalformed,
                    "row \(row) of `\(name)` holds bytes that are not UTF-8",
                    hints: [
                        "load(…, query: \"select encode(\(name)::bytea, 'hex') as \(name) from …\")"
                    ]
                )
            case .dimensions:
                throw EngineError(
                    .valueUnconvertible,
                    "row \(row) of `\(name)` holds an array of several dimensions",
                    hints: [text]
                )
            case .label(let label):
                throw EngineError(
                    .valueUnconvertible,
                    "row \(row) of `\(name)` holds `\(label)`, which was no label when it was loaded",
                    hints: ["load the table again"]
                )
            }
        }
    }
}
