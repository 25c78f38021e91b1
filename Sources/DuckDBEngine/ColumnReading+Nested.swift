import CDuckDB
import Relations
import Tables

extension ColumnReading {
    static func texts(_ views: [VectorView], _ stored: StoredType) throws(EngineError) -> [String] {
        if case .enumeration(let width, let levels) = stored {
            let positions = positions(views, width)
            let validity = views.flatMap { view in (0..<view.count).map(view.isValid) }
            return zip(positions, validity).map { $1 ? levels[Int($0)] : "" }
        }
        let total = views.reduce(0) { $0 + $1.count }
        return Array(unsafeUninitializedCapacity: total) { buffer, initialized in
            for view in views {
                guard let data = view.data, let base = buffer.baseAddress else { continue }
                let strings = data.assumingMemoryBound(to: duckdb_string_t.self)
                for row in 0..<view.count {
                    let text = view.isValid(row) ? text(strings + row) : ""
                    (base + initialized + row).initialize(to: text)
                }
                initialized += view.count
            }
        }
    }

    private static func text(_ string: UnsafePointer<duckdb_string_t>) -> String {
        let length = Int(string.pointee.length)
        guard length > 0, let start = duckdb_string_t_data(string) else { return "" }
        return start.withMemoryRebound(to: UInt8.self, capacity: length) {
            String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
        }
    }

    private static func positions(_ views: [VectorView], _ width: StoredType.Width) -> [Int32] {
        switch width {
        case .one: cells(views) { (cell: UInt8) in Int32(cell) }
        case .two: cells(views) { (cell: UInt16) in Int32(cell) }
        default: cells(views) { (cell: UInt32) in Int32(truncatingIfNeeded: cell) }
        }
    }

    /// Categories as positions among the levels; what is no level is missing.
    static func codes(
        _ views: [VectorView],
        _ stored: StoredType,
        _ levels: [String],
        _ validity: inout Bitmap?
    ) throws(EngineError) -> [Int32] {
        if case .enumeration(let width, let own) = stored, own == levels {
            return positions(views, width)
        }
        let places = Dictionary(zip(levels, Int32(0)...), uniquingKeysWith: { first, _ in first })
        let found = try texts(views, stored).map { places[$0] ?? -1 }
        if found.contains(-1) {
            var mask = validity ?? Bitmap(repeating: true, count: found.count)
            for (row, code) in found.enumerated() where code < 0 { mask[row] = false }
            validity = mask
        }
        return found.map { max(0, $0) }
    }

    static func lists(
        _ views: [VectorView],
        _ stored: StoredType,
        _ element: ColumnType
    ) throws(EngineError) -> Column.Values {
        var offsets = [0]
        var children: [Column] = []
        for view in views {
            let (child, inner) = try elements(of: view, stored)
            let column = try column([child], inner, as: element)
            var rows: [Int] = []
            for row in 0..<view.count {
                let range = view.isValid(row) ? range(of: row, in: view, stored) : 0..<0
                rows.append(contentsOf: range)
                offsets.append(offsets[offsets.count - 1] + range.count)
            }
            let isWhole = rows.count == column.count && rows.elementsEqual(0..<rows.count)
            children.append(isWhole ? column : column.gathered(rows))
        }
        let child = children.isEmpty ? Column(element, cells: []) : Column.concatenated(children)
        return .lists(offsets: offsets, child: child)
    }

    private static func elements(
        of view: VectorView,
        _ stored: StoredType
    ) throws(EngineError) -> (VectorView, StoredType) {
        switch stored {
        case .list(let inner):
            let size = Int(duckdb_list_vector_get_size(view.vector))
            return (VectorView(duckdb_list_vector_get_child(view.vector), count: size), inner)
        case .array(let inner, let size):
            let child = duckdb_array_vector_get_child(view.vector)
            return (VectorView(child, count: size * view.count), inner)
        default: throw unreadable(stored)
        }
    }

    private static func range(of row: Int, in view: VectorView, _ stored: StoredType) -> Range<Int>
    {
        if case .array(_, let size) = stored { return row * size..<(row + 1) * size }
        guard let data = view.data else { return 0..<0 }
        let entry = data.assumingMemoryBound(to: duckdb_list_entry.self)[row]
        return Int(entry.offset)..<Int(entry.offset + entry.length)
    }

    static func records(
        _ views: [VectorView],
        _ stored: StoredType,
        _ fields: [Field]
    ) throws(EngineError) -> Column.Values {
        guard case .structure(let parts) = stored, parts.count == fields.count else {
            throw unreadable(stored)
        }
        var columns: [Column] = []
        for (index, part) in parts.enumerated() {
            let children = views.map { view in
                VectorView(
                    duckdb_struct_vector_get_child(view.vector, idx_t(index)),
                    count: view.count
                )
            }
            columns.append(try column(children, part.type, as: fields[index].type))
        }
        return .records(columns, count: views.reduce(0) { $0 + $1.count })
    }
}
