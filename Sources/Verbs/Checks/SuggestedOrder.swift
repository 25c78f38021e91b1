import Catalog
import Kernels
import Language
import Relations
import Tables

/// Columns that only grow, or only fall, over time or along the rest of a key.
struct SuggestedOrder {
    /// The column, the way it goes, and the groups and order in which it does.
    struct Found {
        let field: Field
        let grows: Bool
        let groups: [String]
        let order: String

        /// As `expect` takes it; the first row of a group has none before it.
        var text: String {
            let name = SyntaxPrinter.name(field.name)
            return "\(name) \(grows ? ">=" : "<=") lag(\(name)) or row_number() == 1"
        }
    }

    /// Rows in an order, in groups or all together.
    private struct Series: Hashable {
        let groups: [String]
        let order: String
    }

    /// So many different values are no accident, nor parts of a date such as the month.
    private static let fewest = 20.0
    /// So many series are looked through.
    private static let most = 6

    /// What never is missing, with the number of different values where it is known.
    let columns: [(field: Field, values: Double?)]
    let rows: Double
    let key: [String]?

    /// What holds for all rows; a column that holds without groups is not asked for with them.
    func find(in frame: Frame, _ context: CallContext) throws -> [Found] {
        var found: [Found] = []
        for one in series {
            try context.work.cancellation.check()
            // A moment that grows along another one orders the rows as that does.
            if found.contains(where: { $0.groups.isEmpty && $0.field.name == one.order }) {
                continue
            }
            let known = Set(found.map(\.field.name) + one.groups + [one.order])
            let asked = columns.map(\.field).filter { !known.contains($0.name) && isMeasured($0) }
            found += try hold(asked, along: one, in: frame, context)
        }
        return found
    }

    /// Orders by time, or by the one part of a key that can be an order: without groups first.
    private var series: [Series] {
        let moments = columns.map(\.field).filter { $0.type.isMoment }.map(\.name)
        let parts = key ?? []
        let types = Dictionary(uniqueKeysWithValues: columns.map { ($0.field.name, $0.field.type) })
        let orders = moments.isEmpty ? parts.filter { types[$0] == .int } : moments
        var all = orders.prefix(2).map { Series(groups: [], order: $0) }
        for order in orders.prefix(2) {
            if parts.contains(order) {
                all.append(Series(groups: parts.filter { $0 != order }, order: order))
            } else {
                all += groupings.map { Series(groups: [$0], order: order) }
            }
        }
        return Array(all.prefix(Self.most))
    }

    /// Columns that a key of groups may be: words or numbers that come back.
    private var groupings: [String] {
        columns.filter { column in
            guard column.field.type.isTextual || column.field.type == .int,
                let values = column.values
            else { return false }
            return values > 1 && values * 5 <= rows
        }.map(\.field.name)
    }

    private func isMeasured(_ field: Field) -> Bool { field.type.isNumber || field.type.isMoment }

    /// Those that go one way along a series, found by one pass over it.
    private func hold(
        _ asked: [Field],
        along one: Series,
        in frame: Frame,
        _ context: CallContext
    )
        throws -> [Found]
    {
        guard !asked.isEmpty else { return [] }
        let window = Window(
            partition: one.groups.compactMap { frame.schema[$0].map { .column($0) } },
            order: frame.schema[one.order].map { [SortKey(.column($0))] } ?? []
        )
        var steps: [NamedExpression] = []
        var sums: [NamedExpression] = []
        for (place, field) in asked.enumerated() {
            let x = RowExpression.column(field)
            let before = try RowExpression.calling("lag", x).over(window)
            for (way, test) in [("up", ">"), ("down", "<")] {
                let name = "\u{1}\(place) \(way)"
                steps.append(NamedExpression(name, try .calling(test, x, before)))
                sums.append(
                    NamedExpression(
                        "\(place) \(way)",
                        try .calling("sum", .column(name, .bool))
                    )
                )
            }
            sums.append(NamedExpression("\(place)", try .calling("count_distinct", x)))
        }
        let tally = frame.derived(steps).summarized(sums, by: [])
        let facts = try context.engine.collect(tally.plan, in: context.work)
        return asked.enumerated().compactMap { place, field in
            guard let up = facts["\(place) up"]?[0].number,
                let down = facts["\(place) down"]?[0].number,
                let values = facts["\(place)"]?[0].number,
                values >= Self.fewest, (up == 0) != (down == 0), up + down >= Self.fewest
            else { return nil }
            return Found(field: field, grows: down == 0, groups: one.groups, order: one.order)
        }
    }
}
