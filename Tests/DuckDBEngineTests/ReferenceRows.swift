import Kernels
import Relations
import Tables

/// Plans run row by row in plain Swift: slow, short, and what the engine is held against.
struct ReferenceRows: Equatable {
    var names: [String]
    var rows: [[Scalar]]

    init(names: [String], rows: [[Scalar]]) {
        self.names = names
        self.rows = rows
    }

    init(_ table: Table) {
        names = table.fields.map(\.name)
        rows = (0..<table.count).map { row in table.columns.map { $0[row] } }
    }

    init(_ plan: Plan) {
        switch plan {
        case .scan(.table(let memory)): self.init(memory.table)
        case .filter(let input, let condition):
            self.init(input)
            rows = rows.filter { value(condition, $0) == .bool(true) }
        case .project(let input, let columns):
            let below = ReferenceRows(input)
            self.init(
                names: columns.map(\.name),
                rows: below.rows.map { row in columns.map { below.value($0.expression, row) } }
            )
        case .marked(let input, _): self.init(input)
        case .sort(let input, let keys):
            self.init(input)
            sort(by: keys)
        case .slice(let input, let slice, let groups):
            self.init(input)
            keep(groups) { Self.positions($0, slice) }
        case .distinct(let input, let on, let keep):
            self.init(input)
            self.keep(on.isEmpty ? names : on) { [keep == .first ? 0 : $0 - 1] }
        case .sample(let input, let sampling):
            self.init(input)
            sample(sampling)
        case .part(let input, let splitting, .part(let index)):
            self.init(input)
            part(splitting, index)
        case .part(let input, let splitting, .outside(let index)):
            self.init(input)
            rows = outside(splitting, index)
        case .append(let inputs):
            let all = inputs.map { ReferenceRows($0) }
            let names = plan.schema.names
            self.init(
                names: names,
                rows: all.flatMap { below in
                    below.rows.map { row in
                        names.map { name in
                            below.names.firstIndex(of: name).map { row[$0] } ?? .missing
                        }
                    }
                }
            )
        case .join(let left, let right, let kind, let keys, _):
            self.init(
                names: plan.schema.names,
                rows: Self.joined(ReferenceRows(left), ReferenceRows(right), kind, keys)
            )
        case .unnest(let input, let columns):
            self.init(input)
            unnest(columns)
        case .aggregate(let input, let keys, let columns):
            self.init(names: (keys + columns).map(\.name), rows: [])
            aggregate(ReferenceRows(input), keys, columns)
        default: preconditionFailure("no reference for this node")
        }
    }

    // MARK: Expressions

    func value(_ expression: RowExpression, _ row: [Scalar]) -> Scalar {
        switch expression {
        case .literal(let value, _): return value
        case .column(let name, _): return names.firstIndex(of: name).map { row[$0] } ?? .missing
        case .element: preconditionFailure("no reference for bodies")
        case .call(let call):
            let arguments = call.arguments.map { value($0, row) }
            if call.function.name == "is missing" { return .bool(arguments[0] == .missing) }
            if call.function == Shaping.list { return .list(arguments) }
            if arguments.contains(.missing) { return .missing }
            switch call.function.name {
            case ">": return .bool(Self.less(arguments[1], arguments[0]))
            case "+":
                guard case .int(let a) = arguments[0], case .int(let b) = arguments[1] else {
                    return .missing
                }
                return .int(a + b)
            default: preconditionFailure("no reference for `\(call.function.name)`")
            }
        }
    }

    static func less(_ a: Scalar, _ b: Scalar) -> Bool {
        switch (a, b) {
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.int(let a), .int(let b)): a < b
        case (.bool(let a), .bool(let b)): !a && b
        case (.date(let a), .date(let b)): a.number < b.number
        case (.timestamp(let a), .timestamp(let b)): a.microseconds < b.microseconds
        default: (a.number ?? 0) < (b.number ?? 0)
        }
    }

    /// The cell as it compares: texts by their bytes, not by what is canonically the same.
    private static func bare(_ cell: Scalar) -> Scalar {
        guard case .text(let text) = cell else { return cell }
        return .list(text.utf8.map { .int(Int64($0)) })
    }

    // MARK: Nodes

    private mutating func unnest(_ columns: [String]) {
        let places = columns.compactMap { names.firstIndex(of: $0) }
        rows = rows.flatMap { row in
            let lists = places.map { place in
                if case .list(let cells) = row[place] { cells } else { [Scalar]() }
            }
            return (0..<(lists.map(\.count).max() ?? 0)).map { element in
                var row = row
                for (place, list) in zip(places, lists) {
                    row[place] = element < list.count ? list[element] : .missing
                }
                return row
            }
        }
    }

    private mutating func aggregate(
        _ below: ReferenceRows,
        _ keys: [NamedExpression],
        _ columns: [NamedExpression]
    ) {
        var numbered = below
        numbered.names = keys.indices.map { "key \($0)" }
        numbered.rows = below.rows.map { row in
            keys.map { below.value($0.expression, row) }
        }
        var groups = numbered.groups(numbered.names)
        if keys.isEmpty, groups.isEmpty { groups = [[]] }
        rows = groups.map { group in
            (group.first.map { numbered.rows[$0] } ?? [])
                + columns.map { below.reduced($0.expression, group) }
        }
        let order = keys.map { SortKey(.column($0.name, $0.expression.type)) }
        if !keys.isEmpty { sort(by: order) }
    }

    /// The value of a reduction of one column over some rows.
    private func reduced(_ expression: RowExpression, _ group: [Int]) -> Scalar {
        guard case .call(let call) = expression else { return .missing }
        let cells = group.map { value(call.arguments[0], rows[$0]) }.filter { $0 != .missing }
        switch call.function.name {
        case "count": return .int(Int64(cells.count))
        case "first": return cells.first ?? .missing
        case "last": return cells.last ?? .missing
        case "min": return cells.min(by: Self.less) ?? .missing
        case "max": return cells.max(by: Self.less) ?? .missing
        default: preconditionFailure("no reference for `\(call.function.name)`")
        }
    }

    private mutating func sort(by keys: [SortKey]) {
        let values = rows.map { row in keys.map { value($0.expression, row) } }
        let order = rows.indices.sorted { i, j in
            for (index, key) in keys.enumerated() {
                let (a, b) = (values[i][index], values[j][index])
                if Self.bare(a) == Self.bare(b) { continue }
                if a == .missing || b == .missing { return b == .missing }
                return Self.less(a, b) != key.descending
            }
            return i < j
        }
        rows = order.map { rows[$0] }
    }

    /// Positions of rows by the values of some columns, groups in order of appearance.
    private func groups(_ columns: [String]) -> [[Int]] {
        let positions = columns.compactMap { names.firstIndex(of: $0) }
        var groups: [[Int]] = []
        var seen: [[Scalar]: Int] = [:]
        for (row, cells) in rows.enumerated() {
            let key = positions.map { Self.bare(cells[$0]) }
            if let group = seen[key] {
                groups[group].append(row)
            } else {
                seen[key] = groups.count
                groups.append([row])
            }
        }
        return groups
    }

    private mutating func keep(_ columns: [String], _ chosen: (Int) -> [Int]) {
        let kept = groups(columns).flatMap { group in chosen(group.count).map { group[$0] } }
        rows = kept.sorted().map { rows[$0] }
    }

    private static func positions(_ count: Int, _ slice: Slice) -> [Int] {
        switch slice {
        case .head(let size): Array(0..<min(count, Int(size)))
        case .tail(let size): Array(max(0, count - Int(size))..<count)
        case .rows(let first, let last):
            Array(0..<count).filter { $0 + 1 >= Int(first) && $0 + 1 <= Int(last) }
        }
    }

    private mutating func sample(_ sampling: Sampling) {
        let stream = RandomStream(seed: sampling.seed, purpose: "sample")
        var kept: [Int] = []
        for group in groups(sampling.by) {
            let size =
                switch sampling.size {
                case .rows(let count): Int(count)
                case .share(let share): Int((share * Double(group.count)).rounded())
                }
            kept += group.sorted { stream.word(row: $0) < stream.word(row: $1) }.prefix(size)
        }
        rows = kept.sorted().map { rows[$0] }
    }

    /// What the part does not have, found by numbers that the rows carry.
    private func outside(_ splitting: Splitting, _ index: Int) -> [[Scalar]] {
        var numbered = self
        numbered.names.append("#")
        numbered.rows = rows.enumerated().map { $1 + [.int(Int64($0))] }
        numbered.part(splitting, index)
        let taken = Set(numbered.rows.compactMap(\.last))
        return rows.enumerated().filter { !taken.contains(.int(Int64($0.offset))) }.map(\.element)
    }

    private mutating func part(_ splitting: Splitting, _ index: Int) {
        guard case .shares(let shares) = splitting.method else { return cut(splitting, index) }
        let stream = RandomStream(seed: splitting.seed, purpose: "split")
        var kept: [Int] = []
        for stratum in groups(splitting.stratify) {
            let units =
                splitting.group.isEmpty
                ? stratum.map { [$0] }
                : groups(splitting.group).filter { stratum.contains($0[0]) }
            let drawn =
                splitting.order.isEmpty
                ? units.sorted { stream.word(row: $0[0]) < stream.word(row: $1[0]) }
                : ordered(units, splitting.order)
            let from = shares.prefix(index).reduce(0, +)
            let upTo = from + shares[index]
            let low = Int((from * Double(units.count)).rounded())
            let high =
                upTo > 1 - 1e-9 ? units.count : Int((upTo * Double(units.count)).rounded())
            kept += drawn[low..<high].flatMap(\.self)
        }
        rows = kept.sorted().map { rows[$0] }
    }

    /// The units by the least key of their rows; equals by their first rows.
    private func ordered(_ units: [[Int]], _ keys: [SortKey]) -> [[Int]] {
        var numbered = self
        numbered.names.append("#")
        numbered.rows = rows.enumerated().map { $1 + [.int(Int64($0))] }
        numbered.sort(by: keys)
        var ranks = [Int](repeating: 0, count: rows.count)
        var last: [Scalar]?
        var rank = -1
        for row in numbered.rows {
            let values = keys.map { Self.bare(numbered.value($0.expression, row)) }
            if values != last { rank += 1 }
            last = values
            if case .int(let place) = row[row.count - 1] { ranks[Int(place)] = rank }
        }
        func least(_ unit: [Int]) -> Int { unit.map { ranks[$0] }.min() ?? 0 }
        return units.sorted { (least($0), $0[0]) < (least($1), $1[0]) }
    }

    private mutating func cut(_ splitting: Splitting, _ index: Int) {
        guard case .cuts(let cuts) = splitting.method else { return }
        rows = rows.filter { row in
            let place = value(splitting.order[0].expression, row)
            if place == .missing { return index == cuts.count }
            let below = cuts.filter { !Self.less(place, value($0, row)) }.count
            return below == index
        }
    }

    private static func holds(_ test: JoinKey.Test, _ a: Scalar, _ b: Scalar) -> Bool {
        if test == .same { return bare(a) == bare(b) }
        if a == .missing || b == .missing { return false }
        return switch test {
        case .equal, .same: bare(a) == bare(b)
        case .less: less(a, b)
        case .lessOrEqual: !less(b, a)
        case .greater: less(b, a)
        case .greaterOrEqual: !less(a, b)
        }
    }

    /// Of the rows that fit, the last of those nearest.
    private static func nearest(
        _ partners: [[Scalar]],
        _ keys: [JoinKey],
        _ pairs: [(Int, Int)]
    ) -> [Scalar]? {
        guard let size = keys.firstIndex(where: { !$0.test.isEquality }) else { return nil }
        let (place, test) = (pairs[size].1, keys[size].test)
        let takesGreatest = test == .greater || test == .greaterOrEqual
        return partners.reduce(nil) { best, row -> [Scalar]? in
            guard let best else { return row }
            let isFarther =
                takesGreatest ? less(row[place], best[place]) : less(best[place], row[place])
            return isFarther ? best : row
        }
    }

    private static func joined(
        _ left: ReferenceRows,
        _ right: ReferenceRows,
        _ kind: JoinKind,
        _ keys: [JoinKey]
    ) -> [[Scalar]] {
        let pairs = keys.map { key in
            (
                left.names.firstIndex(of: key.left) ?? 0,
                right.names.firstIndex(of: key.right) ?? 0
            )
        }
        let shared = keys.filter(\.isShared).map(\.right)
        let shown = right.names.indices.filter { !shared.contains(right.names[$0]) }
        func fits(_ a: [Scalar], _ b: [Scalar]) -> Bool {
            zip(keys, pairs).allSatisfy { holds($0.test, a[$1.0], b[$1.1]) }
        }
        func tail(_ row: [Scalar]?) -> [Scalar] { shown.map { row?[$0] ?? .missing } }
        var rows: [[Scalar]] = []
        for row in left.rows {
            let partners = right.rows.filter { fits(row, $0) }
            switch kind {
            case .asof: rows.append(row + tail(nearest(partners, keys, pairs)))
            case .semi: if !partners.isEmpty { rows.append(row) }
            case .anti: if partners.isEmpty { rows.append(row) }
            case .left where partners.isEmpty, .full where partners.isEmpty:
                rows.append(row + tail(nil))
            default: rows += partners.map { row + tail($0) }
            }
        }
        guard kind == .right || kind == .full else { return rows }
        for row in right.rows where !left.rows.contains(where: { fits($0, row) }) {
            var head = [Scalar](repeating: .missing, count: left.names.count)
            for (key, pair) in zip(keys, pairs) where key.isShared {
                head[pair.0] = row[pair.1]
            }
            rows.append(head + tail(row))
        }
        return rows
    }
}
