import Diagnostics
import DuckDBEngine
import Foundation
import Kernels
import Learning
import Relations
import Tables
import TestSupport
import Testing
import Values

@Suite("Leaks")
struct LeakTests {
    private let engine = DuckDBEngine()
    private let work = WorkContext()

    /// What scikit-learn and SciPy say of features of real data.
    private struct Case: Decodable {
        var data: String
        var rows: Int64
        var target: String
        var features: [String]
        var figures: [Double]
    }

    private static func cases(file: String = #filePath) throws -> [Case] {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/leaks.json"))
        return try JSONDecoder().decode([Case].self, from: data)
    }

    private func frame(_ name: String, rows: Int64) throws -> Frame {
        let file = name == "flights" ? "flights.csv.gz" : "\(name).csv"
        let path = ProjectFolder.url.appendingPathComponent("sessions/data/\(file)").path
        let all = Frame(
            try engine.source(of: FileRequest(path: path, format: .csv), in: work)
        )
        guard name == "flights" else { return all }
        let delay = RowExpression.column("arr_delay", .int)
        let known = try call("not", call("is missing", delay))
        let late = try call(">", delay, .literal(.int(15)))
        return all.sliced(.head(20_000)).filtered(where: [known])
            .derived([NamedExpression("late", late)]).sliced(.head(rows))
    }

    private func call(_ name: String, _ arguments: RowExpression...) throws -> RowExpression {
        try .calling(try #require(RowFunctions.named(name)), arguments)
    }

    private func data(_ frame: Frame, _ target: String, _ features: [String]) throws -> Dataset {
        func column(_ name: String) throws -> NamedExpression {
            NamedExpression(name, .column(name, try #require(frame.schema[name]).type))
        }
        return try DatasetReader(engine: engine, work: work).read(
            frame,
            target: try column(target),
            features: try features.map(column)
        ).dataset
    }

    @Test("a number that never changes has no order that a feature could know")
    func constantTarget() throws {
        let x = (0..<60).map { Double($0) }
        let table = Table(
            [Field("x", .float), Field("y", .float)],
            [Column(.float, .floats(x)), Column(.float, .floats(x.map { _ in 7 }))]
        )
        let data = try table.reading("y", from: ["x"]).dataset
        #expect(try LoneFeature.figures(in: data).isEmpty)
        #expect(try LoneFeature.suspected(in: data, in: WorkContext()).isEmpty)
    }

    @Test("have scikit-learn's figures, on flights and penguins")
    func figures() throws {
        for one in try Self.cases() {
            let frame = try frame(one.data, rows: one.rows)
            let found = try LoneFeature.figures(in: data(frame, one.target, one.features))
            #expect(found.count == one.figures.count)
            for (feature, (figure, expected)) in zip(one.features, zip(found, one.figures)) {
                #expect(
                    (figure - expected).magnitude < 1e-9,
                    "\(one.target) ~ \(feature): \(figure), not \(expected)"
                )
            }
        }
    }

    @Test("are the delay at departure of a late flight, and nothing else that is in the data")
    func suspected() throws {
        var found: [String] = []
        for one in try Self.cases() {
            let data = try data(try frame(one.data, rows: one.rows), one.target, one.features)
            for lone in try LoneFeature.suspected(in: data, in: work) {
                found.append("\(one.target) ~ \(one.features[lone.feature])")
            }
        }
        #expect(found == ["late ~ dep_delay"])
    }

    @Test("are copies of the target of any type, also where only what is missing tells")
    func copies() throws {
        let count = 400
        let stream = RandomStream(seed: 2, purpose: "leaks")
        let numbers = (0..<count).map { stream.normal(row: $0) }
        let letters = RandomStream(seed: 2, purpose: "letters")
        let words = (0..<count).map { ["a", "b", "c"][letters.integer(below: 3, row: $0)] }
        let gaps: [Scalar] = numbers.map { $0 > 0 ? .float(1) : .missing }
        let table = Table(
            [
                Field("number", .float), Field("copy", .float), Field("word", .text),
                Field("code", .int), Field("flag", .bool), Field("gap", .float),
            ],
            [
                Column(.float, .floats(numbers)),
                Column(.float, .floats(numbers.map { -3 * $0 + 1 })),
                Column(.text, .texts(words)),
                Column(.int, .ints(words.map { $0 == "a" ? 1 : $0 == "b" ? 2 : 3 })),
                Column(.bool, .bools(numbers.map { $0 > 0 })),
                Column(.float, cells: gaps),
            ]
        )
        for (target, feature) in [
            ("number", "copy"), ("word", "code"), ("flag", "gap"), ("code", "word"),
        ] {
            let data = try data(Frame(memory: table), target, [feature])
            let found = try LoneFeature.suspected(in: data, in: work)
            #expect(found.map(\.figure) == [1], "\(target) ~ \(feature)")
        }
        let unrelated = try data(Frame(memory: table), "flag", ["word"])
        #expect(try LoneFeature.suspected(in: unrelated, in: work).isEmpty)
    }

    @Test("are not looked for in a handful of rows, and a column of names tells nothing")
    func few() throws {
        let count = 30
        let table = Table(
            [Field("x", .int), Field("id", .text), Field("y", .bool)],
            [
                Column(.int, .ints((0..<count).map { Int64($0) })),
                Column(.text, .texts((0..<count).map { "row \($0)" })),
                Column(.bool, .bools((0..<count).map { $0 > 14 })),
            ]
        )
        let small = try data(Frame(memory: table), "y", ["x"])
        #expect(try LoneFeature.suspected(in: small, in: work).isEmpty)
        #expect(try LoneFeature.figures(in: small).isEmpty)
        let named = try data(Frame(memory: table), "x", ["id"])
        #expect(try LoneFeature.suspected(in: named, in: work).isEmpty)
    }

    @Test("are found in a sample that no number of threads changes")
    func sample() throws {
        let count = 60_000
        let stream = RandomStream(seed: 5, purpose: "leaks")
        let x = (0..<count).map { stream.normal(row: $0) }
        let y = x.enumerated().map { $1 + stream.normal(row: $0, draw: 1) > 0 ? 1.0 : 0 }
        let data = Dataset(
            shape: ModelShape(
                features: [Feature("x", .number)],
                task: .binary(negative: "false", positive: "true")
            ),
            training: Examples(features: Matrix(rows: count, columns: 1, cells: x), target: y)
        )
        #expect(try LeakSample(data).count == LeakSample.size)
        let figure = try #require(try LoneFeature.figures(in: data).first)
        #expect((figure - Concordance(truth: y).of(x)).magnitude < 0.01)
        let one = try LoneFeature.suspected(in: data, in: WorkContext(threads: 1))
        #expect(one == (try LoneFeature.suspected(in: data, in: WorkContext(threads: 3))))
    }

    @Test("are rows on both sides, which digests of a choice of rows tell")
    func sketch() throws {
        let count = 50_000
        let stream = RandomStream(seed: 6, purpose: "leaks")
        let cells = (0..<2 * count).map { stream.uniform(row: $0) }
        let rows = Matrix(rows: count, columns: 2, cells: cells)
        let target = (0..<count).map { Double($0 % 2) }
        let sketch = try RowSketch(Examples(features: rows, target: target))
        let places = Array(stride(from: 0, to: count, by: 5))
        let shared = sketch.kept(rows.rows(at: places), places.map { target[$0] })
        #expect(shared.allSatisfy(sketch.contains))
        #expect((Double(shared.count) / Double(places.count) - 0.4).magnitude < 0.02)
        let others = sketch.kept(rows, target.map { 1 - $0 })
        #expect(others.count > 15_000)
        #expect(!others.contains(where: sketch.contains))
    }

    @Test("are not seen where small whole numbers merely stand in other places")
    func sketchOfWholeNumbers() throws {
        let count = 50_000
        let stream = RandomStream(seed: 7, purpose: "leaks")
        let cells = (0..<6 * count).map { (stream.uniform(row: $0) * 40).rounded(.down) }
        let rows = Matrix(rows: count, columns: 6, cells: cells)
        let turned = Matrix(rows: count, columns: 6, cells: Array(cells.reversed()))
        let target = (0..<count).map { Double($0 % 2) }
        let sketch = try RowSketch(Examples(features: rows, target: target))
        let known = Set((0..<count).map { row in (0..<6).map { rows[row, $0] } + [target[row]] })
        let places = (0..<count).filter { row in
            !known.contains((0..<6).map { turned[row, $0] } + [target[row]])
        }
        let others = sketch.kept(turned.rows(at: places), places.map { target[$0] })
        #expect(others.count > 15_000)
        #expect(!others.contains(where: sketch.contains))
    }
}
