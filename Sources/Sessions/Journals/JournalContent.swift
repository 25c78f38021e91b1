/// What a journal tells of a session: its statements, and what became of each.
package struct JournalContent: Hashable, Sendable {
    package let header: JournalHeader
    package private(set) var statements: [Statement] = []
    package private(set) var isFinished = false
    /// Whether the file ends in a record that was not written whole.
    package let isTorn: Bool

    package struct Statement: Hashable, Sendable {
        /// From 1.
        package let number: Int
        package let text: String
        package fileprivate(set) var hasFailed = false
        package fileprivate(set) var isUndone = false
    }

    /// The statements to run again in order to go on.
    package var standing: [Statement] { statements.filter { !$0.hasFailed && !$0.isUndone } }

    /// Nil for what is no journal, or one of a newer form.
    init?(_ records: [JournalRecord], isTorn: Bool) {
        guard let first = records.first, first.kind == .begin,
            let header = JournalHeader(payload: first.payload)
        else { return nil }
        self.header = header
        self.isTorn = isTorn
        for record in records.dropFirst() { apply(record) }
    }

    private mutating func apply(_ record: JournalRecord) {
        let index = Int(record.payload).map { $0 - 1 }
        switch record.kind {
        case .begin: break
        case .statement:
            statements.append(Statement(number: statements.count + 1, text: record.payload))
        case .finished: isFinished = true
        case .failed, .undone, .redone:
            guard let index, statements.indices.contains(index) else { return }
            switch record.kind {
            case .failed: statements[index].hasFailed = true
            case .undone: statements[index].isUndone = true
            default: statements[index].isUndone = false
            }
        }
    }
}
