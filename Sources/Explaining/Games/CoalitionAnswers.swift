import Catalog
import Diagnostics
import Kernels
import Tables

/// What coalitions are worth: a model's mean answer over the background, each row of which takes the
/// explained row's cells for the features of the players in the coalition.
struct CoalitionAnswers: Sendable {
    let games: RowGames
    let background: Matrix
    let work: WorkContext
    /// For each row of a matrix the numbers that are shared out.
    let answer: @Sendable (Matrix) throws -> Matrix

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
        let count = questions.count * background.rows
        let columns = try parallelChunks(
            count: background.columns,
            size: 1,
            threads: work.threads,
            cancellation: work.cancellation
        ) { chunk in column(chunk.lowerBound, questions) }
        return Matrix(rows: count, columns: columns.count, cells: columns.flatMap(\.self))
    }

    private func column(_ feature: Int, _ questions: [Question]) -> [Double] {
        let player = games.players[feature]
        let others = Array(background.column(feature))
        var cells: [Double] = []
        cells.reserveCapacity(questions.count * others.count)
        for question in questions {
            if question.coalition.contains(player) {
                let cell = games.rows[question.row, feature]
                cells.append(contentsOf: repeatElement(cell, count: others.count))
            } else {
                cells.append(contentsOf: others)
            }
        }
        return cells
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
