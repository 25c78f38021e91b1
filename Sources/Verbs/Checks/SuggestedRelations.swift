import Catalog
import Language
import Relations
import Tables

/// Pairs of columns of which one is never above the other, where ranges do not say so already.
enum SuggestedRelations {
    /// So many pairs are asked about.
    private static let most = 60

    /// A pair of columns that mean the same kind of thing, as far as types and names tell.
    struct Pair {
        let low: Field
        let high: Field
    }

    /// Moments of one type, and numbers whose names begin alike or are two ends of the same.
    static func pairs(of fields: [Field]) -> [Pair] {
        var pairs: [Pair] = []
        for (place, a) in fields.enumerated() {
            for b in fields.dropFirst(place + 1) where isComparable(a, b) {
                pairs.append(Pair(low: a, high: b))
                pairs.append(Pair(low: b, high: a))
            }
        }
        return Array(pairs.prefix(most))
    }

    private static func isComparable(_ a: Field, _ b: Field) -> Bool {
        if a.type.isMoment { return a.type == b.type }
        guard a.type.isNumber, b.type.isNumber else { return false }
        let (first, second) = (words(of: a), words(of: b))
        if let word = first.first, word.count > 2, word == second.first { return true }
        let (one, other) = (
            first.filter { !ends.contains($0) }, second.filter { !ends.contains($0) }
        )
        return one == other && one.count < first.count && other.count < second.count
    }

    /// Words for the two ends of what has a low and a high.
    private static let ends: Set<Substring> = [
        "min", "max", "low", "high", "lower", "upper", "start", "end", "first", "last", "from",
        "to",
    ]

    private static func words(of field: Field) -> [Substring] {
        field.name.split(whereSeparator: { !$0.isLetter })
    }

    /// For each pair whether all rows with both keep to it, and whether none has them equal.
    static func reductions(of pairs: [Pair]) throws(TypeFault) -> [NamedExpression] {
        var made: [NamedExpression] = []
        for (place, pair) in pairs.enumerated() {
            let (low, high) = (RowExpression.column(pair.low), RowExpression.column(pair.high))
            let tests = [("holds", "<="), ("below", "<")]
            for (name, test) in tests {
                made.append(
                    NamedExpression(
                        "pair \(place) \(name)",
                        try .calling("all", .calling(test, low, high))
                    )
                )
            }
        }
        return made
    }

    /// The rule as it is typed, where the pair keeps to it.
    static func rule(
        of pair: Pair,
        at place: Int,
        in facts: Table,
        missing: Set<String>
    ) -> String? {
        guard facts["pair \(place) holds"]?[0] == .bool(true) else { return nil }
        let (low, high) = (SyntaxPrinter.name(pair.low.name), SyntaxPrinter.name(pair.high.name))
        let test = facts["pair \(place) below"]?[0] == .bool(true) ? "<" : "<="
        let absent = [pair.low, pair.high].filter { missing.contains($0.name) }
            .map { " or \(SyntaxPrinter.name($0.name)) is missing" }
        return "\(low) \(test) \(high)" + absent.joined()
    }
}
