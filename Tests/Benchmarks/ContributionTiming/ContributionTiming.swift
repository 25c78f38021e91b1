import Assembly
import DuckDBEngine
import Foundation
import Kernels
import Learning
import Relations
import Tables
import Trees

/// How long the contributions of a saved model of trees take, without reading and checking.
///
///     contribution-timing MODEL ROWS.parquet
///
/// Reads lines and answers each with `done N`: `threads 2`, then `path 1000` for the first thousand
/// rows, `single 50` for that many one by one, `against 100 1000` for a thousand rows against the
/// last hundred, `pairs 1000` for the interactions of that many, and `save FILE` for what was found
/// last.
@main
struct ContributionTiming {
    private let ensemble: TreeEnsemble
    private let rows: Matrix
    private var threads = 1
    private var last: Matrix?

    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count == 2 else { throw Usage("contribution-timing MODEL ROWS.parquet") }
        var timing = try ContributionTiming(model: words[0], rows: words[1])
        var number = 0
        while let line = readLine() {
            number += 1
            try timing.run(line.split(separator: " ").map(String.init))
            print("done \(number)")
            fflush(nil)
        }
    }

    private init(model: String, rows path: String) throws {
        let pipeline = try ModelArchive(learners: SessionFactory.learners).read(model)
        guard let trees = pipeline.model as? any TreeModel else { throw Usage("a model of trees") }
        ensemble = try trees.ensemble()
        let engine = DuckDBEngine()
        let work = WorkContext(threads: 2)
        let source = try engine.source(of: FileRequest(path: path, format: .parquet), in: work)
        let table = try engine.collect(.scan(.files(source)), in: work)
        let columns = pipeline.featureNames.compactMap { table[$0] }
        rows = pipeline.features.matrix(of: columns, rows: table.count)
    }

    private mutating func run(_ words: [String]) throws {
        let numbers = words.dropFirst().compactMap { Int($0) }
        switch words.first {
        case "threads": threads = numbers[0]
        case "path": last = try contributions(0..<numbers[0], against: nil)
        case "against": last = try contributions(0..<numbers[1], against: numbers[0])
        case "pairs":
            let work = WorkContext(threads: threads)
            last = try TreeContributions(of: ensemble)
                .interactions(rows.rows(at: Array(0..<numbers[0])), against: nil, in: work)
                .contributions[0]
        case "single":
            for row in 0..<numbers[0] { last = try contributions(row..<row + 1, against: nil) }
        case "save": try save(to: words[1])
        default: break
        }
    }

    private func contributions(_ chosen: Range<Int>, against background: Int?) throws -> Matrix {
        let trees = TreeContributions(of: ensemble)
        let work = WorkContext(threads: threads)
        let some = rows.rows(at: Array(chosen))
        guard let background else {
            return try trees.pathDependent(some, in: work).contributions[0]
        }
        let others = rows.rows(at: Array(rows.rows - background..<rows.rows))
        return try trees.interventional(some, against: others, in: work).contributions[0]
    }

    /// The numbers row by row, as they lie in memory.
    private func save(to path: String) throws {
        guard let last else { return }
        let numbers = (0..<last.rows).flatMap { row in
            (0..<last.columns).map { last[row, $0] }
        }
        try numbers.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: path))
    }

    struct Usage: Error {
        let text: String

        init(_ text: String) { self.text = text }
    }
}
