import DuckDBEngine
import Foundation
import Kernels
import Relations
import Tables
import Testing

@Suite("Reductions give what scipy and numpy give")
struct ReductionFixtureTests {
    private struct Fixture: Decodable {
        let samples: [Sample]
    }

    private struct Sample: Decodable {
        let name: String
        let x: [Double]
        let y: [Double]
        let values: [String: Double]
    }

    private static func samples(file: String = #filePath) throws -> [Sample] {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let path = folder.appendingPathComponent("Fixtures/reductions.json")
        return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: path)).samples
    }

    private static let fields = [Field("x", .float), Field("y", .float)]

    /// The call that a key such as `quantile 0.9` means.
    private func call(_ key: String) throws -> RowExpression {
        let words = key.split(separator: " ").map(String.init)
        let function = try #require(RowFunctions.named(words[0]))
        let (x, y) = (RowExpression.column("x", .float), RowExpression.column("y", .float))
        if let share = words.dropFirst().first.flatMap(Double.init) {
            return try .calling(function, [x, .literal(.float(share))])
        }
        if words.count > 1 {
            let size = try #require(RowFunctions.named("abs"))
            return try .calling(function, [x, .calling(size, [y])])
        }
        return try .calling(function, ["corr", "cov"].contains(words[0]) ? [x, y] : [x])
    }

    @Test("In SQL, in Swift, and in SQL with missing cells between")
    func values() throws {
        let engine = DuckDBEngine()
        for sample in try Self.samples() {
            let whole = [sample.x, sample.y].map { Column(.float, cells: $0.map(Scalar.float)) }
            let gaps = [sample.x, sample.y].map { cells in
                Column(.float, cells: cells.flatMap { [.missing, Scalar.float($0)] })
            }
            for (key, expected) in sample.values {
                let expression = try call(key)
                let here = try BatchEvaluation.evaluate(
                    expression,
                    over: Batch(whole),
                    schema: Schema(Self.fields)
                )[0]
                let there = try [whole, gaps].map { columns in
                    let table = MemoryTable(
                        Table(Self.fields, columns),
                        fingerprint: "\(sample.name) \(columns[0].count)"
                    )
                    let plan = Plan.aggregate(
                        .scan(.table(table)),
                        by: [],
                        [NamedExpression("z", expression)]
                    )
                    return try engine.collect(plan, in: WorkContext()).columns[0][0]
                }
                for value in [here] + there {
                    let number = try #require(value.number)
                    let error = (number - expected).magnitude
                    #expect(
                        error <= 1e-10 * max(1e-3, expected.magnitude),
                        "\(key) of \(sample.name): \(number), not \(expected)"
                    )
                }
            }
        }
    }
}
