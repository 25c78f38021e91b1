import Diagnostics
import Tables

/// Comparisons: which types go together, and what compares how.
package enum Comparison {
    /// Both sides with a literal text read as the other side's type.
    ///
    /// Text without an offset is in `zone`. What cannot be read is reported at its argument, 0
    /// or 1.
    package static func coerced(
        _ a: RowExpression,
        _ b: RowExpression,
        zone: String
    ) throws(TypeFault) -> (RowExpression, RowExpression) {
        if let read = try reading(a, as: b.type, zone, at: 0) { return (read, b) }
        if let read = try reading(b, as: a.type, zone, at: 1) { return (a, read) }
        return (a, b)
    }

    private static func reading(
        _ expression: RowExpression,
        as type: ColumnType,
        _ zone: String,
        at index: Int
    ) throws(TypeFault) -> RowExpression? {
        guard case .literal(.text(let text), _) = expression else { return nil }
        switch type {
        case .category(let levels):
            guard levels.contains(text) else { throw notALevel(text, levels, index) }
            return .literal(.text(text), type)
        case .date, .timestamp, .time:
            guard let value = ISOText.read(text, as: type, zone: zone) else {
                throw unreadable(text, type, index)
            }
            return .literal(value, type)
        default: return nil
        }
    }

    private static func notALevel(_ text: String, _ levels: [String], _ index: Int) -> TypeFault {
        let shown = levels.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
        var fault = TypeFault(
            "\"\(text)\" is not a level of the category",
            [TypeFault.Place(index, "one of \(shown)\(levels.count > 12 ? ", …" : "")")],
            hint: Suggestion.close(to: text, among: levels).first.map { "\"\($0)\"" }
        )
        fault.namesLevels = true
        return fault
    }

    private static func unreadable(_ text: String, _ type: ColumnType, _ index: Int) -> TypeFault {
        let example =
            switch type {
            case .date: "\"2013-10-01\""
            case .time: "\"09:05\""
            default: "\"2013-10-01 09:05\""
            }
        return TypeFault(
            "\"\(text)\" is not \(type.described)",
            [TypeFault.Place(index, "\(type.described) is written \(example)")],
            hint: dashed(text, type).map { "\"\($0)\"" }
        )
    }

    /// The text with the day's parts, the year first, between dashes: `2013/10/01`, `2013.10.01`.
    private static func dashed(_ text: String, _ type: ColumnType) -> String? {
        guard type != .time, let day = text.split(separator: " ").first else { return nil }
        let parts = day.split { $0 == "/" || $0 == "." }
        guard parts.count == 3 else { return nil }
        // One digit is understood, but two are how a date is written.
        let padded = parts.map { $0.count == 1 ? "0" + $0 : String($0) }
        let words =
            [padded.joined(separator: "-")]
            + text.split(separator: " ").dropFirst().map(String.init)
        let ours = words.joined(separator: " ")
        return ISOText.read(ours, as: type, zone: "UTC") == nil ? nil : ours
    }

    /// Refuses types of which no two values compare.
    static func check(_ arguments: [RowArgument]) throws(TypeFault) {
        for index in arguments.indices where arguments[index].constant == .missing {
            throw TypeFault(
                "nothing is equal to missing, not even missing",
                [TypeFault.Place(index, "missing")],
                hint: "is missing"
            )
        }
        for index in arguments.indices.dropFirst() {
            try check(arguments[0].type, arguments[index].type, at: index)
        }
    }

    static func check(
        _ a: ColumnType,
        _ b: ColumnType,
        at index: Int
    ) throws(TypeFault) {
        guard !comparable(a, b) else { return }
        let hint: String? =
            switch (a, b) {
            case (.date, .timestamp), (.timestamp, .date): "date(x) makes a date of a timestamp"
            case (.category, .category): "text(x) compares categories of unlike levels as texts"
            default: nil
            }
        throw TypeFault(
            "\(a.described) is compared with \(b.described)",
            [TypeFault.Place(0, a.word), TypeFault.Place(index, b.word)],
            hint: hint
        )
    }

    private static func comparable(_ a: ColumnType, _ b: ColumnType) -> Bool {
        if a == b || a == .missing || b == .missing { return true }
        if a.isNumber && b.isNumber { return true }
        if case .list(let x) = a, case .list(let y) = b { return comparable(x, y) }
        // A text that varies is compared with a category's text, level by level in no order.
        switch (a, b) {
        case (.category, .text), (.text, .category): return true
        default: return false
        }
    }

    static func checkOrder(_ arguments: [RowArgument]) throws(TypeFault) {
        try check(arguments)
        for (index, argument) in arguments.enumerated() {
            switch argument.type {
            case .list, .record:
                throw TypeFault(
                    "\(argument.type.described) has no order",
                    [TypeFault.Place(index, argument.type.word)]
                )
            default: continue
            }
        }
    }
}

extension RowFunction {
    package static let equal = comparison("==", "Whether both are the same.") { $0 == .same }
    package static let unequal = comparison("!=", "Whether they differ.") { $0 != .same }
    package static let less = comparison("<", "Whether the first is smaller.") { $0 == .below }
    package static let lessOrEqual = comparison("<=", "Whether the first is no larger.") {
        $0 != .above
    }
    package static let greater = comparison(">", "Whether the first is larger.") { $0 == .above }
    package static let greaterOrEqual = comparison(">=", "Whether the first is no smaller.") {
        $0 != .below
    }

    private static func comparison(
        _ name: String,
        _ summary: String,
        _ test: @escaping @Sendable (Rank) -> Bool
    ) -> RowFunction {
        let ordered = name != "==" && name != "!="
        let sign = name == "==" ? "=" : name == "!=" ? "<>" : name
        return RowFunction(
            name,
            summary,
            .operators,
            takes: operands(.anything),
            examples: ["x \(name) 1"],
            sql: .made { call in
                let sides = ordered ? Ranking.keys(call) : call.arguments
                return "(\(sides[0]) \(sign) \(sides[1]))"
            },
            evaluate: { columns, count, _ in
                .bools(
                    Ranking.ranked(columns[0], columns[1], test),
                    columns.commonValidity(count)
                )
            },
            gives: { arguments throws(TypeFault) in
                ordered
                    ? try Comparison.checkOrder(arguments) : try Comparison.check(arguments)
                return .bool
            }
        )
    }

    package static let between = RowFunction(
        "between",
        "Whether a value lies between two others, both of them in.",
        .operators,
        takes: [
            RowParameter("x", "the value", .ordered), RowParameter("low", "the least", .ordered),
            RowParameter("high", "the largest", .ordered),
        ],
        examples: ["hour between 6 and 9"],
        sql: .made { call in
            let sides = Ranking.keys(call)
            return "(\(sides[0]) BETWEEN \(sides[1]) AND \(sides[2]))"
        },
        evaluate: { columns, count, _ in
            let low = pairwise(Ranking.ranks(columns[0], columns[1]), columns[1].presence) {
                $1 ? Truth($0 != .below) : .unknown
            }
            let high = pairwise(Ranking.ranks(columns[0], columns[2]), columns[2].presence) {
                $1 ? Truth($0 != .above) : .unknown
            }
            let known = columns[0].presence
            return Truth.column((0..<count).map { known[$0] ? low[$0].and(high[$0]) : .unknown })
        },
        gives: { arguments throws(TypeFault) in
            try Comparison.checkOrder(arguments)
            return .bool
        }
    )

    /// Membership in values that are given one by one, or in a list.
    package static let isIn = RowFunction(
        "in",
        "Whether a value is one of several, or an element of a list.",
        .operators,
        takes: [
            RowParameter("x", "the value", .anything),
            RowParameter("values", "the values, or one list", .anything, isRest: true),
        ],
        examples: ["dest in [\"IAH\", \"HOU\"]"],
        sql: .made { call in
            if call.isListSearch { return call.filling("list_contains($2, $1)") }
            guard call.arguments.count > 1 else {
                return call.filling("(CASE WHEN $1 IS NOT NULL THEN false END)")
            }
            let values = call.arguments.dropFirst().joined(separator: ", ")
            let test = "(\(call.arguments[0]) IN (\(values)))"
            if call.operands.dropFirst().allSatisfy({ $0.constant != nil }) { return test }
            // A missing element is equal to nothing: it must not make the answer unknown.
            return call.filling("coalesce(\(test), CASE WHEN $1 IS NOT NULL THEN false END)")
        },
        evaluate: Membership.evaluate,
        gives: Membership.type
    )
}

extension TypeFault {
    /// The fault with the hint that a year, a month and a day in `date` deserve.
    func makingDate(_ function: RowFunction, _ arguments: [RowExpression]) -> TypeFault {
        guard hint == nil, function.name == "date", arguments.count == 3 else { return self }
        let parts = arguments.compactMap { part -> String? in
            switch part {
            case .literal(.int(let number), _): "\(number)"
            case .column(let name, .int):
                name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
                    ? name : nil
            default: nil
            }
        }
        guard parts.count == 3 else { return self }
        var fault = self
        fault.hint = "make_date(\(parts.joined(separator: ", ")))"
        return fault
    }

    /// The fault with the hint that a number compared with a number in quotes deserves.
    func unquoting(_ function: RowFunction, _ arguments: [RowExpression]) -> TypeFault {
        guard hint == nil, arguments.count == 2, Self.comparisons.contains(function.name) else {
            return self
        }
        let sides = zip(arguments, arguments.reversed()).map(Self.unquoted)
        guard sides.contains(where: { $0?.isNumber == true }) else { return self }
        var fault = self
        let words = sides.compactMap { $0?.text }
        fault.hint =
            words.count == 2
            ? words.joined(separator: " \(function.name) ")
            : sides.first { $0?.isNumber == true }??.text
        return fault
    }

    private static let comparisons: Set = ["==", "!=", "<", "<=", ">", ">="]

    /// A column's name, or the number within quotes that stands beside a number.
    private static func unquoted(
        _ side: RowExpression,
        beside other: RowExpression
    ) -> (text: String, isNumber: Bool)? {
        switch side {
        case .column(let name, _):
            let isPlain = name.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")
            }
            return isPlain ? (name, false) : nil
        case .literal(.text(let text), _) where other.type.isNumber:
            let isNumber = Double(text)?.isFinite == true && text.utf8.allSatisfy { $0 < 58 }
            return isNumber ? (text, true) : nil
        default: return nil
        }
    }
}
