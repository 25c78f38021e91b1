import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("Functions that only the engine has, and those whose lists and windows it makes")
struct EngineFunctionTests {
    private static let fields = [
        Field("g", .text), Field("word", .text), Field("n", .int), Field("x", .float),
        Field("days", .list(.date)), Field("day", .date),
    ]
    private static let rows: [[Scalar]] = [
        [
            .text("a"), .text("N10156"), .int(1), .float(2), .list([day(1), .missing, day(2)]),
            day(2),
        ],
        [.text("b"), .text("no"), .int(2), .missing, .list([]), day(1)],
        [.text("a"), .missing, .int(3), .float(4), .missing, day(1)],
        [.text("a"), .text("x7y89"), .missing, .float(9), .list([day(3)]), .missing],
    ]

    private static func day(_ number: Int32) -> Scalar { .date(Day(number: number)) }

    private let word = RowExpression.column("word", .text)
    private let x = RowExpression.column("x", .float)

    private func call(_ name: String, _ arguments: RowExpression...) throws -> RowExpression {
        try .calling(try #require(RowFunctions.named(name)), arguments)
    }

    private func cells(_ expression: RowExpression) throws -> [Scalar] {
        let columns = Self.fields.indices.map { index in
            Column(Self.fields[index].type, cells: Self.rows.map { $0[index] })
        }
        let table = MemoryTable(Table(Self.fields, columns), fingerprint: "engine functions")
        let plan = Plan.project(
            .scan(.table(table)),
            [NamedExpression("z", expression)]
        )
        let result = try DuckDBEngine().collect(plan, in: WorkContext())
        return (0..<result.batch.count).map { result.columns[0][$0] }
    }

    private func literal(_ text: String) -> RowExpression { .literal(.text(text)) }

    @Test("Regular expressions are found, taken out and replaced")
    func expressions() throws {
        let digits = literal(#"(\d)(\d+)"#)
        #expect(
            try cells(call("matches", word, digits))
                == [.bool(true), .bool(false), .missing, .bool(true)]
        )
        #expect(
            try cells(call("extract", word, digits, .literal(.int(0))))
                == [.text("10156"), .missing, .missing, .text("89")]
        )
        #expect(
            try cells(call("extract", word, digits, .literal(.int(2))))
                == [.text("0156"), .missing, .missing, .text("9")]
        )
        #expect(
            try cells(
                call("replace", word, literal(#"\d"#), literal("#"), .literal(.bool(true)))
            ) == [.text("N#####"), .text("no"), .missing, .text("x#y##")]
        )
    }

    @Test("A reduction over a window gives each row the value of its group")
    func windows() throws {
        let window = Window(partition: [.column("g", .text)])
        let expected: [(String, [Scalar])] = [
            ("sum", [.float(15), .float(0), .float(15), .float(15)]),
            ("mean", [.float(5), .missing, .float(5), .float(5)]),
            ("count", [.int(3), .int(0), .int(3), .int(3)]),
            ("max", [.float(9), .missing, .float(9), .float(9)]),
            ("median", [.float(4), .missing, .float(4), .float(4)]),
            ("var", [.float(13), .missing, .float(13), .float(13)]),
            ("iqr", [.float(3.5), .missing, .float(3.5), .float(3.5)]),
            ("mad", [.float(2), .missing, .float(2), .float(2)]),
        ]
        for (name, values) in expected {
            #expect(try cells(call(name, x).over(window)) == values, "\(name)")
        }
        let share = try call("/", x, call("sum", x).over(window))
        let parts = try cells(share)
        #expect(parts == [.float(2.0 / 15), .missing, .float(4.0 / 15), .float(0.6)])
        // Skewness of 2, 4, 9: m2 = 26/3, m3 = 12, so G1 = √6 · 12 / (26/3)^1.5.
        let shape = try cells(call("skewness", x).over(window))
        let skewness = try #require(shape[0].number)
        #expect((skewness - 6.0.squareRoot() * 12 / pow(26.0 / 3)).magnitude < 1e-12)
        #expect(shape[1] == .missing)
    }

    private func pow(_ value: Double) -> Double { value * value.squareRoot() }

    @Test("A value is looked for in lists of dates, and in ints given one by one")
    func membership() throws {
        let (days, day) = (
            RowExpression.column("days", .list(.date)), RowExpression.column("day", .date)
        )
        let found: [Scalar] = [.bool(true), .bool(false), .missing, .missing]
        #expect(try cells(call("in", day, days)) == found)
        #expect(try cells(call("contains", days, day)) == found)
        let n = RowExpression.column("n", .int)
        #expect(
            try cells(call("in", n, .literal(.int(3)), .literal(.float(1))))
                == [.bool(true), .bool(false), .bool(true), .missing]
        )
        #expect(
            try cells(call("in", n, .column("x", .float), .literal(.int(2))))
                == [.bool(false), .bool(true), .bool(false), .missing]
        )
    }
}
