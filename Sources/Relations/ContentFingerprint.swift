import Digests
import Tables

/// The digest of a table's names, types and cells.
enum ContentFingerprint {
    static func of(_ table: Table) -> String {
        var hasher = SHA256Hasher()
        for (field, column) in zip(table.fields, table.columns) {
            hasher.update(with: Array("\(field.name)\u{0}\(field.type)\u{0}".utf8))
            add(column, to: &hasher)
        }
        return hasher.digest.hexadecimal
    }

    private static func add(_ column: Column, to hasher: inout SHA256Hasher) {
        add(column.validity?.words ?? [], to: &hasher)
        switch column.values {
        case .bools(let cells): hasher.update(with: cells.map { $0 ? UInt8(1) : 0 })
        case .ints(let cells), .microseconds(let cells): add(cells, to: &hasher)
        case .floats(let cells): add(cells, to: &hasher)
        case .codes(let cells), .days(let cells): add(cells, to: &hasher)
        case .texts(let cells):
            add(cells, to: &hasher)
        case .intervals(let cells):
            for cell in cells { hasher.update(with: Array(cell.text.utf8)) }
        case .lists(let offsets, let child):
            add(offsets, to: &hasher)
            add(child, to: &hasher)
        case .records(let parts, let count):
            hasher.update(with: Array("\(count)".utf8))
            for part in parts { add(part, to: &hasher) }
        case .nothing(let count): hasher.update(with: Array("\(count)".utf8))
        }
    }

    /// Texts with their lengths, many at a time: each alone would cost more than its bytes do.
    private static func add(_ texts: [String], to hasher: inout SHA256Hasher) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1 << 17)
        var lengths: [Int: [UInt8]] = [:]
        for text in texts {
            var text = text
            text.withUTF8 { cells in
                let head = lengths[cells.count] ?? Array("\(cells.count):".utf8)
                if cells.count < 256 { lengths[cells.count] = head }
                bytes += head
                bytes += cells
            }
            if bytes.count >= 1 << 16 {
                hasher.update(with: bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        hasher.update(with: bytes)
    }

    private static func add<Cell: BitwiseCopyable>(_ cells: [Cell], to hasher: inout SHA256Hasher) {
        cells.withUnsafeBytes { hasher.update(with: Array($0)) }
    }
}
