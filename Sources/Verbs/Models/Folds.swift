import Catalog
import Diagnostics
import Learning
import Relations
import Tables
import Values

extension Function {
    static let folds = Function(
        "folds",
        "Pairs of training and test rows, on which several models are judged alike.",
        family: .splits,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to divide, test rows better kept aside before"),
        Parameter("n", default: 5, "how many folds", in: .range(2...1000)),
        Parameter("stratify", default: ColumnNames(), "columns whose values each fold has alike"),
        Parameter("group", default: ColumnNames(), "columns whose equals stay together"),
        Parameter(
            "order",
            default: SortKeys(),
            "an order: each fold learns from what comes before its test rows"
        ),
        Parameter<Value?>("gap", "rows, or a duration, left out before the test rows of an order"),
        Parameter("repeats", default: 1, "how often the rows are drawn anew", in: .range(1...1000)),
        Parameter<Int?>("seed", "where chance begins; the session's seed if absent"),
        Parameter<RowExpression?>(
            "weight",
            "how much each row counts, when learners learn and when they are judged"
        ),
        examples: [
            Example("penguins | folds(5, stratify: species, seed: 7)"),
            Example("flights | folds(2, order: dep_time)"),
        ]
    ) {
        context,
        frame,
        n,
        stratify,
        group,
        order,
        gap,
        repeats,
        seed,
        weight -> Learning.Folds in
        context.warnOfLearning(from: frame)
        let making = FoldMaking(engine: try context.engine, work: context.work)
        let request = FoldRequest(context: context)
        guard !order.all.isEmpty else {
            if gap != nil { throw request.surplus("gap", "a gap lies between rows of an order") }
            return try making.drawn(
                n,
                of: frame,
                stratify: stratify.all,
                group: group.all,
                repeats: repeats,
                seed: context.seed(or: seed)
            ).weighted(by: weight)
        }
        if !stratify.all.isEmpty { throw request.surplus("stratify", "an order leaves no choice") }
        if !group.all.isEmpty { throw request.surplus("group", "an order leaves no choice") }
        if repeats > 1 { throw request.surplus("repeats", "an order is the same each time") }
        let key = try request.key(order)
        return try making.following(n, of: frame, order: key, gap: try request.gap(gap, of: key))
            .weighted(by: weight)
    }
}

extension Learning.Folds {
    fileprivate func weighted(by weight: RowExpression?) -> Learning.Folds {
        var folds = self
        folds.weight = weight
        return folds
    }
}

/// What `folds` asks of its arguments.
private struct FoldRequest {
    let context: CallContext

    func surplus(_ parameter: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            "argument.surplus",
            "`\(parameter)` does not go with these folds: \(reason)",
            at: context.span(of: parameter),
            hints: parameter == "gap" ? ["order: time_hour"] : ["folds(5, order: time_hour)"]
        )
    }

    func key(_ order: SortKeys) throws(Diagnostic) -> SortKey {
        guard order.all.count == 1, let key = order.all.first, !key.descending else {
            throw Diagnostic(
                "folds.order",
                "folds follow one column, from its least value on",
                at: context.span(of: "order"),
                hints: ["order: time_hour"]
            )
        }
        return key
    }

    func gap(_ value: Value?, of key: SortKey) throws(Diagnostic) -> FoldGap {
        switch value {
        case nil, .scalar(.missing)?: return .none
        case .scalar(.int(let rows))? where rows >= 0 && rows < 1 << 40: return .rows(Int(rows))
        case .scalar(.duration(let length))?
        where length.totalMicroseconds >= 0 && [.date, .timestamp].contains(key.expression.type):
            return .time(length)
        default:
            throw Diagnostic(
                "argument.type",
                "`gap` takes a number of rows, or a duration where the order is of dates or moments",
                at: context.span(of: "gap"),
                "\(key.expression.text) is \(key.expression.type.described)",
                hints: ["gap: 100", "gap: days(7)"]
            )
        }
    }
}
