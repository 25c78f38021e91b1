import Synchronization
package import Tables

/// A table in memory as a source, compared by its content.
///
/// The content's digest is made when two tables meet that could be equal, which most never do.
package struct MemoryTable: Sendable, Hashable {
    package let table: Table
    /// Whether it tells of another frame, a line a column or a name, and is shown whole.
    package private(set) var isOverview = false
    /// Where its columns come from, if a plan made it; that two tables are equal does not hang on it.
    private(set) var origins: [String: ColumnLineage] = [:]
    private let digest: Digest

    private final class Digest: Sendable {
        private let text: Mutex<String?>

        init(_ text: String?) { self.text = Mutex(text) }

        func text(of table: Table) -> String {
            text.withLock { text in
                let known = text ?? ContentFingerprint.of(table)
                text = known
                return known
            }
        }
    }

    package init(_ table: Table) {
        self.table = table
        digest = Digest(nil)
    }

    /// A table whose content has a name: what has the same name counts as the same.
    package init(_ table: Table, fingerprint: String) {
        self.table = table
        digest = Digest(fingerprint)
    }

    /// The rows of a plan, whose columns are followed to where that has them from.
    package init(_ table: Table, of plan: Plan) {
        self.init(table)
        for column in plan.lineage { origins[column.name] = column }
    }

    /// The same table, shown whole.
    package var asOverview: MemoryTable {
        var copy = self
        copy.isOverview = true
        return copy
    }

    package var fingerprint: String { digest.text(of: table) }

    package static func == (a: MemoryTable, b: MemoryTable) -> Bool {
        if a.digest === b.digest { return true }
        guard a.table.fields == b.table.fields, a.table.count == b.table.count else { return false }
        return a.fingerprint == b.fingerprint
    }

    /// Cells of the ends and the middle tell most tables apart.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(table.fields)
        hasher.combine(table.count)
        guard table.count > 0 else { return }
        for column in table.columns {
            for row in Set([0, table.count / 2, table.count - 1]).sorted() {
                hasher.combine(column[row])
            }
        }
    }
}
