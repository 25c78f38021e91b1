import Kernels
import Relations
import Tables
import Testing

@testable import DuckDBEngine

@Suite("Levels of a category in Parquet")
struct StoredLevelsTests {
    private let engine = DuckDBEngine()
    private let work = WorkContext(threads: 2)

    private static let levels = ["small", "it's \"q\" \\ \n", "", "ü", "large"]
    private static let name = "odd \"size' :"

    /// Five rows, one missing, of a category with an odd name and a level that no row has.
    private static let plan: Plan = .scan(
        .table(
            MemoryTable(
                Table(
                    [Field("n", .int), Field(name, .category(levels))],
                    [
                        Column(.int, .ints([1, 2, 3, 4, 5])),
                        Column(
                            .category(levels),
                            cells: [
                                .text("large"), .text(levels[1]), .missing, .text(""), .text("ü"),
                            ]
                        ),
                    ]
                )
            )
        )
    )

    private func save(_ plan: Plan, _ path: String, by partition: [String] = []) throws {
        let destination = Destination(
            path: path,
            format: .parquet,
            replaces: true,
            partition: partition
        )
        _ = try engine.write(plan, to: destination, in: work)
    }

    private func type(_ path: String, of name: String) throws -> ColumnType? {
        let source = try engine.source(of: FileRequest(path: path, format: .parquet), in: work)
        return source.schema[name]?.type
    }

    @Test("come back in their order, with those that no row has")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/a.parquet"
        try save(Self.plan, path)
        #expect(try type(path, of: Self.name) == .category(Self.levels))
        let source = try engine.source(of: FileRequest(path: path, format: .parquet), in: work)
        let rows = try engine.collect(.scan(.files(source)), in: work)
        #expect(rows.lines == (try engine.collect(Self.plan, in: work)).lines)
    }

    @Test("come back from folders, also where they name the folders")
    func folders() throws {
        let folder = try TemporaryFolder()
        try save(Self.plan, "\(folder.path)/n", by: ["n"])
        #expect(try type("\(folder.path)/n/", of: Self.name) == .category(Self.levels))
        let sizes = Table(
            [Field("n", .int), Field("size", .category(["b", "a", "c"]))],
            [
                Column(.int, .ints([1, 2])),
                Column(.category(["b", "a", "c"]), cells: [.text("a"), .text("b")]),
            ]
        )
        try save(.scan(.table(MemoryTable(sizes))), "\(folder.path)/size", by: ["size"])
        #expect(try type("\(folder.path)/size/", of: "size") == .category(["b", "a", "c"]))
    }

    @Test("are texts to another program, and to ours where it wrote others since")
    func others() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/a.parquet"
        try save(Self.plan, path)
        let connection = try engine.connect(work)
        let stored = try connection.rows(
            "SELECT DISTINCT typeof(COLUMNS(*)) FROM read_parquet('\(path)')",
            in: work
        )
        #expect(stored == [[.text("BIGINT"), .text("VARCHAR")]])
        let levels = #"KV_METADATA {'epilogue.levels:size': '["small","large"]'}"#
        for (text, type) in [("small", ColumnType.category(["small", "large"])), ("huge", .text)] {
            let path = "\(folder.path)/\(text).parquet"
            try connection.execute(
                "COPY (SELECT '\(text)' AS size) TO '\(path)' (FORMAT parquet, \(levels))",
                in: work
            )
            #expect(try self.type(path, of: "size") == type)
        }
        // Two files that do not say the same leave the column as it is stored.
        #expect(try type("\(folder.path)/*.parquet", of: "size") == nil)
        try connection.execute(
            "COPY (SELECT 'large' AS size) TO '\(folder.path)/smaller.parquet' (FORMAT parquet)",
            in: work
        )
        #expect(try type("\(folder.path)/small*.parquet", of: "size") == .text)
    }
}
