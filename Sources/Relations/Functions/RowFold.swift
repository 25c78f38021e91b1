import Tables

extension RowFunction {
    /// The fold, from 0, that chance gives a row by its position and the seed; engines alone know
    /// the position.
    package static let fold = RowFunction(
        "fold of the row",
        "The fold that chance gives a row.",
        .windows,
        kind: .window,
        ordering: .kept,
        takes: [
            RowParameter("folds", "how many there are", .int, isConstant: true),
            RowParameter("seed", "where chance begins", .text, isConstant: true),
        ],
        sql: .template(
            "CAST(epilogue_fold(row_number()$over - 1, CAST($2 AS UBIGINT)) % $1 AS BIGINT)"
        ),
        gives: { _ throws(TypeFault) in .int }
    )
}
