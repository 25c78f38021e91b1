import Explaining
import Foundation
import Kernels
import Learning
import Relations
import Tables
import Values

/// Explanations by other programs, kept beside the script that made them.
struct Fixture: Decodable {
    struct Rows: Decodable {
        var distance: [Double]
        var hour: [Int64]
        var carrier: [String]
        var temp: [Double]
        var delay: [Double]
        var late: [Bool]
        var size: [String]
    }

    struct Linear: Decodable {
        var contributions: [[Double]]
        var base: Double
    }

    struct Trees: Decodable {
        var text: String
        /// For each row what the features add and the base, class after class.
        var contributions: [[Double]]
    }

    var data: Rows
    /// The column `temp` with gaps, as the trees saw it.
    var gaps: [Double?]
    var linear: Linear
    var linearBackground: Linear
    var logistic: Linear
    var regression: Trees
    var binary: Trees
    var multiclass: Trees

    static func read(file: String = #filePath) throws -> Fixture {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let path = folder.appendingPathComponent("Fixtures/explanations.json")
        return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: path))
    }

    /// The names of the features, in order.
    static let features = ["distance", "hour", "carrier", "temp"]

    func table(withGaps: Bool = false) -> Table {
        let temps = withGaps ? gaps : data.temp
        return Table(
            [
                Field("distance", .float), Field("hour", .int), Field("carrier", .text),
                Field("temp", .float), Field("delay", .float), Field("late", .bool),
                Field("size", .text),
            ],
            [
                Column(.float, .floats(data.distance)), Column(.int, .ints(data.hour)),
                Column(.text, .texts(data.carrier)),
                Column(.float, cells: temps.map { $0.map { Scalar.float($0) } ?? .missing }),
                Column(.float, .floats(data.delay)), Column(.bool, .bools(data.late)),
                Column(.text, .texts(data.size)),
            ]
        )
    }
}

extension Table {
    func column(_ name: String) -> NamedExpression {
        NamedExpression(name, .column(name, fields.first { $0.name == name }?.type ?? .missing))
    }

    /// Some rows of some columns.
    func part(_ names: [String], rows: Range<Int>) -> Table {
        let kept = names.compactMap { name in fields.first { $0.name == name } }
        return Table(kept, kept.compactMap { self[$0.name]?.gathered(Array(rows)) })
    }

    /// A model of some columns, with all that leads to it.
    func fitted(
        _ learner: any Learner,
        _ target: String,
        from features: [String] = Fixture.features
    ) throws -> FittedPipeline {
        let expressions = features.map { column($0) }
        var assembly = try DatasetAssembly(target: column(target), features: expressions)
        let columns = ([target] + features).compactMap { self[$0] }
        try assembly.append(Batch(columns, count: count))
        let text = "\(target) ~ \(features.joined(separator: " + "))"
        let target = column(target)
        let formula = Formula(text: text) { _ in
            .success(ResolvedFormula(target: target, features: expressions))
        }
        return try Fitting.fit(
            LearnerValue(learner, formula: formula),
            try assembly.finished(),
            (text, expressions),
            in: WorkContext()
        ).pipeline
    }
}

extension FittedPipeline {
    /// A pipeline around a model made by hand.
    static func around(
        _ model: any FittedModel,
        _ target: NamedExpression,
        _ features: [NamedExpression]
    ) throws -> FittedPipeline {
        try FittedPipeline(
            learner: LearnerDescription(name: model.flavor),
            formula: "\(target.name) ~ .",
            expressions: features,
            target: Target(target, model.task),
            model: model,
            training: TrainingFacts(rows: 0, droppedRows: 0, seconds: 0, shares: [])
        )
    }

    func explained(
        _ rows: Table,
        method: String = "auto",
        against background: Table? = nil,
        groups: [Players.Group] = [],
        sharing output: SharedOutput = .margin
    ) throws -> Explanation {
        let players = try Players(self, groups: groups)
        return try ExplanationBuilder(self, players, in: WorkContext()).explain(
            rows,
            by: try Explainers.choose(
                method,
                for: self,
                sharing: output,
                among: players.names.count
            ),
            against: background,
            sharing: output,
            words: CellWords { $0.plainCell }
        )
    }
}

extension ExplainedOutput {
    /// What the features add in a row.
    func contributions(row: Int) -> [Double] {
        (0..<contributions.columns).map { contributions[row, $0] }
    }
}

/// Whether numbers agree to a relative error, or to an absolute one near zero.
func agree(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-9) -> Bool {
    a.count == b.count
        && zip(a, b).allSatisfy {
            ($0 - $1).magnitude <= tolerance * max(1, $0.magnitude, $1.magnitude)
        }
}
