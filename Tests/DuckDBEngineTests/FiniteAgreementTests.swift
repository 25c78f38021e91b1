import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("No NaN or infinity comes out of arithmetic, in SQL and in Swift alike")
struct FiniteAgreementTests {
    private static let fields = [
        Field("g", .int), Field("x", .float), Field("y", .float), Field("n", .int),
    ]
    /// The second group overflows in one row, the third divides by zero, the fourth has the ends.
    private static let rows: [[Scalar]] = [
        [.int(1), .float(2), .float(3), .int(1)],
        [.int(1), .float(-4), .missing, .int(2)],
        [.int(2), .float(1e308), .float(-1e10), .int(1)],
        [.int(2), .float(3), .float(4), .int(2)],
        [.int(3), .float(1), .float(0), .int(0)],
        [.int(3), .float(0), .float(0), .int(0)],
        [.int(3), .float(6), .float(2), .int(3)],
        [.int(4), .float(1e308), .float(1), .int(1)],
        [.int(4), .float(1e308), .float(1), .int(1)],
    ]
    private let x = RowExpression.column("x", .float)
    private let y = RowExpression.column("y", .float)
    private let n = RowExpression.column("n", .int)

    private func call(_ name: String, _ arguments: RowExpression...) throws -> RowExpression {
        try .calling(try #require(RowFunctions.named(name)), arguments)
    }

    private func table(_ rows: [[Scalar]]) -> Table {
        let columns = Self.fields.indices.map { index in
            Column(Self.fields[index].type, cells: rows.map { $0[index] })
        }
        return Table(Self.fields, columns)
    }

    /// The cells for each group: by SQL, and by Swift on the rows of the group alone.
    private func both(_ expression: RowExpression) throws -> (sql: [Scalar], swift: [Scalar]) {
        let memory = MemoryTable(table(Self.rows), fingerprint: "finite")
        let plan = Plan.aggregate(
            .scan(.table(memory)),
            by: [NamedExpression("g", .column("g", .int))],
            [NamedExpression("z", expression)]
        )
        let result = try DuckDBEngine().collect(plan, in: WorkContext())
        let here = try (1...4).map { group in
            try BatchEvaluation.evaluate(
                expression,
                over: table(Self.rows.filter { $0[0] == .int(group) }).batch,
                schema: Schema(Self.fields)
            )[0]
        }
        return ((0..<4).map { result.columns[1][$0] }, here)
    }

    @Test("A product that overflows is left out of a total; a total that does is missing")
    func totals() throws {
        let expected: [(RowExpression, [Scalar])] = [
            (try call("sum", call("*", x, y)), [.float(6), .float(12), .float(12), .missing]),
            (try call("mean", call("*", x, y)), [.float(6), .float(12), .float(4), .missing]),
            (
                try call("sum", call("negate", call("-", call("/", x, .literal(.int(2))), n))),
                [.float(4), .float(-5e307), .float(-0.5), .float(-1e308)]
            ),
            (try call("sum", x), [.float(-2), .float(1e308), .float(7), .missing]),
        ]
        for (expression, cells) in expected {
            let (sql, swift) = try both(expression)
            #expect(sql == cells)
            #expect(swift == cells)
        }
    }

    @Test("A quotient by zero is left out of a total, and so is what it is part of")
    func quotients() throws {
        let expected: [(RowExpression, [Scalar])] = [
            (
                try call("mean", call("*", call("/", x, y), .literal(.int(60)))),
                [.float(40), .float((-1e298 + 0.75) * 30), .float(180), .missing]
            ),
            (
                try call("sum", call("+", call("/", x, n), .literal(.int(1)))),
                [.float(2), .float(1e308), .float(3), .missing]
            ),
        ]
        for (expression, cells) in expected {
            let (sql, swift) = try both(expression)
            #expect(sql == cells)
            #expect(swift == cells)
        }
    }

    @Test("Skewness and kurtosis of enormous values are missing, not an error of the engine")
    func shapes() throws {
        for name in ["skewness", "kurtosis", "sd", "var", "median", "iqr", "mad"] {
            let (sql, swift) = try both(call(name, x))
            #expect(sql[3] == swift[3], "\(name)")
        }
        let enormous = try [1e103, 1e80, 1e46].map { size in
            let cells: [Scalar] = [.float(size), .float(-size), .float(1), .float(2)]
            let column = Table([Field("x", .float)], [Column(.float, cells: cells)])
            let source = Plan.scan(.table(MemoryTable(column, fingerprint: "size \(size)")))
            let named = [
                NamedExpression("s", try call("skewness", x)),
                NamedExpression("k", try call("kurtosis", x)),
            ]
            return try DuckDBEngine().collect(.aggregate(source, by: [], named), in: WorkContext())
        }
        for table in enormous {
            #expect(table.columns.map { $0[0] } == [.missing, .missing])
        }
    }

    @Test("A filter keeps no row whose arithmetic has no value")
    func filters() throws {
        let quotient = try call("/", x, y)
        let zero = RowExpression.literal(.int(0))
        let conditions: [(RowExpression, [Int64])] = [
            (try call(">", quotient, zero), [1, 2, 3, 4, 4]),
            (try call(">=", quotient, zero), [1, 2, 3, 4, 4]),
            (try call("<", quotient, zero), [2]),
            (try call("<=", call("negate", quotient), zero), [1, 2, 3, 4, 4]),
            (try call("between", quotient, zero, .literal(.int(2))), [1, 2]),
            (try call("!=", quotient, zero), [1, 2, 2, 3, 4, 4]),
            (try call("not", call(">", quotient, zero)), [2]),
            (
                try call("and", call(">", quotient, zero), call("<", n, .literal(.int(2)))),
                [1, 4, 4]
            ),
            (try call(">", call("*", x, y), call("/", n, n)), [1, 2, 3, 4, 4]),
        ]
        let source = Plan.scan(.table(MemoryTable(table(Self.rows), fingerprint: "finite")))
        for (condition, groups) in conditions {
            let kept = try DuckDBEngine().collect(
                .filter(source, where: condition),
                in: WorkContext()
            )
            #expect((0..<kept.batch.count).map { kept.columns[0][$0] } == groups.map(Scalar.int))
        }
    }
}
