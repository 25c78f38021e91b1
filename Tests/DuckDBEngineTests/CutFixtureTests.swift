import DuckDBEngine
import Foundation
import Kernels
import Relations
import Tables
import Testing

@Suite("Classes are those of pandas and numpy")
struct CutFixtureTests {
    private struct Case: Decodable {
        let breaks: [Double]
        let x: [Double]
        let classes: [Int?]
    }

    private static func cases(file: String = #filePath) throws -> [Case] {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let path = folder.appendingPathComponent("Fixtures/cut.json")
        return try JSONDecoder().decode([Case].self, from: Data(contentsOf: path))
    }

    @Test("with the lowest break in the first, in SQL and in Swift")
    func classes() throws {
        for example in try Self.cases() {
            let labels = example.breaks.dropFirst().map { Scalar.text("to \($0)") }
            let table = Table([Field("x", .float)], [Column(.float, .floats(example.x))])
            let cut = try RowExpression.calling(
                "cut",
                .column("x", .float),
                .literal(.list(example.breaks.map(Scalar.float))),
                .literal(.list(labels))
            )
            let expected = example.classes.map { $0.map { labels[$0] } ?? .missing }
            let here = try BatchEvaluation.evaluate(
                cut,
                over: table.batch,
                schema: Schema(table.fields)
            )
            let frame = Frame(memory: table).derived([NamedExpression("class", cut)])
            let there = try DuckDBEngine().collect(frame.plan, in: WorkContext())["class"]
            for (row, label) in expected.enumerated() {
                #expect(here[row] == label, "\(example.x[row]) in \(example.breaks)")
                #expect(there?[row] == label, "\(example.x[row]) in \(example.breaks)")
            }
        }
    }

    @Test("are called by their breaks, the first with both")
    func names() throws {
        let cut = try RowExpression.calling(
            "cut",
            .column("x", .float),
            .literal(.list([.int(0), .int(15), .float(60.5)]))
        )
        #expect(cut.type == .category(["[0, 15]", "(15, 60.5]"]))
    }
}
