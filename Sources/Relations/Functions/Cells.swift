import Tables

/// The cells of a column as one kind of Swift value, whatever it holds them in.
///
/// What stands at a missing row means nothing, but is there.
extension Column {
    /// Numbers and bools, true being 1.
    var doubles: [Double] {
        switch values {
        case .floats(let cells): cells
        case .ints(let cells): cells.map { Double($0) }
        case .bools(let cells): cells.map { $0 ? 1 : 0 }
        default: Array(repeating: 0, count: count)
        }
    }

    /// Ints, bools, days, moments: what is stored as a whole number.
    var integers: [Int64] {
        switch values {
        case .ints(let cells), .microseconds(let cells): cells
        case .bools(let cells): cells.map { $0 ? 1 : 0 }
        case .days(let cells), .codes(let cells): cells.map { Int64($0) }
        default: Array(repeating: 0, count: count)
        }
    }

    var flags: [Bool] {
        if case .bools(let cells) = values { return cells }
        return Array(repeating: false, count: count)
    }

    /// Texts, and the levels of a category.
    var strings: [String] {
        switch (values, type) {
        case (.texts(let cells), _): cells
        case (.codes(let cells), .category(let levels)):
            cells.map { Int($0) < levels.count ? levels[Int($0)] : "" }
        default: Array(repeating: "", count: count)
        }
    }

    var intervals: [Interval] {
        if case .intervals(let cells) = values { return cells }
        return Array(repeating: Interval(), count: count)
    }

    /// The rows that hold a value.
    var presentRows: [Int] { (0..<count).filter { !isMissing($0) } }
}

/// Columns made from whole arrays.
extension Column {
    static func bools(_ cells: [Bool], _ validity: Bitmap?) -> Column {
        Column(.bool, .bools(cells), validity: validity)
    }

    static func ints(_ cells: [Int64], _ validity: Bitmap?) -> Column {
        Column(.int, .ints(cells), validity: validity)
    }

    static func texts(_ cells: [String], _ validity: Bitmap?) -> Column {
        Column(.text, .texts(cells), validity: validity)
    }

    /// Floats, of which those that are not finite become missing.
    static func floats(_ cells: [Double], _ validity: Bitmap?) -> Column {
        guard cells.contains(where: { !$0.isFinite }) else {
            return Column(.float, .floats(cells), validity: validity)
        }
        var (kept, mask) = (cells, validity ?? Bitmap(repeating: true, count: cells.count))
        for row in kept.indices where !kept[row].isFinite {
            kept[row] = 0
            mask[row] = false
        }
        return Column(.float, .floats(kept), validity: mask)
    }

    static func missing(_ type: ColumnType, count: Int) -> Column {
        Column(repeating: .missing, type, count: count)
    }
}

extension [Column] {
    /// The rows where none is missing, or nil for all rows.
    func commonValidity(_ count: Int) -> Bitmap? {
        var words: [UInt64]?
        for column in self {
            if case .nothing = column.values { return Bitmap(repeating: false, count: count) }
            guard let validity = column.validity else { continue }
            words = words.map { zip($0, validity.words).map { $0 & $1 } } ?? validity.words
        }
        return words.map { Bitmap(words: $0, count: count) }
    }
}

extension Bitmap {
    /// Whether a row holds a value, where no bitmap means that all do.
    static func isSet(_ bitmap: Bitmap?, _ row: Int) -> Bool { bitmap?[row] ?? true }

    init(_ flags: [Bool]) {
        var words = [UInt64](repeating: 0, count: (flags.count + 63) / 64)
        for (row, flag) in flags.enumerated() where flag {
            words[row >> 6] |= 1 << UInt64(row & 63)
        }
        self.init(words: words, count: flags.count)
    }
}

/// Both arrays, cell by cell.
func pairwise<A, B, Result>(_ a: [A], _ b: [B], _ body: (A, B) -> Result) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(a.count)
    for row in a.indices { results.append(body(a[row], b[row])) }
    return results
}

/// Bodies that take one row at a time, for what is too rare or too involved to go by columns.
enum Rowwise {
    /// Calls `body` with the cells of each row that misses none.
    static func strict(
        _ body: @escaping @Sendable ([Scalar]) throws -> Scalar
    ) -> RowFunction.Evaluation {
        { columns, count, type in
            let cells = try (0..<count).map { row -> Scalar in
                let arguments = columns.map { $0[row] }
                return arguments.contains(.missing) ? .missing : try body(arguments)
            }
            return Column(type, cells: cells)
        }
    }

    /// Calls `body` with the cells of each row, the missing ones too.
    static func lenient(
        _ body: @escaping @Sendable ([Scalar]) throws -> Scalar
    ) -> RowFunction.Evaluation {
        { columns, count, type in
            Column(type, cells: try (0..<count).map { row in try body(columns.map { $0[row] }) })
        }
    }
}
