import DuckDBEngine
import Foundation
import Kernels
import PostgreSQLSource
import Relations
import Tables
import TestSupport
import Testing

@Suite(
    "Reading from PostgreSQL",
    .enabled(if: PostgreSQLServer.programs != nil, PostgreSQLServer.absence)
)
struct PostgreSQLReadingTests {
    private let server: PostgreSQLServer
    private let work = WorkContext()

    init() throws { server = try PostgreSQLServer.shared.get() }

    private func source(
        _ rows: DatabaseRows?,
        types: [Field] = [],
        zone: String = "UTC",
        options: String = ""
    ) throws -> DatabaseSource {
        let database = Database(.postgres, at: server.address(options: options))
        var request = DatabaseRequest(database, rows)
        request.types = types
        request.zone = zone
        return try PostgreSQLSource().source(of: request, in: work)
    }

    private func lines(_ source: DatabaseSource, _ columns: [Int]? = nil) throws -> [String] {
        let columns = columns ?? Array(source.schema.fields.indices)
        let cursor = try PostgreSQLSource().read(source, columns: columns, in: work)
        var lines: [String] = []
        while let batch = try cursor.next() {
            for row in 0..<batch.count {
                lines.append(batch.columns.map { $0[row].plain }.joined(separator: "|"))
            }
        }
        return lines
    }

    private func fault(_ body: () throws -> Void) -> EngineError? {
        do {
            try body()
            return nil
        } catch {
            return error as? EngineError
        }
    }

    @Test("numbers of all kinds are read, at their limits too")
    func numbers() throws {
        let sql = """
            SELECT * FROM (VALUES
                ((-32768)::int2, (-2147483648)::int4, (-9223372036854775808)::int8, 4294967295::oid,
                 1.5::float4, 0.1::float8, 0.1::numeric),
                (32767, 2147483647, 9223372036854775807, 0, '-3e38', '-1e300', -12345678.12345678),
                (0, 0, 0, 7, 0, '-0', 1e30),
                (NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                (1, 1, 1, 1, 'NaN', 'Infinity', 'NaN'),
                (2, 2, 2, 2, 2, 2, 0.000000000000000000001),
                (3, 3, 3, 3, 3, 3, 99990000), (3, 3, 3, 3, 3, 3, 3.1415926535897932384626433)
            ) AS t (a, b, c, d, e, f, g)
            """
        #expect(
            try lines(source(.query(sql))) == [
                "-32768|-2147483648|-9223372036854775808|4294967295|1.5|0.1|0.1",
                "32767|2147483647|9223372036854775807|0|-3e+38|-1e+300|-12345678.12345678"
                    .replacing("-3e+38", with: "\(Double(Float(-3e38)))"),
                "0|0|0|7|0.0|-0.0|1e+30", "-|-|-|-|-|-|-", "1|1|1|1|nan|inf|nan",
                "2|2|2|2|2.0|2.0|1e-21", "3|3|3|3|3.0|3.0|99990000.0",
                "3|3|3|3|3.0|3.0|3.141592653589793",
            ]
        )
    }

    @Test("numerics are the nearest doubles to their digits")
    func numerics() throws {
        var random = SystemRandomNumberGenerator()
        let texts = (0..<400).map { _ in
            let digits = (0..<Int.random(in: 1...25, using: &random))
                .map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
            return
                "\(Bool.random() ? "-" : "")\(digits)e\(Int.random(in: -30...20, using: &random))"
        }
        let rows = texts.map { "('\($0)'::numeric)" }.joined(separator: ", ")
        let found = try lines(source(.query("SELECT * FROM (VALUES \(rows)) AS t (x)")))
        #expect(found.map { Double($0) } == texts.map { Double($0).map { $0 == 0 ? 0 : $0 } })
    }

    @Test("texts, truths, moments, categories and lists are read")
    func others() throws {
        try server.psql(
            """
            DROP TABLE IF EXISTS others; DROP TYPE IF EXISTS size;
            CREATE TYPE size AS ENUM ('small', 'lar,ge');
            CREATE TABLE others (
                t text, v varchar(9), c char(5), b bool, d date, h time, at timestamp,
                atz timestamptz, gap interval, id uuid, j json, jb jsonb, s size, n int[],
                words text[], sizes size[]
            );
            INSERT INTO others VALUES (
                'Zoë', '', 'ab', true, '1969-12-31', '23:59:59.000001', '2013-01-01 00:00:00.5',
                '2013-06-01 12:00:00+02', '1 month 2 days 00:00:03', '00112233-4455-6677-8899-aabbccddeeff',
                '{"a": 1}', '{"a":  1}', 'lar,ge', '{1,NULL,3}', '{"a,b",""}', '{small}'
            ), (
                NULL, NULL, NULL, NULL, 'infinity', NULL, '-infinity', NULL, NULL, NULL, NULL, NULL,
                NULL, '{}', NULL, NULL
            );
            """
        )
        let found = try source(.table("others"))
        #expect(
            found.schema.fields.map(\.type.word) == [
                "text", "text", "text", "bool", "date", "time", "timestamp", "timestamp",
                "duration", "text", "text", "text", "category", "list", "list", "list",
            ]
        )
        #expect(found.schema["s"]?.type == .category(["small", "lar,ge"]))
        #expect(
            try lines(found) == [
                "Zoë||ab|true|1969-12-31|23:59:59.000001|2013-01-01 00:00:00.5|2013-06-01 10:00:00|"
                    + "\(Interval(months: 1, days: 2, microseconds: 3_000_000).text)|"
                    + "00112233-4455-6677-8899-aabbccddeeff|{\"a\": 1}|{\"a\": 1}|lar,ge|[1,-,3]|"
                    + "[a,b,]|[small]",
                "-|-|-|-|-|-|-|-|-|-|-|-|-|[]|-|-",
            ]
        )
        let berlin = try source(.query("SELECT at FROM others"), zone: "Europe/Berlin")
        #expect(try lines(berlin).first == "2012-12-31 23:00:00.5")
    }

    @Test("a type that is not known is refused by name, and read as text when asked")
    func unknown() throws {
        let sql = "SELECT 1 AS n, '10.0.0.1'::inet AS host"
        let error = fault { _ = try source(.query(sql)) }
        #expect(error?.code == .init(stringLiteral: "table.type"))
        #expect(error?.message == "`host` is of the type `inet`, which is not read")
        #expect(error?.hints.first == "load(…, types: {host: \"text\"})")
        let text = try source(.query(sql), types: [Field("host", .text)])
        #expect(try lines(text) == ["1|10.0.0.1/32"])
        let matrix = try source(.query("SELECT '{{1,2},{3,4}}'::int[] AS m"))
        #expect(fault { _ = try lines(matrix) }?.message.contains("several dimensions") == true)
    }

    @Test("the server gives the columns and rows that are asked for, and no others")
    func pushdown() throws {
        try server.psql(
            """
            DROP TABLE IF EXISTS wide;
            CREATE TABLE wide AS SELECT i AS n, i % 7 AS k, 'name ' || i AS "the name",
                i / 4.0 AS x FROM generate_series(1, 5000) AS i;
            CREATE INDEX ON wide (k);
            """
        )
        let engine = DuckDBEngine(readers: [.postgres: PostgreSQLSource()])
        defer { engine.close() }
        let database = Database(.postgres, at: server.address())
        let request = DatabaseRequest(database, .table("wide"))
        let plan = Plan.scan(.database(try engine.source(of: request, in: work)))
        let memory = try engine.collect(plan, in: work)
        #expect(memory.count == 5000)
        let copy = Plan.scan(.table(MemoryTable(memory, fingerprint: "wide")))
        let k = RowExpression.column("k", .int)
        let name = RowExpression.column("the name", .text)
        let conditions: [RowExpression] = [
            try .calling(.equal, [k, .literal(.int(3))]),
            try .calling(.less, [.column("x", .float), .literal(.float(1.25))]),
            try .calling(.equal, [name, .literal(.text("name 17"))]),
            try .calling(.unequal, [name, .literal(.text("name 17"))]),
            try .calling(.isIn, [name, .literal(.text("name 1")), .literal(.text("it's"))]),
            try .calling(
                .or,
                [.calling(.equal, [k, .literal(.int(1))]), .calling(.isMissing, [k])]
            ),
        ]
        for condition in conditions {
            let found = try engine.collect(.filter(plan, where: condition), in: work)
            #expect(found == (try engine.collect(.filter(copy, where: condition), in: work)))
        }
        let narrow = Plan.project(
            .filter(plan, where: conditions[0]),
            [NamedExpression("n", .column("n", .int))]
        )
        #expect(try engine.collect(narrow, in: work).count == 714)
        let copies = server.log.split(separator: "\n").filter { $0.contains("SELECT") }
        #expect(server.log.contains("SELECT \"k\", \"n\" FROM") && !copies.isEmpty)
        #expect(server.log.contains("WHERE \"k\" = 3"))
    }

    @Test("rows of a table join with those of a file")
    func joins() throws {
        try server.psql(
            "DROP TABLE IF EXISTS names; CREATE TABLE names AS SELECT 'UA' AS carrier, 'United' AS name"
        )
        let engine = DuckDBEngine(readers: [.postgres: PostgreSQLSource()])
        defer { engine.close() }
        let request = DatabaseRequest(Database(.postgres, at: server.address()), .table("names"))
        let names = Plan.scan(.database(try engine.source(of: request, in: work)))
        let memory = Table(
            [Field("carrier", .text), Field("n", .int)],
            [
                Column(.text, cells: [.text("AA"), .text("UA")]),
                Column(.int, cells: [.int(1), .int(2)]),
            ]
        )
        let flights = Plan.scan(.table(MemoryTable(memory, fingerprint: "flights")))
        let joined = Plan.join(
            flights,
            names,
            .left,
            on: [JoinKey("carrier", "carrier")],
            suffix: "_2"
        )
        let found = try engine.collect(joined, in: work)
        #expect(found.columns[2][0] == .missing)
        #expect(found.columns[2][1] == .text("United"))
    }
}
