import Relations
import Tables

/// Reductions among which those that are quantiles of one expression are asked for as one list: the
/// engine then gathers its values once.
struct SharedQuantiles {
    /// What the engine is asked for.
    private(set) var asked: [NamedExpression] = []
    /// Whether every reduction is one for which values are gathered.
    let areAllQuantiles: Bool
    /// For each name the reduction that holds its answer, and the place in a list.
    private var places: [(name: String, reduction: Int, place: Int?)] = []

    init(_ columns: [NamedExpression]) throws {
        areAllQuantiles = columns.allSatisfy { Self.quantile($0.expression) != nil }
        var shares: [RowExpression: [Double]] = [:]
        for column in columns {
            guard let (subject, share) = Self.quantile(column.expression) else { continue }
            let known = shares[subject, default: []]
            if !known.contains(share) { shares[subject] = known + [share] }
        }
        var lists: [RowExpression: Int] = [:]
        for column in columns {
            guard let (subject, share) = Self.quantile(column.expression),
                let all = shares[subject], all.count > 1, let place = all.firstIndex(of: share)
            else {
                places.append((column.name, asked.count, nil))
                asked.append(column)
                continue
            }
            let reduction = lists[subject] ?? asked.count
            if lists[subject] == nil {
                lists[subject] = reduction
                let list = RowExpression.literal(.list(all.map { .float($0) }))
                asked.append(
                    NamedExpression("\u{1}\(reduction)", try .call("quantile", subject, list))
                )
            }
            places.append((column.name, reduction, place))
        }
    }

    /// The answers by name, from those of the engine.
    func answers(_ cells: [Scalar]) -> [String: Scalar] {
        let pairs = places.map { name, reduction, place -> (String, Scalar) in
            guard let place else { return (name, cells[reduction]) }
            guard case .list(let quantiles) = cells[reduction] else { return (name, .missing) }
            return (name, quantiles[place])
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// The subject and share of a median or another quantile.
    static func quantile(_ expression: RowExpression) -> (RowExpression, Double)? {
        guard case .call(let call) = expression, call.window == nil else { return nil }
        switch call.function.name {
        case "median": return (call.arguments[0], 0.5)
        case "quantile":
            guard case .literal(let value, _) = call.arguments[1] else { return nil }
            return value.number.map { (call.arguments[0], $0) }
        default: return nil
        }
    }
}
