/// Some consecutive rows of a table, column by column; what streams are made of.
package struct Batch: Sendable, Hashable {
    package var columns: [Column]
    package var count: Int

    /// `count` is needed only where there may be no column.
    package init(_ columns: [Column], count: Int? = nil) {
        self.columns = columns
        self.count = count ?? columns.first?.count ?? 0
        assert(columns.allSatisfy { $0.count == self.count }, "columns of one length")
    }
}

/// A whole table in memory: names, types and cells.
package struct Table: Sendable, Hashable {
    package var fields: [Field]
    package var columns: [Column]
    package var count: Int

    package init(_ fields: [Field], _ columns: [Column], count: Int? = nil) {
        precondition(fields.count == columns.count, "a column for every field")
        self.fields = fields
        self.columns = columns
        self.count = count ?? columns.first?.count ?? 0
    }

    /// Batches of one schema, one below the other.
    package init(_ fields: [Field], batches: [Batch]) {
        let columns = fields.indices.map { index in
            batches.isEmpty
                ? Column(fields[index].type, cells: [])
                : Column.concatenated(batches.map { $0.columns[index] })
        }
        self.init(fields, columns, count: batches.reduce(0) { $0 + $1.count })
    }

    package subscript(name: String) -> Column? {
        fields.firstIndex { $0.name == name }.map { columns[$0] }
    }

    package var batch: Batch { Batch(columns, count: count) }
}
