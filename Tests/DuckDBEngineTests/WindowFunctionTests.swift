import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("Functions of the rows around give what a slow loop gives")
struct WindowFunctionTests {
    private static let engine = DuckDBEngine(cacheBytes: 0)
    private static let count = 300

    private static func draw(_ row: Int, _ draw: Int, _ values: Int) -> Int? {
        let stream = RandomStream(seed: 11, purpose: "windows")
        let value = Int(stream.word(row: row, draw: draw) % UInt64(values + 1))
        return value < values ? value : nil
    }

    /// Groups, days with equals and gaps among them, and values with missing ones.
    private static let table: Table = {
        let rows = Array(0..<count)
        return Table(
            [Field("g", .text), Field("t", .date), Field("x", .float), Field("n", .int)],
            [
                Column(
                    .text,
                    cells: rows.map { draw($0, 0, 5).map { .text("g\($0)") } ?? .missing }
                ),
                Column(
                    .date,
                    cells: rows.map {
                        draw($0, 1, 90).map { .date(Day(number: Int32($0))) } ?? .missing
                    }
                ),
                Column(
                    .float,
                    cells: rows.map { draw($0, 2, 20).map { .float(Double($0) / 4) } ?? .missing }
                ),
                Column(
                    .int,
                    cells: rows.map { draw($0, 3, 12).map { .int(Int64($0) - 4) } ?? .missing }
                ),
            ]
        )
    }()

    private static let x = RowExpression.column("x", .float)
    private static let n = RowExpression.column("n", .int)
    private static let window = Window(
        partition: [.column("g", .text)],
        order: [SortKey(.column("t", .date))]
    )

    private func found(
        _ name: String,
        _ arguments: [RowExpression],
        threads: Int = 2
    ) throws
        -> [Scalar]
    {
        let function = try #require(RowFunctions.named(name))
        let expression = try RowExpression.calling(function, arguments).over(Self.window)
        let source = Plan.scan(.table(MemoryTable(Self.table, fingerprint: "windows")))
        let plan = Plan.project(source, [NamedExpression("y", expression)])
        let result = try Self.engine.collect(plan, in: WorkContext(threads: threads))
        return (0..<result.count).map { result.columns[0][$0] }
    }

    /// What each row gets from its group's rows in order and its place among them.
    private func expected(_ value: ([Int], Int) -> Scalar) -> [Scalar] {
        let table = Self.table
        var groups: [Scalar: [Int]] = [:]
        for row in 0..<Self.count { groups[table.columns[0][row], default: []].append(row) }
        var cells = [Scalar](repeating: .missing, count: Self.count)
        for rows in groups.values {
            let sorted = rows.sorted { a, b in
                let (x, y) = (day(a), day(b))
                return x == y ? a < b : (x ?? .max) < (y ?? .max)
            }
            for place in sorted.indices { cells[sorted[place]] = value(sorted, place) }
        }
        return cells
    }

    private func day(_ row: Int) -> Int32? {
        guard case .date(let day) = Self.table.columns[1][row] else { return nil }
        return day.number
    }

    private func number(_ row: Int) -> Double? { Self.table.columns[2][row].number }
    private func whole(_ row: Int) -> Int64? {
        guard case .int(let value) = Self.table.columns[3][row] else { return nil }
        return value
    }

    private func check(
        _ name: String,
        _ arguments: [RowExpression],
        _ value: ([Int], Int) -> Scalar
    ) throws {
        let wanted = expected(value)
        for threads in [1, 2, 4] {
            let given = try found(name, arguments, threads: threads)
            let first = zip(given, wanted).enumerated().first { !close($1.0, $1.1) }
            #expect(first == nil, "\(name) on \(threads) threads, row \(first?.offset ?? 0)")
        }
    }

    private func close(_ a: Scalar, _ b: Scalar) -> Bool {
        guard case .float(let x) = a, case .float(let y) = b else { return a == b }
        return (x - y).magnitude <= 1e-12 * max(1, y.magnitude)
    }

    @Test("row_number, lag, lead, diff and pct_change")
    func neighbours() throws {
        try check("row_number", []) { .int(Int64($1 + 1)) }
        let two = RowExpression.literal(.int(2))
        let fallback = RowExpression.literal(.int(-1))
        try check("lag", [Self.n, two, fallback]) { rows, place in
            place < 2 ? .int(-1) : Self.table.columns[3][rows[place - 2]]
        }
        try check("lead", [Self.x, two, .literal(.missing)]) { rows, place in
            place + 2 < rows.count ? Self.table.columns[2][rows[place + 2]] : .missing
        }
        let one = RowExpression.literal(.int(1))
        try check("diff", [Self.n, one]) { rows, place in
            guard place > 0, let now = whole(rows[place]), let before = whole(rows[place - 1])
            else { return .missing }
            return .int(now - before)
        }
        try check("diff", [.column("t", .date), one]) { rows, place in
            guard place > 0, let now = day(rows[place]), let before = day(rows[place - 1])
            else { return .missing }
            return .duration(Interval(days: now - before))
        }
        try check("pct_change", [Self.n, one]) { rows, place in
            guard place > 0, let now = whole(rows[place]), let before = whole(rows[place - 1]),
                before != 0
            else { return .missing }
            return .float(Double(now) / Double(before) - 1)
        }
    }

    @Test("rank, dense_rank, percent_rank and ntile")
    func ranks() throws {
        for falls in [false, true] {
            let flag = RowExpression.literal(.bool(falls))
            func isBefore(_ a: Double, _ b: Double) -> Bool { falls ? a > b : a < b }
            func above(_ rows: [Int], _ own: Double) -> [Double] {
                rows.compactMap { number($0) }.filter { isBefore($0, own) }
            }
            try check("rank", [Self.x, flag]) { rows, place in
                number(rows[place]).map { .int(Int64(above(rows, $0).count + 1)) } ?? .missing
            }
            try check("dense_rank", [Self.x, flag]) { rows, place in
                number(rows[place]).map { .int(Int64(Set(above(rows, $0)).count + 1)) } ?? .missing
            }
            try check("percent_rank", [Self.x, flag]) { rows, place in
                let others = rows.filter { number($0) != nil }.count - 1
                return number(rows[place])
                    .map { .float(Double(above(rows, $0).count) / Double(max(others, 1))) }
                    ?? .missing
            }
        }
        try check("ntile", [Self.x, .literal(.int(3))]) { rows, place in
            guard number(rows[place]) != nil else { return .missing }
            let present = rows.indices.filter { number(rows[$0]) != nil }
            let sorted = present.sorted { a, b in
                let (x, y) = (number(rows[a]) ?? 0, number(rows[b]) ?? 0)
                return x == y ? a < b : x < y
            }
            let (size, larger) = (sorted.count / 3, sorted.count % 3)
            let position = sorted.firstIndex(of: place) ?? 0
            let edge = larger * (size + 1)
            let part = position < edge ? position / (size + 1) : larger + (position - edge) / size
            return .int(Int64(part + 1))
        }
    }

    @Test("unique tells the rows whose values no other row of the group has")
    func unique() throws {
        try check("unique", [Self.x]) { rows, place in
            let own = number(rows[place])
            return .bool(rows.filter { number($0) == own }.count == 1)
        }
    }

    /// Each reduction over the values that are there.
    private static let reductions: [(String, @Sendable ([Double]) -> Scalar)] = [
        ("sum", { .float($0.reduce(0, +)) }),
        ("mean", { $0.isEmpty ? .missing : .float($0.reduce(0, +) / Double($0.count)) }),
        ("min", { $0.min().map { .float($0) } ?? .missing }),
        ("max", { $0.max().map { .float($0) } ?? .missing }),
        (
            "median",
            { values in
                let sorted = values.sorted()
                guard !sorted.isEmpty else { return .missing }
                let middle = sorted.count / 2
                return .float(
                    sorted.count % 2 == 1
                        ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
                )
            }
        ),
        (
            "sd",
            { values in
                guard values.count > 1 else { return .missing }
                let mean = values.reduce(0, +) / Double(values.count)
                let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                return .float((squares / Double(values.count - 1)).squareRoot())
            }
        ),
        ("count", { .int(Int64($0.count)) }),
    ]

    @Test("cumulated, over a number of rows, and over a length of time")
    func running() throws {
        for (name, reduce) in Self.reductions {
            if RowFunctions.named("cum\(name)") != nil {
                try check("cum\(name)", [Self.x]) { rows, place in
                    reduce(rows[...place].compactMap { number($0) })
                }
            }
            try check("rolling_\(name)", [Self.x, .literal(.int(4))]) { rows, place in
                reduce(rows[max(0, place - 3)...place].compactMap { number($0) })
            }
            let week = RowExpression.literal(.duration(Interval(days: 7)))
            try check("rolling_\(name)", [Self.x, week]) { rows, place in
                guard let now = day(rows[place]) else { return .missing }
                let near = rows.filter { row in
                    day(row).map { $0 <= now && $0 > now - 7 } ?? false
                }
                return reduce(near.compactMap { number($0) })
            }
        }
        #expect(RowFunctions.all.filter { $0.name.hasPrefix("cum") }.count == 4)
    }

    @Test("The order of the window is that of `first`, `last` and `list`")
    func edges() throws {
        try check("first", [Self.x]) { rows, _ in
            rows.compactMap { number($0) }.first.map { .float($0) } ?? .missing
        }
        try check("last", [Self.x]) { rows, _ in
            rows.compactMap { number($0) }.last.map { .float($0) } ?? .missing
        }
        try check("list", [Self.n]) { rows, _ in
            let values = rows.compactMap { whole($0) }
            return values.isEmpty ? .missing : .list(values.map { .int($0) })
        }
    }
}
