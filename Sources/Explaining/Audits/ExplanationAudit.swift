package import Kernels
import Learning
package import Tables

/// An explanation held to what it claims: that it adds up, that it is what the definition gives, and
/// how much hangs on the rows that it was compared with.
package struct ExplanationAudit {
    let source: ExplanationSource
    let work: WorkContext

    package init(_ explanation: Explanation, in work: WorkContext) {
        source = explanation.source
        self.work = work
    }

    /// What one check found.
    struct Finding {
        var check: String
        var rows: Int
        /// The largest gap, in the unit of the contributions, and as a share of their mean size.
        var largest: Double
        var share: Double
        var verdict: String
    }

    /// A row a check: check, rows, largest (the gap in the unit of the contributions), share (of their
    /// mean size), verdict.
    package func table() throws -> Table {
        let findings = try [additivity(), definition(), background()].compactMap(\.self)
        let fields = [
            Field("check", .text), Field("rows", .int), Field("largest", .float),
            Field("share", .float), Field("verdict", .text),
        ]
        let columns = [
            Column(.text, .texts(findings.map(\.check))),
            Column(.int, .ints(findings.map { Int64($0.rows) })),
            Column(.float, .floats(findings.map(\.largest))),
            Column(.float, .floats(findings.map(\.share))),
            Column(.text, .texts(findings.map(\.verdict))),
        ]
        return Table(fields, columns)
    }

    /// The mean size of a contribution, over all outputs.
    var meanSize: Double {
        let cells = source.found.contributions.flatMap(\.cells)
        return cells.isEmpty ? 0 : cells.reduce(0) { $0 + $1.magnitude } / Double(cells.count)
    }

    func finding(_ check: String, _ rows: Int, _ largest: Double, _ verdict: String) -> Finding {
        let size = meanSize
        let share = size > 0 ? largest / size : 0
        return Finding(check: check, rows: rows, largest: largest, share: share, verdict: verdict)
    }

    /// Base and contributions against what the model itself gives, for every row.
    private func additivity() throws -> Finding {
        let answers = try answers()
        var largest = 0.0
        for (output, part) in source.found.contributions.enumerated() {
            for row in 0..<part.rows {
                let sum = (0..<part.columns).reduce(source.found.base(output, row: row)) {
                    $0 + part[row, $1]
                }
                largest = max(largest, (sum - answers[row, output]).magnitude)
            }
        }
        return finding("adds up", answers.rows, largest, Self.roundoff(largest, meanSize))
    }

    /// What the model gives for every row, of what is shared out.
    private func answers() throws -> Matrix {
        let games = source.games
        let answers = try ModelAnswers(pipeline: source.pipeline, work: work)
            .answers(games.output, to: games.rows)
        guard let truth = games.truth else { return answers }
        let losses = truth.enumerated().map { row, truth in
            source.pipeline.task.loss(truth: truth) { answers[row, $0] }
        }
        return Matrix(rows: losses.count, columns: 1, cells: losses)
    }

    static func roundoff(_ gap: Double, _ size: Double) -> String {
        gap <= 1e-6 * max(size, 1e-300) ? "yes, but for rounding" : "no"
    }
}
