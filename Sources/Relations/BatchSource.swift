package import Kernels

/// A kind of database whose rows come in through Swift, part by part.
package protocol BatchSource: Sendable {
    /// The tables of a database, by name.
    func tables(of database: Database, in work: WorkContext) throws(EngineError) -> [DatabaseTable]
    /// Settles what is read, and finds its columns.
    func source(
        of request: DatabaseRequest,
        in work: WorkContext
    )
        throws(EngineError) -> DatabaseSource
    /// What the database is asked of the rows, in its own words, as far as it can be told; nil for
    /// nothing.
    func condition(of source: DatabaseSource) -> String?
    /// The rows of some of the columns, by their positions, in the order in which the database
    /// gives them.
    ///
    /// All rows that meet the source's conditions are among them; others may be.
    func read(
        _ source: DatabaseSource,
        columns: [Int],
        in work: WorkContext
    )
        throws(EngineError) -> any BatchCursor
    /// Writes rows into a table: all of them, or the database stays as it was.
    func write(
        _ rows: any BatchCursor,
        to destination: DatabaseDestination,
        in work: WorkContext
    )
        throws(EngineError) -> Int64
}
