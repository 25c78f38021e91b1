package import Tables

extension Frame {
    /// A frame of a table in memory, told apart from others by its content.
    package init(memory table: Table) {
        self.init(MemoryTable(table))
    }

    /// A frame of the rows that another gave, which still knows where its columns come from.
    package init(memory table: Table, of frame: Frame) {
        self.init(MemoryTable(table, of: frame.plan))
    }

    /// A frame that tells of another: what is printed of it is all of it.
    package init(overview table: Table) {
        self.init(MemoryTable(table).asOverview)
    }

    /// Whether it is shown whole.
    package var isOverview: Bool {
        guard case .scan(.table(let memory)) = plan else { return false }
        return memory.isOverview
    }
}
