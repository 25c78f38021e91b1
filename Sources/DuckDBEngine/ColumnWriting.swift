import CDuckDB
import Tables

/// Copies columns into vectors of the types that `SQLText.type` names.
enum ColumnWriting {
    /// Some rows of a column, from the row `at` of the vector on.
    static func write(
        _ column: Column,
        _ rows: Range<Int>,
        as type: ColumnType,
        to vector: duckdb_vector?,
        at start: Int
    ) {
        writeValidity(column, rows, to: vector, at: start)
        let data = duckdb_vector_get_data(vector)
        switch column.values {
        case .bools(let cells): fill(data, start, cells[rows]) { $0 ? UInt8(1) : 0 }
        case .ints(let cells):
            if type == .float {
                writeFloats(cells[rows].map(Double.init), to: vector, at: start)
            } else {
                fill(data, start, cells[rows]) { $0 }
            }
        case .floats(let cells): writeFloats(cells[rows], to: vector, at: start)
        case .texts(let cells): writeTexts(cells[rows], column, rows, to: vector, at: start)
        case .codes(let cells):
            writeCodes(cells[rows], column, rows, as: type, to: vector, at: start)
        case .days(let cells): fill(data, start, cells[rows]) { $0 }
        case .microseconds(let cells): fill(data, start, cells[rows]) { $0 }
        case .intervals(let cells):
            fill(data, start, cells[rows]) {
                duckdb_interval(months: $0.months, days: $0.days, micros: $0.microseconds)
            }
        case .lists(let offsets, let child):
            writeLists(offsets, child, rows, as: type, to: vector, at: start)
        case .records(let parts, _):
            guard case .record(let fields) = type else { return }
            for (index, part) in parts.enumerated() {
                let inner = duckdb_struct_vector_get_child(vector, idx_t(index))
                write(part, rows, as: fields[index].type, to: inner, at: start)
            }
        case .nothing: writeMissing(rows.count, to: vector, at: start)
        }
    }

    /// Rows without a value.
    static func writeMissing(_ count: Int, to vector: duckdb_vector?, at start: Int) {
        duckdb_vector_ensure_validity_writable(vector)
        let words = duckdb_vector_get_validity(vector)
        for row in start..<start + count { duckdb_validity_set_row_invalid(words, idx_t(row)) }
    }

    private static func writeValidity(
        _ column: Column,
        _ rows: Range<Int>,
        to vector: duckdb_vector?,
        at start: Int
    ) {
        guard let validity = column.validity else { return }
        duckdb_vector_ensure_validity_writable(vector)
        let words = duckdb_vector_get_validity(vector)
        for row in rows where !validity[row] {
            duckdb_validity_set_row_invalid(words, idx_t(start + row - rows.lowerBound))
        }
    }

    private static func fill<Cell, Raw: BitwiseCopyable>(
        _ data: UnsafeMutableRawPointer?,
        _ start: Int,
        _ cells: ArraySlice<Cell>,
        _ change: (Cell) -> Raw
    ) {
        guard let data else { return }
        let raw = data.assumingMemoryBound(to: Raw.self) + start
        for (row, cell) in cells.enumerated() { raw[row] = change(cell) }
    }

    /// Numbers; NaN and the infinities are missing.
    private static func writeFloats(
        _ cells: some Collection<Double>,
        to vector: duckdb_vector?,
        at start: Int
    ) {
        guard let data = duckdb_vector_get_data(vector) else { return }
        let raw = data.assumingMemoryBound(to: Double.self) + start
        for (row, cell) in cells.enumerated() {
            raw[row] = cell
            if !cell.isFinite { writeMissing(1, to: vector, at: start + row) }
        }
    }

    private static func writeTexts(
        _ cells: ArraySlice<String>,
        _ column: Column,
        _ rows: Range<Int>,
        to vector: duckdb_vector?,
        at start: Int
    ) {
        for (offset, cell) in cells.enumerated()
        where !column.isMissing(rows.lowerBound + offset) {
            assign(cell, to: vector, at: start + offset)
        }
    }

    private static func assign(_ text: String, to vector: duckdb_vector?, at row: Int) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                duckdb_vector_assign_string_element_len(
                    vector,
                    idx_t(row),
                    characters.baseAddress,
                    idx_t(characters.count)
                )
            }
        }
    }

    private static func writeCodes(
        _ cells: ArraySlice<Int32>,
        _ column: Column,
        _ rows: Range<Int>,
        as type: ColumnType,
        to vector: duckdb_vector?,
        at start: Int
    ) {
        guard case .category(let levels) = column.type else { return }
        let data = duckdb_vector_get_data(vector)
        // The width of an ENUM's cells follows from how many members it has.
        switch type {
        case .category(let members) where members == levels && !levels.isEmpty:
            if levels.count <= 255 {
                fill(data, start, cells) { UInt8(truncatingIfNeeded: $0) }
            } else if levels.count <= 65_535 {
                fill(data, start, cells) { UInt16(truncatingIfNeeded: $0) }
            } else {
                fill(data, start, cells) { UInt32(bitPattern: $0) }
            }
        default:
            for (offset, code) in cells.enumerated()
            where !column.isMissing(rows.lowerBound + offset) {
                assign(levels[Int(code)], to: vector, at: start + offset)
            }
        }
    }

    private static func writeLists(
        _ offsets: [Int],
        _ child: Column,
        _ rows: Range<Int>,
        as type: ColumnType,
        to vector: duckdb_vector?,
        at start: Int
    ) {
        guard case .list(let element) = type, let data = duckdb_vector_get_data(vector) else {
            return
        }
        let first = Int(duckdb_list_vector_get_size(vector))
        let cells = offsets[rows.lowerBound]..<offsets[rows.upperBound]
        _ = duckdb_list_vector_reserve(vector, idx_t(first + cells.count))
        _ = duckdb_list_vector_set_size(vector, idx_t(first + cells.count))
        let entries = data.assumingMemoryBound(to: duckdb_list_entry.self) + start
        for (index, row) in rows.enumerated() {
            entries[index] = duckdb_list_entry(
                offset: UInt64(first + offsets[row] - cells.lowerBound),
                length: UInt64(offsets[row + 1] - offsets[row])
            )
        }
        write(child, cells, as: element, to: duckdb_list_vector_get_child(vector), at: first)
    }
}
