package import Relations
import Synchronization

/// How often rows that were held out have been looked at since the session began.
///
/// It only grows: what was seen of them is not unseen by `:undo`.
package final class HeldOutLooks: Sendable {
    private let counts = Mutex<[RowsIdentity: Int]>([:])

    package init() {}

    /// Counts one more look at each, and gives the count of the one that was looked at most; nil
    /// where there is none.
    package func look(at rows: Set<RowsIdentity>) -> Int? {
        counts.withLock { counts in
            for one in rows { counts[one, default: 0] += 1 }
            return rows.compactMap { counts[$0] }.max()
        }
    }
}
