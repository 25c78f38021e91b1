import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("The engine gives what plain Swift gives", .serialized)
struct ReferenceTests {
    static let engine = DuckDBEngine(cacheBytes: 0)

    /// 700 rows with few values and many missing ones, made by a counter.
    static let plan: Plan = {
        let stream = RandomStream(seed: 5, purpose: "test")
        func cell(_ row: Int, _ draw: Int, _ values: Int) -> Int? {
            let value = Int(stream.word(row: row, draw: draw) % UInt64(values + 2))
            return value < values ? value : nil
        }
        let rows = Array(0..<700)
        let table = Table(
            [
                Field("id", .int), Field("g", .text), Field("x", .int), Field("A", .int),
                Field("a", .int),
            ],
            [
                Column(.int, cells: rows.map { .int(Int64($0)) }),
                Column(
                    .text,
                    cells: rows.map { cell($0, 0, 40).map { .text("g\($0)") } ?? .missing }
                ),
                Column(
                    .int,
                    cells: rows.map { cell($0, 1, 9).map { .int(Int64($0)) } ?? .missing }
                ),
                Column(
                    .int,
                    cells: rows.map { cell($0, 2, 300).map { .int(Int64($0)) } ?? .missing }
                ),
                Column(.int, cells: rows.map { .int(Int64($0 % 7)) }),
            ]
        )
        return .scan(.table(MemoryTable(table, fingerprint: "reference")))
    }()

    static let big = RowExpression.call(Fn.greater, .int("x"), .literal(.int(2)))

    static var bases: [Plan] {
        [
            plan,
            .filter(plan, where: big),
            .sort(plan, by: [SortKey(.text("g"), true), SortKey(.int("x"))]),
            .slice(.sort(plan, by: [SortKey(.int("A"))]), .rows(50, 500), by: []),
            .project(
                plan,
                [
                    NamedExpression("x", .int("A")), NamedExpression("g", .text("g")),
                    NamedExpression("A", .call(Fn.plus, .int("x"), .int("id"))),
                    NamedExpression("id", .int("id")),
                ]
            ),
        ]
    }

    static func stages(_ base: Plan) -> [(String, Plan)] {
        rows(base) + parts(base) + joins(base) + keyTests(base) + shapes(base)
    }

    static func rows(_ base: Plan) -> [(String, Plan)] {
        [
            ("filter", .filter(base, where: big)),
            ("missing", .filter(base, where: .call(Fn.isMissing, .int("x")))),
            ("sort", .sort(base, by: [SortKey(.int("x"), true)])),
            ("head", .slice(base, .head(17), by: [])),
            ("tail", .slice(base, .tail(17), by: [])),
            ("rows", .slice(base, .rows(5, 11), by: [])),
            ("head by", .slice(base, .head(2), by: ["g"])),
            ("tail by", .slice(base, .tail(2), by: ["x"])),
            ("rows by", .slice(base, .rows(2, 3), by: ["g", "x"])),
            (
                "distinct",
                .distinct(.project(base, [NamedExpression("x", .int("x"))]), on: [], keep: .first)
            ),
            (
                "distinct last",
                .distinct(.project(base, [NamedExpression("g", .text("g"))]), on: [], keep: .last)
            ),
            ("distinct on", .distinct(base, on: ["g"], keep: .first)),
            ("distinct on last", .distinct(base, on: ["g", "x"], keep: .last)),
            ("sample", .sample(base, Sampling(.rows(31), seed: 9))),
            ("sample share", .sample(base, Sampling(.share(0.137), seed: 9))),
            ("sample by", .sample(base, Sampling(.rows(2), by: ["g"], seed: 9))),
            (
                "shadow",
                .project(.sort(base, by: [SortKey(.int("x"))]), [NamedExpression("x", .int("id"))])
            ),
        ]
    }

    static func parts(_ base: Plan) -> [(String, Plan)] {
        let drawn = Splitting(.shares([0.5, 0.3, 0.2]), seed: 3)
        var stratified = drawn
        stratified.stratify = ["g"]
        var grouped = drawn
        grouped.group = ["g"]
        var ordered = drawn
        ordered.order = [SortKey(.int("x"))]
        let cuts = Splitting(
            .cuts([.literal(.int(2)), .literal(.int(6))]),
            order: [SortKey(.int("x"))],
            seed: 0
        )
        return (0..<3).map { ("cut \($0)", .part(base, cuts, .part($0))) }
            + (0..<3).map { ("part \($0)", .part(base, drawn, .part($0))) }
            + (0..<3).map { ("stratified \($0)", .part(base, stratified, .part($0))) }
            + (0..<3).map { ("grouped \($0)", .part(base, grouped, .part($0))) }
            + (0..<3).map { ("ordered \($0)", .part(base, ordered, .part($0))) }
            + [cuts, drawn, stratified, grouped, ordered].enumerated().flatMap {
                number,
                splitting in
                (0..<3).map {
                    ("outside \($0) of \(number)", .part(base, splitting, .outside($0)))
                }
            }
    }

    static func joins(_ base: Plan) -> [(String, Plan)] {
        let small = Plan.slice(base, .head(200), by: [])
        let others = Plan.slice(.filter(plan, where: big), .tail(150), by: [])
        return [("append", .append([small, others, .sort(small, by: [SortKey(.int("A"))])]))]
            + JoinKind.allCases.filter { $0 != .cross && $0 != .asof }.map { kind in
                (
                    "join \(kind)",
                    .join(small, others, kind, on: [JoinKey("x", "x")], suffix: "_right")
                )
            }
            + [JoinKind.right, .full, .left].map { kind in
                let joined = Plan.join(small, others, kind, on: [JoinKey("id", "id")], suffix: "_b")
                return ("tail of \(kind)", .slice(joined, .tail(170), by: []))
            }
            + [
                (
                    "join other names",
                    .join(small, others, .inner, on: [JoinKey("x", "a")], suffix: "_right")
                ),
                (
                    "cross",
                    .join(
                        .slice(small, .head(7), by: []),
                        .slice(others, .tail(5), by: []),
                        .cross,
                        on: [],
                        suffix: "_right"
                    )
                ),
            ]
    }

    /// Joins by size and by what is the same, missing or not.
    static func keyTests(_ base: Plan) -> [(String, Plan)] {
        let small = Plan.slice(base, .head(60), by: [])
        let others = Plan.slice(.filter(plan, where: big), .tail(50), by: [])
        let kinds: [JoinKind] = [.inner, .left, .right, .full, .semi, .anti]
        let tests: [JoinKey.Test] = [.less, .lessOrEqual, .greater, .greaterOrEqual]
        let bySize = zip(kinds, tests + tests).map { kind, test -> (String, Plan) in
            let keys = [JoinKey("x", "x"), JoinKey("A", "A", test)]
            return ("\(kind) by \(test)", .join(small, others, kind, on: keys, suffix: "_b"))
        }
        let only = [JoinKind.inner, .left].map { kind -> (String, Plan) in
            (
                "\(kind) by size alone",
                .join(small, others, kind, on: [JoinKey("A", "A", .less)], suffix: "_b")
            )
        }
        let same = kinds.map { kind -> (String, Plan) in
            let keys = [JoinKey("x", "x", .same), JoinKey("g", "g", .same)]
            return ("\(kind) of the same", .join(base, others, kind, on: keys, suffix: "_b"))
        }
        let asof = tests.map { test -> (String, Plan) in
            let keys = [JoinKey("x", "x"), JoinKey("id", "A", test)]
            let right = Plan.distinct(others, on: ["x", "A"], keep: .last)
            return ("asof \(test)", .join(base, right, .asof, on: keys, suffix: "_b"))
        }
        return bySize + only + same + asof
    }

    /// Columns as rows.
    static func shapes(_ base: Plan) -> [(String, Plan)] {
        let pairs = [
            NamedExpression("id", .int("id")),
            NamedExpression("name", .literal(.list([.text("x"), .text("A")]), .list(.text))),
            NamedExpression("cell", .call(Shaping.list, .int("x"), .int("A"))),
        ]
        let rows = Plan.unnest(.project(base, pairs), ["name", "cell"])
        let present = Plan.filter(rows, where: .call(Fn.greater, .int("cell"), .literal(.int(2))))
        return [
            ("unnest", rows), ("unnest then filter", present),
            ("unnest then tail", .slice(rows, .tail(9), by: [])),
            ("unnest then last", .distinct(present, on: ["name"], keep: .last)),
            ("unnest sorted", .sort(rows, by: [SortKey(.text("name"))])),
        ]
    }

    @Test("for every node, above every other", arguments: 0..<bases.count)
    func nodes(_ base: Int) throws {
        let work = WorkContext(threads: 2)
        for (name, plan) in Self.stages(Self.bases[base]) {
            let expected = ReferenceRows(plan)
            let sql = try Self.engine.explain(plan)
            do {
                let found = ReferenceRows(try Self.engine.collect(plan, in: work))
                #expect(found.names == expected.names, "\(name)")
                #expect(found.rows.count == expected.rows.count, "\(name)")
                let first = zip(found.rows, expected.rows).enumerated().first { $1.0 != $1.1 }
                #expect(first == nil, "\(name) over \(base)\n\(sql)")
                #expect(try Self.engine.count(plan, in: work) == Int64(expected.rows.count))
            } catch {
                Issue.record("\(name) over \(base): \(error)\n\(sql)")
            }
        }
    }
}
