import Relations
import Tables

/// Rows of a plan that holds protected values, which its errors do not quote.
final class GuardedBatches: BatchCursor {
    private let rows: any BatchCursor
    var schema: Schema { rows.schema }

    init(_ rows: any BatchCursor) { self.rows = rows }

    func next() throws(EngineError) -> Batch? {
        do throws(EngineError) { return try rows.next() } catch { throw error.withoutValues }
    }
}

extension EngineError {
    /// The same error without words that a cell may stand in.
    var withoutValues: EngineError {
        let words: String
        switch code {
        case .valueUnconvertible:
            let type = message.split(separator: " ").last.map(String.init) ?? "value of that type"
            words = "a cell is no \(type)"
        case .valueOverflow: words = "a number is beyond 64 bits"
        case .engineFailed, .fileMalformed:
            words = "a computation over protected columns failed"
        default:
            var same = self
            same.underlying = nil
            return same
        }
        return EngineError(code, words, hints: code == .valueUnconvertible ? hints : [])
    }
}
