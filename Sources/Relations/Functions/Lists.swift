import Tables

/// Functions of lists.
enum Lists {
    static let all: [RowFunction] = [sort, map]

    static let sort = RowFunction(
        "sort",
        "A list's elements in ascending order, missing ones last.",
        .lists,
        takes: [RowParameter("list", "the elements", .list)],
        examples: ["sort(delays)"],
        sql: .template("list_sort($1, 'ASC', 'NULLS LAST')"),
        evaluate: Rowwise.strict { cells in
            guard case .list(let elements) = cells[0] else { return .missing }
            let present = elements.filter { $0 != .missing }
            let column = Column(cells[0].elementType, cells: present)
            let order = present.indices.sorted { a, b in
                switch Ranking.rank(column, a, b) {
                case .below: true
                case .above: false
                case .same: a < b
                }
            }
            let gaps = Array(repeating: Scalar.missing, count: elements.count - present.count)
            return .list(order.map { present[$0] } + gaps)
        },
        gives: { a throws(TypeFault) in a[0].type }
    )

    static let map = RowFunction(
        "map",
        "A list with what an expression gives for each element, which is called `it`.",
        .lists,
        takes: [
            RowParameter("list", "the elements", .list),
            RowParameter("body", "an expression in `it`", .anything, form: .body),
        ],
        examples: ["map(split_text(tags, \",\"), upper(it))"],
        sql: .template("list_transform($1, lambda \"#it\": $2)"),
        evaluate: { columns, count, type in
            // The body's cells come one below the other, list after list.
            guard case .lists(let offsets, _) = columns[0].values else {
                return .missing(type, count: count)
            }
            let start = offsets[0]
            return Column(
                type,
                .lists(offsets: offsets.map { $0 - start }, child: columns[1]),
                validity: columns[0].validity
            )
        },
        gives: { a throws(TypeFault) in .list(a[1].type) }
    )
}

extension Scalar {
    fileprivate var elementType: ColumnType {
        if case .list(let element) = type { return element }
        return .missing
    }
}
