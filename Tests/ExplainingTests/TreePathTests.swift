import Diagnostics
import Explaining
import Foundation
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import Relations
import Tables
import Testing
import Trees
import XGBoostLearners

@Suite("The way of a row through trees")
struct TreePathTests {
    private struct Fixture: Decodable {
        /// A feature, its threshold (none of categories) and the side: left or right, yes or no.
        struct Step: Decodable {
            var feature: String
            var threshold: Double?
            var side: String

            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                feature = try list.decode(String.self)
                threshold = try list.decode(Double?.self)
                side = try list.decode(String.self)
            }
        }

        struct Way: Decodable {
            var output: Int
            var steps: [Step]
            var leaf: Double
        }

        struct Model: Decodable {
            var text: String
            /// Row after row the ways through all trees.
            var paths: [[Way]]
            var margins: [[Double]]
        }

        var names: [String]
        var levels: [String]
        var rows: [[Double?]]
        var lightgbm: [String: Model]
        var xgboost: [String: Model]
    }

    private let fixture: Fixture
    private let rows: Table

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let path = folder.appendingPathComponent("Fixtures/paths.json")
        let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: path))
        self.fixture = fixture
        let (levels, all) = (fixture.levels, fixture.rows)
        let columns = fixture.names.indices.map { place in
            let cells = all.map { $0[place] }
            return fixture.names[place] == "carrier"
                ? Column(.text, cells: cells.map { $0.map { .text(levels[Int($0)]) } ?? .missing })
                : Column(.float, cells: cells.map { $0.map { .float($0) } ?? .missing })
        }
        let fields = fixture.names.map { Field($0, $0 == "carrier" ? .text : .float) }
        rows = Table(fields, columns)
    }

    private func pipeline(_ library: String, _ name: String) throws -> FittedPipeline {
        let model = library == "lightgbm" ? fixture.lightgbm[name] : fixture.xgboost[name]
        let text = Array(try #require(model).text.utf8)
        let task: LearningTask =
            name == "classes"
            ? .multiclass(["low", "middle", "top"])
            : .binary(negative: "false", positive: "true")
        let features = fixture.names.map { name in
            Feature(name, name == "carrier" ? .category(fixture.levels) : .number)
        }
        let shape = ModelShape(features: features, task: task)
        let decoded: any FittedModel =
            library == "lightgbm"
            ? try LightGBMModel(decoding: text, shape: shape)
            : try XGBoostModel(decoding: text, shape: shape)
        let target = NamedExpression("y", .column("y", name == "classes" ? .text : .bool))
        return try .around(decoded, target, fixture.names.map { rows.column($0) })
    }

    private func paths(_ pipeline: FittedPipeline, row: Int) throws -> TreePaths {
        try TreePaths(
            through: pipeline,
            Table(rows.fields, rows.columns.map { $0.gathered([row]) }),
            words: CellWords { $0.plainCell },
            in: WorkContext()
        )
    }

    private static let labels = ["low", "middle", "top"]

    /// The lines of a table, tree after tree, without those of what all rows begin with.
    private func ways(_ table: Table) -> [[Int]] {
        var ways: [[Int]] = []
        for line in 0..<table.count {
            guard case .int(let tree) = table["tree"]?[line], tree > 0,
                case .int(let step) = table["step"]?[line]
            else { continue }
            if step <= 1 { ways.append([]) }
            ways[ways.count - 1].append(line)
        }
        return ways
    }

    private func check(_ step: Fixture.Step, _ table: Table, _ line: Int, _ sides: [String]) {
        #expect(table["feature"]?[line] == .text(step.feature))
        guard case .text(let condition) = table["condition"]?[line],
            case .text(let went) = table["went"]?[line]
        else {
            Issue.record("a step has a condition")
            return
        }
        guard let threshold = step.threshold else {
            #expect(condition.hasPrefix("carrier "))
            return
        }
        #expect(went.hasSuffix(step.side == sides[0] ? "left" : "right"))
        let words = condition.split(separator: " ")
        guard words.count >= 3, words[1] != "is" else { return }
        #expect(words[1] == (step.side == sides[0] ? sides[2] : sides[3]))
        let told = Double(words[2]) ?? .nan
        #expect((told - threshold).magnitude <= 1e-6 * max(1e-20, threshold.magnitude))
    }

    @Test("is that of LightGBM's own leaves and dumps", arguments: ["binary", "classes", "zero"])
    func lightgbm(_ name: String) throws {
        let expected = try #require(fixture.lightgbm[name])
        try check(expected, try pipeline("lightgbm", name), ["left", "right", "<=", ">"])
    }

    @Test("is that of XGBoost's own leaves and dumps", arguments: ["binary", "classes"])
    func xgboost(_ name: String) throws {
        let expected = try #require(fixture.xgboost[name])
        try check(expected, try pipeline("xgboost", name), ["yes", "no", "<", ">="])
    }

    private func check(
        _ expected: Fixture.Model,
        _ pipeline: FittedPipeline,
        _ sides: [String]
    ) throws {
        for (row, ways) in expected.paths.enumerated() {
            let found = try paths(pipeline, row: row)
            #expect(agree(found.margins, expected.margins[row], 1e-6))
            let table = try found.table()
            let lines = self.ways(table)
            #expect(lines.count == ways.count)
            for (way, own) in zip(ways, lines) {
                #expect(own.count == max(1, way.steps.count))
                for (step, line) in zip(way.steps, own) { check(step, table, line, sides) }
                guard let last = own.last, case .float(let leaf) = table["leaf"]?[last] else {
                    Issue.record("a way ends in a leaf")
                    continue
                }
                #expect((leaf - way.leaf).magnitude <= 1e-6 * max(1, way.leaf.magnitude))
                if let classes = table["class"] {
                    #expect(classes[last] == .text(Self.labels[way.output]))
                }
            }
        }
    }

    @Test("goes by default where a cell is missing, or zero where that counts as missing")
    func defaults() throws {
        let model = try pipeline("lightgbm", "zero")
        var seen = Set<String>()
        for row in 0..<rows.count {
            let table = try paths(model, row: row).table()
            for line in 0..<table.count {
                guard case .text(let name) = table["feature"]?[line],
                    case .text(let went) = table["went"]?[line]
                else { continue }
                let cell = rows[name]?[row]
                let isMissing = cell == .missing || cell == .float(0)
                #expect(went.hasPrefix("default") == isMissing)
                if isMissing { seen.insert(cell == .missing ? "missing" : "zero") }
            }
        }
        #expect(seen == ["missing", "zero"])
    }

    @Test("of an averaged forest has leaves that add up to its margin")
    func averaged() throws {
        let model = try pipeline("lightgbm", "averaged")
        let expected = try #require(fixture.lightgbm["averaged"])
        for row in 0..<rows.count {
            let sum = expected.paths[row].reduce(0) { $0 + $1.leaf }
            #expect(agree(try paths(model, row: row).margins, [sum]))
        }
        let found = try model.explained(rows).outputs[0]
        let sum = expected.paths[2].reduce(0) { $0 + $1.leaf }
        #expect(agree([found.total(row: 2)], [sum]))
    }

    @Test("tells moments as such, and many levels in few words")
    func words() {
        let levels = (0..<12).map { "l\($0)" }
        let features = [Feature("day", .number), Feature("place", .category(levels))]
        var words = SplitWords(features, TreeTelling())
        words.types = [.date, .text]
        words.moment = { if case .date(let day) = $0 { day.text } else { nil } }
        words.mostLevels = 3
        func split(_ feature: Int, _ rule: SplitRule) -> Split {
            Split(feature: feature, rule: rule, left: .leaf(0), right: .leaf(1), cover: 1)
        }
        let days = split(0, .atMost(15_887.5, missingLeft: true, zeroIsMissing: false))
        #expect(words.words(of: days, isLeft: true) == "day <= 2013-07-01 or missing")
        #expect(words.words(of: days, isLeft: false) == "day > 2013-07-01")
        let places = split(1, .among([0b11]))
        #expect(words.words(of: places, isLeft: true) == "place in [\"l0\", \"l1\"]")
        #expect(
            words.words(of: places, isLeft: false)
                == "place not in [\"l0\", \"l1\"] or missing"
        )
        let half = split(1, .among([0b11_1111]))
        #expect(
            words.words(of: half, isLeft: true) == "place in [\"l0\", \"l1\", \"l2\"] or 3 more"
        )
        let almost = split(1, .among([1]))
        #expect(words.words(of: almost, isLeft: false) == "place != \"l0\" or missing")
    }

    @Test("is refused of models without trees, and of rows that there are not")
    func refused() throws {
        let table = Table(
            [Field("x", .float), Field("y", .float)],
            [Column(.float, .floats([1, 2, 3, 4])), Column(.float, .floats([2, 3, 5, 4]))]
        )
        let linear = try table.fitted(Linear(), "y", from: ["x"])
        #expect(throws: Diagnostic.self) { try TreePaths.trees(of: linear) }
        let model = try pipeline("lightgbm", "binary")
        #expect(try paths(model, row: 11).table().count > 0)
        #expect(throws: Diagnostic.self) {
            try RowChoice.position(of: 13, among: rows.count, of: "the frame")
        }
    }
}
