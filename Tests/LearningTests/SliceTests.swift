import Foundation
import Kernels
import Learning
import Tables
import Testing

@Suite("Slices")
struct SliceTests {
    private struct Fixture: Decodable {
        struct Rows: Decodable {
            var kind: [String]
            var place: [String?]
            var size: [Double]
            var count: [Int64]
            var truth: [Bool]
            var probability: [Double]
            var number: [Double]
            var prediction: [Double]
        }

        struct Found: Decodable {
            var conditions: String
            var rows: Int
            /// Value, low, high, rest, p.
            var numbers: [Double]
        }

        struct Metric: Decodable {
            var tried: Int
            var worst: [Found]
        }

        var rows: Rows
        var metrics: [String: Metric]
    }

    private let fixture: Fixture

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/slices.json"))
        fixture = try JSONDecoder().decode(Fixture.self, from: data)
    }

    private func scored(_ metric: String) -> Scored {
        let rows = fixture.rows
        let isNumber = metric == "rmse"
        return Scored(
            task: isNumber ? .regression : .binary(negative: "false", positive: "true"),
            truth: isNumber ? rows.number : rows.truth.map { $0 ? 1 : 0 },
            outputs: Matrix(
                rows: rows.truth.count,
                columns: 1,
                cells: isNumber ? rows.prediction : rows.probability
            )
        )
    }

    private func features(least: Int) -> [SliceFeature] {
        let rows = fixture.rows
        let columns: [(String, Column)] = [
            ("kind", Column(.text, .texts(rows.kind))),
            ("place", Column(.text, cells: rows.place.map { $0.map { .text($0) } ?? .missing })),
            ("size", Column(.float, .floats(rows.size))),
            ("count", Column(.int, .ints(rows.count))),
        ]
        return columns.compactMap { SliceFeature($0.0, $0.1, least: least) }
    }

    private func search(_ metric: String, least: Int = 30, looks: Int? = nil) throws -> SliceSearch
    {
        let scored = scored(metric)
        return SliceSearch(
            scored,
            by: try Score.named([metric], for: scored.task)[0],
            features(least: least),
            least: least,
            looks: looks
        )
    }

    @Test(
        "the worst are those that a search by brute force finds",
        arguments: ["log_loss", "auc", "rmse", "accuracy"]
    )
    func worst(_ metric: String) throws {
        let expected = try #require(fixture.metrics[metric])
        let found = try search(metric).worst(expected.worst.count, in: WorkContext())
        #expect(found.tried == expected.tried)
        #expect(found.slices.map(\.conditions) == expected.worst.map(\.conditions))
        #expect(found.slices.map(\.rows) == expected.worst.map(\.rows))
        for (slice, wanted) in zip(found.slices, expected.worst) {
            let estimate = slice.estimate
            let numbers = [estimate.value, estimate.low, estimate.high, slice.rest, slice.pValue]
            #expect(agree(numbers, wanted.numbers), "\(slice.conditions): \(numbers)")
        }
    }

    @Test("a measure of parts is the measure of each part alone", arguments: ["f1", "recall"])
    func parts(_ metric: String) throws {
        let scored = scored(metric)
        let score = try Score.named([metric], for: scored.task)[0]
        for slice in try search(metric).worst(3, in: WorkContext()).slices {
            let parts = slice.conditions.components(separatedBy: " and ")
            guard parts.allSatisfy({ $0.hasPrefix("kind") || $0.hasPrefix("count") }) else {
                continue
            }
            let rows = scored.truth.indices.filter { row in
                parts.allSatisfy {
                    $0 == "kind == \"\(fixture.rows.kind[row])\""
                        || $0 == "count == \(fixture.rows.count[row])"
                }
            }
            #expect(rows.count == slice.rows)
            #expect(agree([slice.estimate.value], [score.value(scored.part(rows))]))
        }
    }

    @Test("looks at the rows widen intervals and raise p values")
    func looks() throws {
        let first = try search("rmse").worst(1, in: WorkContext()).slices[0]
        let third = try search("rmse", looks: 3).worst(1, in: WorkContext()).slices[0]
        #expect(third.estimate.low < first.estimate.low)
        #expect(agree([third.pValue], [min(1, 3 * first.pValue)]))
    }

    @Test("there are none where no part leaves enough rows on both sides")
    func none() throws {
        let found = try search("rmse", least: 400).worst(5, in: WorkContext())
        #expect(found.slices.isEmpty)
        #expect(found.tried == 0)
    }
}
