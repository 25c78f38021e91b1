import Foundation
import Kernels
import Learning
import Tables
import Testing

@Suite("Fairness")
struct FairnessTests {
    private struct Fixture: Decodable {
        struct Rows: Decodable {
            var group: [String]
            var truth: [Double]
            var probability: [Double]
            var number: [Double]
            var prediction: [Double]
        }

        var rows: Rows
        /// By measure, a value for each group in order.
        var groups: [String: [Double]]
        /// By parity and by difference or ratio: value, low, high.
        var parity: [String: [String: [Double]]]
    }

    private let fixture: Fixture

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/fairness.json"))
        fixture = try JSONDecoder().decode(Fixture.self, from: data)
    }

    private func scored(isNumber: Bool) -> Scored {
        let rows = fixture.rows
        let names = Set(rows.group).sorted()
        return Scored(
            task: isNumber ? .regression : .binary(negative: "0", positive: "1"),
            truth: isNumber ? rows.number : rows.truth,
            outputs: Matrix(
                rows: rows.truth.count,
                columns: 1,
                cells: isNumber ? rows.prediction : rows.probability
            ),
            groups: names.map { [.text($0)] },
            groupOfRow: rows.group.map { names.firstIndex(of: $0) ?? 0 }
        )
    }

    private func report(isNumber: Bool, least: Int = 30, looks: Int? = nil) -> FairnessReport {
        FairnessReport(
            Fairness(scored(isNumber: isNumber), least: least, looks: looks),
            by: [Field("group", .text)],
            looks: looks
        )
    }

    private func numbers(_ column: Column) -> [Double] {
        (0..<column.count).map { column[$0].number ?? .nan }
    }

    @Test("figures of groups are fairlearn's", arguments: [false, true])
    func groups(_ isNumber: Bool) throws {
        let table = report(isNumber: isNumber).table
        #expect(table.fields.count == (isNumber ? 4 : 7))
        for field in table.fields.dropFirst(2) {
            let expected = try #require(fixture.groups[field.name])
            let column = try #require(table[field.name])
            #expect(agree(numbers(column), expected), "\(field.name)")
        }
    }

    @Test("parities are fairlearn's, their intervals statsmodels'", arguments: [false, true])
    func parity(_ isNumber: Bool) throws {
        let fairness = Fairness(scored(isNumber: isNumber), least: 30, looks: nil)
        #expect(fairness.small.map(\.key) == [[.text("few")]])
        #expect(fairness.lines.count == (isNumber ? 2 : 11))
        for line in fairness.lines {
            let expected = try #require(fixture.parity[line.parity]?[line.measure])
            let found = [line.estimate.value, line.estimate.low, line.estimate.high]
            #expect(agree(found, expected), "\(line.parity) \(line.measure): \(found)")
        }
    }

    @Test("a group of few rows is compared where that is asked for")
    func small() {
        let fairness = Fairness(scored(isNumber: true), least: 2, looks: nil)
        #expect(fairness.small.isEmpty)
        let many = Fairness(scored(isNumber: true), least: 100_000, looks: nil)
        #expect(many.small.count == 4)
        #expect(many.lines.isEmpty)
    }

    @Test("looks at the rows widen intervals")
    func looks() throws {
        let first = Fairness(scored(isNumber: true), least: 30, looks: nil).lines[0].estimate
        let third = Fairness(scored(isNumber: true), least: 30, looks: 3).lines[0].estimate
        #expect(third.value == first.value)
        #expect(third.low < first.low)
    }
}
