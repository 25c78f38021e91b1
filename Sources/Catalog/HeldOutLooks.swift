package import Relations
import Synchronization

/// How often rows that were held out have been looked at since the session began.
///
/// It only grows: what was seen of them is not unseen by `:undo`.
package final class HeldOutLooks: Sendable {
    private struct Counts {
        var rows: [RowsIdentity: Int] = [:]
        var models: [String: Int] = [:]
    }

    private let counts = Mutex(Counts())

    package init() {}

    /// Counts one more look of some models at each, and gives the count of the one that was looked
    /// at most; nil where there is none.
    ///
    /// Models are told by what they learned, each with its looks before the session: a threshold
    /// that is set makes no new one of them.
    package func look(at rows: Set<RowsIdentity>, by models: [String: Int]) -> Int? {
        guard !rows.isEmpty else { return nil }
        return counts.withLock { counts in
            for one in rows { counts.rows[one, default: 0] += 1 }
            for (model, before) in models {
                counts.models[model] = max(counts.models[model] ?? 0, before) + 1
            }
            return rows.compactMap { counts.rows[$0] }.max()
        }
    }

    /// How often a model was judged by rows that were held out.
    package func count(by model: String) -> Int { counts.withLock { $0.models[model] ?? 0 } }
}
