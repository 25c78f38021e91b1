import DuckDBEngine
import Foundation
import Kernels
import Relations
import Tables
import Testing

@Suite("Windows give what pandas gives")
struct WindowFixtureTests {
    private struct Fixture: Decodable {
        let hours: [Int64]
        let x: [Double]
        let values: [String: [Double?]]
    }

    private static func fixture(file: String = #filePath) throws -> Fixture {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let path = folder.appendingPathComponent("Fixtures/windows.json")
        return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: path))
    }

    /// The call that a key such as `rolling_mean 7D` means.
    private func call(_ key: String) throws -> RowExpression {
        let words = key.split(separator: " ").map(String.init)
        let function = try #require(RowFunctions.named(words[0]))
        var arguments = [RowExpression.column("x", .float)]
        for word in words.dropFirst() {
            let length = Scalar.duration(Interval(days: 7))
            arguments.append(.literal(word == "7D" ? length : .int(try #require(Int64(word)))))
        }
        for parameter in function.parameters.dropFirst(arguments.count) {
            arguments.append(.literal(parameter.standard ?? .missing))
        }
        let order = SortKey(.column("t", .timestamp))
        return try RowExpression.calling(function, arguments).over(Window(order: [order]))
    }

    @Test("for every function, over rows and over seven days")
    func values() throws {
        let fixture = try Self.fixture()
        let moments = fixture.hours.map {
            Scalar.timestamp(Instant(microseconds: $0 * 3_600_000_000))
        }
        let table = Table(
            [Field("t", .timestamp), Field("x", .float)],
            [
                Column(.timestamp, cells: moments),
                Column(.float, cells: fixture.x.map(Scalar.float)),
            ]
        )
        let source = Plan.scan(.table(MemoryTable(table, fingerprint: "pandas windows")))
        let keys = fixture.values.keys.sorted()
        let plan = Plan.project(source, try keys.map { NamedExpression($0, try call($0)) })
        let result = try DuckDBEngine().collect(plan, in: WorkContext())
        #expect(keys.count == 24)
        for (position, key) in keys.enumerated() {
            let wanted = try #require(fixture.values[key])
            for (row, value) in wanted.enumerated() {
                let found = result.columns[position][row].number
                let isClose =
                    switch (found, value) {
                    case (nil, nil): true
                    case (let a?, let b?): (a - b).magnitude <= 1e-9 * max(1, b.magnitude)
                    default: false
                    }
                #expect(isClose, "\(key), row \(row): \(found ?? .nan), not \(value ?? .nan)")
            }
        }
    }
}
