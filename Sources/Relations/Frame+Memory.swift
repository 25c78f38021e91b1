package import Tables

extension Frame {
    /// A frame of a table in memory, told apart from others by its content.
    package init(memory table: Table) {
        self.init(MemoryTable(table))
    }
}
