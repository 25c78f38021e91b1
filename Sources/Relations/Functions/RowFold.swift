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
        sql: .made { call in
            let word = "epilogue_fold(\(call.position), CAST($2 AS UBIGINT))"
            // Of two signs the remainder would be one of 128 bits, which takes a hundred times as long.
            return call.filling("CAST(\(word) % CAST($1 AS UBIGINT) AS BIGINT)")
        },
        gives: { _ throws(TypeFault) in .int }
    )
}
