package import Learning
import Tables

/// Rows whose truth is known, coded for a model, with the players that share them out.
package struct JudgedRows: Sendable {
    let pipeline: FittedPipeline
    let players: Players
    let rows: Matrix
    /// Numbers, or codes of classes.
    let truth: [Double]

    init(pipeline: FittedPipeline, players: Players, rows: Matrix, truth: [Double]) {
        self.pipeline = pipeline
        self.players = players
        self.rows = rows
        self.truth = truth
    }

    package init(_ rows: ShuffledRows, of pipeline: FittedPipeline) throws {
        self.pipeline = pipeline
        players = try Players(pipeline)
        self.rows = try rows.features(nil, [])
        truth = rows.truth
    }

    package var count: Int { truth.count }

    /// Some of the rows, spread evenly.
    func some(_ most: Int) -> [Int] {
        let step = max(1, (truth.count + most - 1) / most)
        return Array(stride(from: 0, to: truth.count, by: step))
    }
}

/// How much each player matters, as tables sorted by it.
package enum Importances {
    /// Feature, importance, se: the largest first.
    static func table(_ names: [String], _ values: [Double], _ errors: [Double]) -> Table {
        let order = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }
        return Table(
            [Field("feature", .text), Field("importance", .float), Field("se", .float)],
            [
                Column(.text, .texts(order.map { names[$0] })),
                Column(.float, .floats(order.map { values[$0] })),
                Column(.float, .floats(order.map { errors[$0] })),
            ]
        )
    }
}
