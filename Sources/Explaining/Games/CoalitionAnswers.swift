import Catalog
import Diagnostics
import Kernels
import Learning
import Tables

/// What coalitions are worth: a model's mean answer over the background, each row of which takes the
/// explained row's cells for the features of the players in the coalition.
struct CoalitionAnswers: Sendable {
    let games: RowGames
    let background: Matrix
    let work: WorkContext
    /// For each row of a matrix the numbers that are shared out.
    let answer: @Sendable (Matrix) throws -> Matrix

    /// The background is that of the games; where nothing else is told, the answers are what the games
    /// share out of the model.
    init(
        _ games: RowGames,
        of pipeline: FittedPipeline,
        in work: WorkContext,
        _ answer: (@Sendable (ModelAnswers, Matrix) throws -> Matrix)? = nil
    ) {
        guard let background = games.background else {
            preconditionFailure("a model is asked with the cells of a background")
        }
        self.games = games
        self.background = background
        self.work = work
        let asked = ModelAnswers(pipeline: pipeline, work: work)
        self.answer = { rows in
            try answer?(asked, rows) ?? asked.answers(games.output, to: rows)
        }
    }

    /// A coalition of players of the game of a row.
    struct Question: Sendable {
        var row: Int
        var coalition: Coalition
    }

    /// Rows that the model is asked about at once.
    static let batch = 65_536

    /// How many questions are worth asking together.
    var together: Int { max(1, Self.batch / max(1, background.rows)) }

    /// A row a question, a column an output.
    func worths(of questions: [Question]) throws -> [[Double]] {
        var worths: [[Double]] = []
        worths.reserveCapacity(questions.count)
        for start in stride(from: 0, to: questions.count, by: together) {
            try work.cancellation.check()
            let some = questions[start..<min(questions.count, start + together)]
            worths += try means(of: try answer(try mixed(Array(some))), some.map(\.row))
        }
        return worths
    }

    /// The background's rows once for each question.
    private func mixed(_ questions: [Question]) throws -> Matrix {
        try Matrix.filled(
            rows: questions.count * background.rows,
            columns: background.columns,
            in: work
        ) { fill($0, $1, questions) }
    }

    private func fill(
        _ feature: Int,
        _ cells: UnsafeMutableBufferPointer<Double>,
        _ questions: [Question]
    ) {
        let player = games.players[feature]
        let others = background.column(feature)
        for (place, question) in questions.enumerated() {
            let start = place * background.rows
            if question.coalition.contains(player) {
                let cell = games.rows[question.row, feature]
                for row in start..<start + background.rows { cells[row] = cell }
            } else {
                for (row, cell) in others.enumerated() { cells[start + row] = cell }
            }
        }
    }

    private func means(of answers: Matrix, _ rows: [Int]) throws -> [[Double]] {
        try rows.enumerated().map { place, row in
            try (0..<answers.columns).map { output in
                var sum = 0.0
                for other in 0..<background.rows {
                    sum += answers[place * background.rows + other, output]
                }
                guard sum.isFinite else { throw Diagnostic.answerNotFinite(row) }
                return sum / Double(background.rows)
            }
        }
    }
}

extension Diagnostic {
    fileprivate static func answerNotFinite(_ row: Int) -> Diagnostic {
        Diagnostic(
            "explain.answer",
            "with some cells of row \(row + 1) and others of the background the model gives no number",
            hints: ["explain a margin, or rows and a background that the model can predict"]
        )
    }
}
