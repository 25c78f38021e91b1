/// The cells of one column, all of one type, packed.
///
/// Where `validity` has no bit the cell is missing, and what the values hold there means nothing.
package struct Column: Sendable, Hashable {
    package var type: ColumnType
    package var values: Values
    /// nil when no cell is missing.
    package var validity: Bitmap?

    /// Packed cells; the case follows from the column's type.
    package enum Values: Sendable, Hashable {
        case bools([Bool])
        case ints([Int64])
        case floats([Double])
        case texts([String])
        /// Categories, as positions in the type's levels.
        case codes([Int32])
        case days([Int32])
        /// Times of day, and timestamps, in microseconds.
        case microseconds([Int64])
        case intervals([Interval])
        /// Row `i` holds the child's rows `offsets[i]..<offsets[i + 1]`.
        indirect case lists(offsets: [Int], child: Column)
        /// One column a part, and how many rows there are.
        case records([Column], count: Int)
        /// Only missing cells.
        case nothing(count: Int)
    }

    package init(_ type: ColumnType, _ values: Values, validity: Bitmap? = nil) {
        self.type = type
        self.values = values
        self.validity = validity
        assert(validity.map { $0.count == count } ?? true, "a validity bit for every row")
    }

    package var count: Int {
        switch values {
        case .bools(let cells): cells.count
        case .ints(let cells): cells.count
        case .floats(let cells): cells.count
        case .texts(let cells): cells.count
        case .codes(let cells): cells.count
        case .days(let cells): cells.count
        case .microseconds(let cells): cells.count
        case .intervals(let cells): cells.count
        case .lists(let offsets, _): offsets.count - 1
        case .records(_, let count): count
        case .nothing(let count): count
        }
    }

    package func isMissing(_ row: Int) -> Bool {
        if case .nothing = values { return true }
        return validity.map { !$0[row] } ?? false
    }

    package var missingCount: Int {
        if case .nothing(let count) = values { return count }
        return validity.map { $0.count - $0.ones } ?? 0
    }

    /// The cell at a row.
    package subscript(row: Int) -> Scalar {
        if isMissing(row) { return .missing }
        switch values {
        case .bools(let cells): return .bool(cells[row])
        case .ints(let cells): return .int(cells[row])
        case .floats(let cells): return .float(cells[row])
        case .texts(let cells): return .text(cells[row])
        case .codes(let cells):
            guard case .category(let levels) = type else { return .missing }
            return .text(levels[Int(cells[row])])
        case .days(let cells): return .date(Day(number: cells[row]))
        case .microseconds(let cells):
            return type == .time
                ? .time(TimeOfDay(microseconds: cells[row]))
                : .timestamp(Instant(microseconds: cells[row]))
        case .intervals(let cells): return .duration(cells[row])
        case .lists(let offsets, let child):
            return .list((offsets[row]..<offsets[row + 1]).map { child[$0] })
        case .records(let parts, _):
            guard case .record(let fields) = type else { return .missing }
            return .record(zip(fields, parts).map { Scalar.RecordPart($0.name, $1[row]) })
        case .nothing: return .missing
        }
    }
}
