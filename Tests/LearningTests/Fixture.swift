import Foundation
import Learning
import Relations
import Tables
import Values

/// Fits by other programs, kept beside the script that made them.
struct Fixture: Decodable {
    struct Rows: Decodable {
        var distance: [Double]
        var hour: [Int64]
        var carrier: [String]
        var temp: [Double?]
        var delay: [Double]
        var late: [Bool]
        var size: [String]
        var weight: [Double]
    }

    struct Coefficients: Decodable {
        var estimate: [Double]
        var se: [Double]
        var pValue: [Double]
        var low: [Double]?
        var high: [Double]?
        var r2: Double?
        var likelihood: Double?
        var null: Double?
    }

    struct Several: Decodable {
        var estimate: [[Double]]
        var se: [[Double]]
    }

    struct Trees: Decodable {
        /// LightGBM's text from the first tree to the end of the last.
        var trees: String
        var iterations: Int
        var contributions: [[Double]]
        var gain: [Double]
    }

    var data: Rows
    var ols: Coefficients
    var wls: Coefficients
    var logit: Coefficients
    var multinomial: Several
    var ridge: [Double]
    var regression: Trees
    var binary: Trees
    var stopped: Trees
    var multiclass: Trees
    var metrics: [String: Double]

    static func read(file: String = #filePath) throws -> Fixture {
        try JSONDecoder().decode(Fixture.self, from: content(file: file))
    }

    /// The predictions of one of the tree models: an output after another, or one.
    static func predictions(of name: String, file: String = #filePath) throws -> [[Double]] {
        struct One: Decodable { var prediction: [Double] }
        struct Many: Decodable { var prediction: [[Double]] }
        let data = try content(file: file)
        if let one = try? JSONDecoder().decode([String: Lenient<One>].self, from: data)[name]?.value
        {
            return [one.prediction]
        }
        let many = try JSONDecoder().decode([String: Lenient<Many>].self, from: data)[name]?.value
        return many?.prediction ?? []
    }

    private struct Lenient<Content: Decodable>: Decodable {
        var value: Content?
        init(from decoder: any Decoder) throws { value = try? Content(from: decoder) }
    }

    private static func content(file: String) throws -> Data {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        return try Data(contentsOf: folder.appendingPathComponent("Fixtures/learners.json"))
    }
}

extension Fixture.Rows {
    /// The rows as a frame's table.
    var table: Table {
        let columns: [(Field, Column)] = [
            (Field("distance", .float), Column(.float, .floats(distance))),
            (Field("hour", .int), Column(.int, .ints(hour))),
            (Field("carrier", .text), Column(.text, .texts(carrier))),
            (
                Field("temp", .float),
                Column(.float, cells: temp.map { $0.map { Scalar.float($0) } ?? .missing })
            ),
            (Field("delay", .float), Column(.float, .floats(delay))),
            (Field("late", .bool), Column(.bool, .bools(late))),
            (Field("size", .text), Column(.text, .texts(size))),
            (Field("weight", .float), Column(.float, .floats(weight))),
        ]
        return Table(columns.map(\.0), columns.map(\.1))
    }
}

extension Table {
    func column(_ name: String) throws -> NamedExpression {
        let type = fields.first { $0.name == name }?.type ?? .missing
        return NamedExpression(name, .column(name, type))
    }

    /// A dataset of some columns, read as a plan's batches would be.
    func reading(
        _ target: String,
        from features: [String],
        weight: String? = nil,
        positive: Scalar? = nil,
        rows: Range<Int>? = nil,
        batches: Int = 1,
        room: Int = 0
    ) throws -> DatasetReader.Reading {
        var assembly = try DatasetAssembly(
            target: try column(target),
            features: try features.map { try column($0) },
            weight: try weight.map { try column($0).expression },
            rows: room
        )
        let rows = rows ?? 0..<count
        let names = [target] + (weight.map { [$0] } ?? []) + features
        let size = max(1, (rows.count + batches - 1) / batches)
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: size) {
            let places = Array(start..<min(rows.upperBound, start + size))
            let columns = names.compactMap { self[$0]?.gathered(places) }
            try assembly.append(Batch(columns, count: places.count))
        }
        return try assembly.finished(positive: positive)
    }

    /// A formula of plain columns.
    static func formula(_ target: String, _ features: [String]) -> Formula {
        Formula(text: "\(target) ~ \(features.joined(separator: " + "))") { schema in
            let all = ([target] + features).map { name in
                NamedExpression(name, .column(name, schema[name]?.type ?? .missing))
            }
            return .success(ResolvedFormula(target: all[0], features: Array(all.dropFirst())))
        }
    }
}

/// Whether numbers agree to a relative error, or to an absolute one near zero.
func agree(
    _ a: [Double],
    _ b: [Double],
    relative: Double = 1e-6,
    absolute: Double = 1e-9
) -> Bool {
    a.count == b.count
        && zip(a, b).allSatisfy {
            ($0 - $1).magnitude <= max(absolute, relative * max($0.magnitude, $1.magnitude))
        }
}
