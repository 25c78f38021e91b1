import Catalog
import DuckDBEngine
import Foundation
import Kernels
import Learning
import Relations
import Tables
import Testing
import Values

/// What steps give by other programs, kept beside the script that computed it.
struct RecipeFixture: Decodable {
    struct Rows: Decodable {
        var x: [Double?]
        var y: [Double]
        var z: [Double]
        var k: [Int64]
        var c: [String?]
        var t: [Double]
        var b: [Bool]
        var when: [Int64]
    }

    /// A number, a text, or nothing.
    enum Cell: Decodable, Equatable {
        case number(Double)
        case text(String)
        case missing

        init(from decoder: any Decoder) throws {
            let cell = try decoder.singleValueContainer()
            if cell.decodeNil() {
                self = .missing
            } else if let number = try? cell.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try cell.decode(String.self))
            }
        }
    }

    var data: Rows
    var cases: [String: [String: [Cell]]]

    static func read(file: String = #filePath) throws -> RecipeFixture {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/recipes.json"))
        return try JSONDecoder().decode(RecipeFixture.self, from: data)
    }

    /// The rows as a table.
    var table: Table {
        let columns: [(Field, Column)] = [
            (Field("x", .float), Self.column(.float, data.x) { .float($0) }),
            (Field("y", .float), Column(.float, .floats(data.y))),
            (Field("z", .float), Column(.float, .floats(data.z))),
            (Field("k", .int), Column(.int, .ints(data.k))),
            (Field("c", .text), Self.column(.text, data.c) { .text($0) }),
            (Field("t", .float), Column(.float, .floats(data.t))),
            (Field("b", .bool), Column(.bool, .bools(data.b))),
            (Field("when", .timestamp), Column(.timestamp, .microseconds(data.when))),
        ]
        return Table(columns.map(\.0), columns.map(\.1))
    }

    private static func column<Cell>(
        _ type: ColumnType,
        _ cells: [Cell?],
        _ scalar: (Cell) -> Scalar
    ) -> Column {
        Column(type, cells: cells.map { $0.map(scalar) ?? .missing })
    }
}

/// Recipes made in Swift, over the fixture's rows.
struct Kitchen {
    let engine = DuckDBEngine()
    var work = WorkContext(seed: 3)

    /// A recipe of plain columns.
    func recipe(_ target: String?, _ features: [String]) -> Recipe {
        let text = "\(target ?? "") ~ \(features.joined(separator: " + "))"
        return Recipe(
            Formula(text: text) { schema in
                let all = ((target.map { [$0] } ?? []) + features).map { name in
                    NamedExpression(name, .column(name, schema[name]?.type ?? .missing))
                }
                let rest = target == nil ? all : Array(all.dropFirst())
                return .success(
                    ResolvedFormula(target: target == nil ? nil : all[0], features: rest)
                )
            }
        )
    }

    func learn(_ recipe: Recipe, _ frame: Frame) throws -> RecipeLearning.Result {
        try RecipeLearning(engine: engine, work: work).learn(recipe, from: frame)
    }

    /// Quantiles by the engine, a reduction each.
    func quantiles(_ shares: [Double], of name: String, in frame: Frame) throws -> [Double] {
        let quantile = try #require(RowFunctions.named("quantile"))
        let columns = try shares.enumerated().map { place, share in
            NamedExpression(
                "\(place)",
                try .calling(quantile, [.column(name, .float), .literal(.float(share))])
            )
        }
        let row = try collect(frame.summarized(columns, by: []))
        return row.columns.map { $0[0].number ?? .nan }
    }

    func collect(_ frame: Frame) throws -> Table { try engine.collect(frame.plan, in: work) }
}

extension Recipe {
    /// The recipe with a step over some columns.
    func adding(_ step: some RecipeStep, _ columns: String...) -> Recipe {
        let name = Swift.type(of: step).name
        return adding(
            RecipeCall(name, text: "\(name)(\(columns.joined(separator: ", ")))") { rows in
                let fields = columns.compactMap { rows.schema[$0] }
                return try step.learn(columns.isEmpty ? rows.schema.fields : fields, from: rows)
            }
        )
    }
}

/// A step with some of its settings changed.
func made<S: RecipeStep>(_ step: S, _ change: (inout S) -> Void) -> S {
    var step = step
    change(&step)
    return step
}
