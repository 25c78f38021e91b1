import Catalog
import Diagnostics
import Kernels
import Learning
import Tables

/// What coalitions are worth: a model's mean answer over the background, each row of which takes the
/// explained row's cells for the features of the players in the coalition; or the mean loss of these
/// answers against the explained row's truth.
struct CoalitionAnswers: Sendable {
    let games: RowGames
    let background: Matrix
    let work: WorkContext
    private let task: LearningTask
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
        task = pipeline.task
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
            try shared(answers, row: row).map { number in
                var sum = 0.0
                for other in 0..<background.rows { sum += number(place * background.rows + other) }
                guard sum.isFinite else { throw Diagnostic.answerNotFinite(row) }
                return sum / Double(background.rows)
            }
        }
    }

    /// The numbers whose means are worths, by the place of an answer: each column, or the loss and
    /// behind it, where margins come along, the one that tells most of it.
    private func shared(_ answers: Matrix, row: Int) -> [(Int) -> Double] {
        guard let truth = games.truth?[row] else {
            return (0..<answers.columns).map { output in { answers[$0, output] } }
        }
        let loss = { (place: Int) in task.loss(truth: truth) { answers[place, $0] } }
        guard answers.columns > task.outputs else { return [loss] }
        let margin = task.outputs + task.output(ofTruth: truth)
        return [loss, { answers[$0, margin] }]
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
