import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("A level is found among any number of levels")
struct LevelAgreementTests {
    /// Levels of all lengths, some that begin alike, the empty text and a quote among them.
    private static func levels(_ count: Int) -> [String] {
        ["", "it's", "é", "a\"b"].prefix(count)
            + (0..<max(0, count - 4)).map { "level \($0 * 7919 % 100_003)" }
    }

    /// All levels twice, texts that are near to one, and missing.
    private static func texts(_ levels: [String]) -> [Scalar] {
        let known = levels + levels.reversed()
        let unknown =
            levels.map { $0 + "x" } + levels.map { String($0.dropLast()) } + ["É", "IT'S"]
        return (known + unknown).map { .text($0) } + [.missing]
    }

    @Test("by the engine as without it", arguments: [1, 2, 16, 17, 18, 500, 20_000])
    func agree(count: Int) throws {
        let levels = Self.levels(count)
        let cells = Self.texts(levels)
        let frame = Frame(
            memory: Table([Field("x", .text)], [Column(.text, cells: cells)])
        )
        let x = RowExpression.column("x", .text)
        let table = LookupTable(
            keys: levels,
            values: Column(.int, .ints((0..<Int64(levels.count + 2)).map { $0 * 3 }))
        )
        let category = try RowExpression.calling(
            "category",
            x,
            .literal(.list(levels.map { .text($0) }))
        )
        let found = try DuckDBEngine().collect(
            frame.derived([
                NamedExpression("level", category),
                NamedExpression("place", try .calling(.lookup(in: table), [x])),
            ]).plan,
            in: WorkContext()
        )
        let places = Dictionary(uniqueKeysWithValues: zip(levels, 0...))
        for (row, cell) in cells.enumerated() {
            guard case .text(let text) = cell else {
                #expect(found["level"]?[row] == .missing)
                #expect(found["place"]?[row] == .int(Int64(count + 1) * 3))
                continue
            }
            let place = places[text]
            guard found["level"]?[row] == (place == nil ? .missing : .text(text)),
                found["place"]?[row] == .int(Int64(place ?? count) * 3)
            else {
                Issue.record("\(text): \(found["level"]?[row] as Any)")
                return
            }
        }
    }
}
