import Diagnostics
import Kernels
import Learning
import Tables
import Testing

@Suite("Datasets")
struct DatasetTests {
    private func table(_ columns: [(String, Column)]) -> Table {
        Table(columns.map { Field($0.0, $0.1.type) }, columns.map(\.1))
    }

    @Test("levels are sorted by their bytes, whatever the batches")
    func levels() throws {
        let table = table([
            ("y", Column(.float, .floats([1, 2, 3, 4]))),
            ("x", Column(.text, .texts(["é", "b", "A", "b"]))),
        ])
        for batches in 1...4 {
            let data = try table.reading("y", from: ["x"], batches: batches).dataset
            #expect(data.features == [Feature("x", .category(["A", "b", "é"]))])
            #expect(data.training.features.cells == [2, 1, 0, 1])
        }
    }

    @Test("a category keeps the order of its levels, of which only those that occur stay")
    func categories() throws {
        let table = table([
            ("y", Column(.int, .ints([1, 2, 3]))),
            ("x", Column(.category(["low", "middle", "high"]), .codes([2, 0, 2]))),
        ])
        let data = try table.reading("y", from: ["x"]).dataset
        #expect(data.features[0].levels == ["low", "high"])
        #expect(data.training.features.cells == [1, 0, 1])
    }

    @Test("missing cells are NaN, and rows without a target are left out and counted")
    func missing() throws {
        let table = table([
            ("y", Column(.float, cells: [.float(1), .missing, .float(3)])),
            ("x", Column(.int, cells: [.missing, .int(2), .int(3)])),
            ("c", Column(.text, cells: [.text("a"), .text("only here"), .missing])),
        ])
        let reading = try table.reading("y", from: ["x", "c"], batches: 2)
        #expect(reading.droppedRows == 1)
        let data = reading.dataset
        #expect(data.training.target == [1, 3])
        #expect(data.training.features[0, 0].isNaN && data.training.features[1, 0] == 3)
        #expect(data.features[1].levels == ["a"])
        #expect(data.training.features[0, 1] == 0 && data.training.features[1, 1].isNaN)
    }

    @Test(
        "the rows are the same whatever number was foretold, and in whatever batches they come",
        arguments: [0, 1, 5, 7, 40]
    )
    func foretold(room: Int) throws {
        let table = table([
            ("y", Column(.float, cells: (0..<7).map { $0 == 4 ? .missing : .float(Double($0)) })),
            ("x", Column(.float, .floats((0..<7).map { Double($0) / 3 }))),
            ("c", Column(.text, .texts(["b", "a", "c", "a", "z", "b", "A"]))),
        ])
        for batches in [1, 2, 3, 7] {
            let reading = try table.reading("y", from: ["x", "c"], batches: batches, room: room)
            #expect(reading.droppedRows == 1)
            #expect(reading.dataset.training.target == [0, 1, 2, 3, 5, 6])
            let features = reading.dataset.training.features
            #expect(features.rows == 6 && features.columns == 2)
            #expect(Array(features.column(0)) == [0, 1, 2, 3, 5, 6].map { $0 / 3 })
            #expect(Array(features.column(1)) == [2, 1, 3, 1, 2, 0])
        }
    }

    @Test("the target's type chooses the task, and the last class is the positive one")
    func tasks() throws {
        let table = table([
            ("x", Column(.int, .ints([1, 2, 3]))),
            ("flag", Column(.bool, .bools([true, false, true]))),
            ("two", Column(.text, .texts(["yes", "no", "yes"]))),
            ("three", Column(.text, .texts(["c", "a", "b"]))),
        ])
        #expect(try table.reading("x", from: ["flag"]).target.task == .regression)
        let flag = try table.reading("flag", from: ["x"])
        #expect(flag.target.task == .binary(negative: "false", positive: "true"))
        #expect(flag.dataset.training.target == [1, 0, 1])
        let two = try table.reading("two", from: ["x"])
        #expect(two.target.task == .binary(negative: "no", positive: "yes"))
        let other = try table.reading("two", from: ["x"], positive: .text("no"))
        #expect(other.target.task == .binary(negative: "yes", positive: "no"))
        #expect(other.dataset.training.target == [0, 1, 0])
        let three = try table.reading("three", from: ["x"])
        #expect(three.target.task == .multiclass(["a", "b", "c"]))
        #expect(three.dataset.training.target == [2, 0, 1])
    }

    @Test(
        "what cannot be learned from is refused",
        arguments: [
            ("one", "target.classes"), ("day", "target.type"), ("gone", "learning.rows"),
        ]
    )
    func badTargets(_ target: String, _ code: String) throws {
        let table = table([
            ("x", Column(.int, .ints([1, 2]))),
            ("one", Column(.text, .texts(["a", "a"]))),
            ("day", Column(.date, .days([1, 2]))),
            ("gone", Column(.text, cells: [.missing, .missing])),
        ])
        let fault = #expect(throws: Diagnostic.self) {
            try table.reading(target, from: ["x"])
        }
        #expect(fault?.code.description == code)
    }

    @Test("an infinite feature, a list, a negative weight and an unknown class are refused")
    func badRows() throws {
        let table = table([
            ("y", Column(.text, .texts(["a", "b"]))),
            ("far", Column(.float, .floats([1, .infinity]))),
            ("several", Column(.list(.int), cells: [.list([.int(1)]), .list([])])),
            ("x", Column(.int, .ints([1, -2]))),
        ])
        func code(_ read: () throws -> DatasetReader.Reading) -> String? {
            (#expect(throws: Diagnostic.self) { try read() })?.code.description
        }
        #expect(code { try table.reading("y", from: ["far"]) } == "feature.infinite")
        #expect(code { try table.reading("y", from: ["several"]) } == "feature.type")
        #expect(code { try table.reading("y", from: ["x"], weight: "x") } == "weight.value")
        let positive = Scalar.text("z")
        #expect(
            code { try table.reading("y", from: ["x"], positive: positive) } == "target.positive"
        )
    }

    @Test("a level that training did not have is missing in a prediction")
    func unseenLevel() {
        let feature = Feature("x", .category(["a", "b"]))
        let numbers = feature.numbers(of: Column(.text, .texts(["b", "new"])))
        #expect(numbers[0] == 1 && numbers[1].isNaN)
    }

    @Test("an encoding marks all levels but the first, and fills gaps with training means")
    func encoding() throws {
        let features = [Feature("n", .number), Feature("c", .category(["a", "b", "d"]))]
        let rows = Matrix(rows: 4, columns: 2, cells: [1, 2, .nan, 6, 0, 1, 1, 2])
        let work = WorkContext(threads: 2)
        let examples = Examples(features: rows, target: [0, 0, 1, 1])
        let encoded = try EncodedRows(features, examples, in: work)
        #expect(encoded.incomplete == ["n"])
        #expect(encoded.matrix.cells == [1, 2, 3, 6, 0, 1, 1, 0, 0, 0, 0, 1])
        let other = Matrix(rows: 2, columns: 2, cells: [.nan, 5, 1, .nan])
        let again = try encoded.encoding.matrix(of: other, in: work)
        #expect(again.cells == [3, 5, 1, 0.5, 0, 0.25])
    }

    @Test("an encoding's means are those of all cells that are there", arguments: [1, 8, 19, 640])
    func encodingMeans(count: Int) throws {
        var cells = (0..<count).map { Double($0 % 11) - 4 }
        let features = [Feature("n", .number)]
        func mean() throws -> EncodedRows {
            let rows = Matrix(rows: count, columns: 1, cells: cells)
            let examples = Examples(features: rows, target: cells)
            return try EncodedRows(features, examples, in: WorkContext())
        }
        let whole = try mean()
        #expect(whole.incomplete.isEmpty && whole.matrix.cells == cells)
        #expect(whole.encoding.columns[0].mean == cells.reduce(0, +) / Double(count))
        cells[count / 2] = .nan
        let rest = cells.filter { !$0.isNaN }
        let holed = try mean()
        #expect(holed.incomplete == ["n"])
        let expected = rest.isEmpty ? 0 : rest.reduce(0, +) / Double(rest.count)
        #expect(holed.encoding.columns[0].mean == expected)
        #expect(holed.matrix.cells[count / 2] == expected)
    }
}
