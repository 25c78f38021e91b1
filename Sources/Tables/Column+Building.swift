/// Columns made cell by cell: for literals, small results and tests, not for bulk data.
extension Column {
    /// A column of the given type from cells that fit it; an int fits a float column.
    package init(_ type: ColumnType, cells: [Scalar]) {
        var validity = Bitmap(repeating: true, count: cells.count)
        for (row, cell) in cells.enumerated() where cell == .missing { validity[row] = false }
        let mask = validity.ones == cells.count ? nil : validity
        self.init(type, Column.packed(type, cells), validity: mask)
    }

    /// The cells at the given rows, in that order; a negative row gives a missing cell.
    package func gathered(_ rows: [Int]) -> Column {
        Column(type, cells: rows.map { $0 < 0 ? .missing : self[$0] })
    }

    /// Columns of one type, one below the other.
    package static func concatenated(_ parts: [Column]) -> Column {
        guard let first = parts.first else { return Column(.missing, .nothing(count: 0)) }
        guard parts.count > 1 else { return first }
        guard let values = joined(parts, like: first.values) else {
            // Nested storage is rare, and small where it occurs.
            return Column(
                first.type,
                cells: parts.flatMap { part in (0..<part.count).map { part[$0] } }
            )
        }
        return Column(first.type, values, validity: joinedValidity(parts))
    }

    private static func joined(_ parts: [Column], like first: Values) -> Values? {
        switch first {
        case .bools:
            flat(parts) { if case .bools(let x) = $0 { x } else { nil } }.map { .bools($0) }
        case .ints: flat(parts) { if case .ints(let x) = $0 { x } else { nil } }.map { .ints($0) }
        case .floats:
            flat(parts) { if case .floats(let x) = $0 { x } else { nil } }.map { .floats($0) }
        case .texts:
            flat(parts) { if case .texts(let x) = $0 { x } else { nil } }.map { .texts($0) }
        case .codes:
            flat(parts) { if case .codes(let x) = $0 { x } else { nil } }.map { .codes($0) }
        case .days: flat(parts) { if case .days(let x) = $0 { x } else { nil } }.map { .days($0) }
        case .microseconds:
            flat(parts) { if case .microseconds(let x) = $0 { x } else { nil } }
                .map { .microseconds($0) }
        case .intervals:
            flat(parts) { if case .intervals(let x) = $0 { x } else { nil } }
                .map { .intervals($0) }
        case .lists, .records, .nothing: nil
        }
    }

    private static func flat<Cell>(_ parts: [Column], _ cells: (Values) -> [Cell]?) -> [Cell]? {
        var all: [Cell] = []
        all.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts {
            guard let more = cells(part.values) else { return nil }
            all.append(contentsOf: more)
        }
        return all
    }

    private static func joinedValidity(_ parts: [Column]) -> Bitmap? {
        guard parts.contains(where: { $0.validity != nil }) else { return nil }
        var mask = Bitmap(repeating: true, count: 0)
        for part in parts {
            mask.append(contentsOf: part.validity ?? Bitmap(repeating: true, count: part.count))
        }
        return mask
    }

    private static func packed(_ type: ColumnType, _ cells: [Scalar]) -> Values {
        switch type {
        case .bool: .bools(cells.map { if case .bool(let x) = $0 { x } else { false } })
        case .int: .ints(cells.map { if case .int(let x) = $0 { x } else { 0 } })
        case .float: .floats(cells.map { $0.number ?? 0 })
        case .text: .texts(cells.map { if case .text(let x) = $0 { x } else { "" } })
        case .category(let levels): .codes(codes(cells, levels))
        case .date: .days(cells.map { if case .date(let x) = $0 { x.number } else { 0 } })
        case .time:
            .microseconds(cells.map { if case .time(let x) = $0 { x.microseconds } else { 0 } })
        case .timestamp:
            .microseconds(
                cells.map { if case .timestamp(let x) = $0 { x.microseconds } else { 0 } }
            )
        case .duration:
            .intervals(cells.map { if case .duration(let x) = $0 { x } else { Interval() } })
        case .list(let element): packedLists(element, cells)
        case .record(let fields): packedRecords(fields, cells)
        case .missing: .nothing(count: cells.count)
        }
    }

    private static func codes(_ cells: [Scalar], _ levels: [String]) -> [Int32] {
        let positions = Dictionary(
            zip(levels, Int32(0)...),
            uniquingKeysWith: { first, _ in first }
        )
        return cells.map { if case .text(let x) = $0 { positions[x] ?? 0 } else { 0 } }
    }

    private static func packedLists(_ element: ColumnType, _ cells: [Scalar]) -> Values {
        var offsets = [0]
        var flat: [Scalar] = []
        for cell in cells {
            if case .list(let inner) = cell { flat += inner }
            offsets.append(flat.count)
        }
        return .lists(offsets: offsets, child: Column(element, cells: flat))
    }

    private static func packedRecords(_ fields: [Field], _ cells: [Scalar]) -> Values {
        let parts = fields.map { field in
            Column(
                field.type,
                cells: cells.map { cell in
                    guard case .record(let parts) = cell else { return .missing }
                    return parts.first { $0.name == field.name }?.value ?? .missing
                }
            )
        }
        return .records(parts, count: cells.count)
    }
}
