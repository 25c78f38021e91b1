package import Documents

/// A renderer that can also write a table a batch of rows at a time, so that a table of any length
/// takes little memory.
///
/// `begin`, then `write` for each batch, then `end` write what `render` writes for the whole table.
package protocol RowRenderer: Renderer {
    func begin(_ columns: [ColumnHeader], into output: inout some TextOutputStream)
    /// Writes rows that follow `count` rows written before.
    func write(
        _ rows: [[Cell]],
        of columns: [ColumnHeader],
        after count: Int,
        into output: inout some TextOutputStream
    )
    func end(_ columns: [ColumnHeader], into output: inout some TextOutputStream)
}

extension RowRenderer {
    package func begin(_ columns: [ColumnHeader], into output: inout some TextOutputStream) {}

    package func end(_ columns: [ColumnHeader], into output: inout some TextOutputStream) {}

    /// The whole of a table.
    func write(_ table: TableBlock, into output: inout some TextOutputStream) {
        begin(table.columns, into: &output)
        write(table.rows, of: table.columns, after: 0, into: &output)
        end(table.columns, into: &output)
    }
}
