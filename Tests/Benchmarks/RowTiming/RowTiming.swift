import Assembly
import DuckDBEngine
import Foundation
import Kernels
import Learning
import Relations
import Tables

/// How long a saved model's recipe takes for one row, without the engine.
///
///     row-timing MODEL ROWS.parquet REPEATS
///
/// Prints the median and the 99th percentile in microseconds, of single calls over the rows by turns.
@main
struct RowTiming {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        guard words.count == 3, let repeats = Int(words[words.startIndex + 2]) else {
            throw Usage.expected("row-timing MODEL ROWS.parquet REPEATS")
        }
        let archive = ModelArchive(learners: SessionFactory.learners)
        let pipeline = try archive.read(words[words.startIndex])
        guard let recipe = pipeline.recipe else { throw Usage.expected("a model with a recipe") }
        let table = try rows(words[words.startIndex + 1])
        let program = try RecipeProgram(recipe, over: Schema(table.fields))
        let singles = (0..<table.count).map { row in
            Batch(table.columns.map { $0.gathered([row]) }, count: 1)
        }
        let times = try timed(program, singles, repeats)
        print("median \(times[times.count / 2]) p99 \(times[times.count * 99 / 100])")
    }

    private static func rows(_ path: String) throws -> Table {
        let engine = DuckDBEngine()
        let work = WorkContext(threads: 2)
        let source = try engine.source(of: FileRequest(path: path, format: .parquet), in: work)
        return try engine.collect(.scan(.files(source)), in: work)
    }

    /// The sorted times of single calls, in microseconds.
    private static func timed(
        _ program: RecipeProgram,
        _ rows: [Batch],
        _ repeats: Int
    ) throws -> [Double] {
        let clock = ContinuousClock()
        var times: [Double] = []
        var columns = 0
        for turn in 0..<repeats {
            let row = rows[turn % rows.count]
            let took = try clock.measure { columns += try program.prepared(row).columns.count }
            times.append(took / .microseconds(1))
        }
        guard columns == repeats * program.fields.count else {
            throw Usage.expected("every call gives every feature")
        }
        return times.sorted()
    }

    enum Usage: Error {
        case expected(String)
    }
}
