package import Relations
import Tables

extension RowExpression {
    /// The expression as it would be typed, but that what a reduction or window function looks at
    /// stands among its arguments: `mean(arr_delay, by: carrier)`.
    package var text: String { written.text }

    private var written: Written {
        switch self {
        case .literal(let value, _): Written(value.literal)
        case .column(let name, _): Written(name.isPlainName ? name : "`\(name)`")
        case .element: Written("it")
        case .call(let call): call.written
        }
    }

    /// In brackets where it binds more loosely than what stands around it.
    fileprivate func text(within strength: Int) -> String {
        let written = written
        return written.strength < strength ? "(\(written.text))" : written.text
    }
}

/// A text, and how tightly its outermost operator binds.
private struct Written {
    var text: String
    var strength: Int

    init(_ text: String, _ strength: Int = Written.tightest) {
        self.text = text
        self.strength = strength
    }

    static let tightest = 10
    static let loosest = 1

    /// The operators that stand between two operands, from loose to tight.
    static let operators = [
        "or": 2, "and": 3, "==": 5, "!=": 5, "<": 5, "<=": 5, ">": 5, ">=": 5, "like": 5,
        "+": 6, "-": 6, "*": 7, "/": 7, "//": 7, "%": 7,
    ]
}

extension RowCall {
    fileprivate var written: Written {
        // Behind the operands of `+` and `-` may stand the zone of their calendar.
        if let strength = Written.operators[function.name], arguments.count >= 2 {
            // The right operand of what leans to the left needs brackets at equal strength.
            let texts = [
                arguments[0].text(within: strength), arguments[1].text(within: strength + 1),
            ]
            return Written(texts.joined(separator: " \(function.name) "), strength)
        }
        switch (function.name, arguments.count) {
        case ("^", 2):
            return Written(
                "\(arguments[0].text(within: 10))^\(arguments[1].text(within: 9))",
                9
            )
        case ("negate", 1): return Written("-" + arguments[0].text(within: 8), 8)
        case ("not", 1): return negated
        case ("is missing", 1): return Written(arguments[0].text(within: 6) + " is missing", 5)
        case ("between", 3):
            let parts = arguments.map { $0.text(within: 6) }
            return Written("\(parts[0]) between \(parts[1]) and \(parts[2])", 5)
        case ("if", 3):
            let parts = arguments.map { $0.text(within: 2) }
            return Written("if \(parts[0]) then \(parts[1]) else \(parts[2])", Written.loosest)
        case ("in", 2...): return Written(membership, 5)
        default: return Written("\(function.name)(\(argumentTexts.joined(separator: ", ")))")
        }
    }

    /// `x is not missing`, and `not` before anything else.
    private var negated: Written {
        if case .call(let call) = arguments[0], call.function.name == "is missing" {
            return Written(call.arguments[0].text(within: 6) + " is not missing", 5)
        }
        return Written("not " + arguments[0].text(within: 4), 4)
    }

    private var membership: String {
        let value = arguments[0].text(within: 6)
        if arguments.count == 2, case .list = arguments[1].type {
            return "\(value) in \(arguments[1].text(within: 6))"
        }
        let cells = arguments.dropFirst().map(\.text).joined(separator: ", ")
        return "\(value) in [\(cells)]"
    }

    /// The arguments, those by name that stand behind the rest, without those that say nothing.
    private var argumentTexts: [String] {
        let rest = function.parameters.firstIndex(where: \.isRest)
        let extra = arguments.count - function.parameters.count
        var texts: [String] = []
        for (place, argument) in arguments.enumerated() {
            let isBehind = rest.map { place > $0 + extra } ?? false
            let index = isBehind ? place - extra : min(place, rest ?? place)
            let parameter = function.parameters[min(index, function.parameters.count - 1)]
            if let standard = parameter.standard, case .literal(standard, _) = argument { continue }
            if parameter.ambient != nil, case .literal = argument { continue }
            let isNamed = isBehind || texts.count < place
            texts.append(isNamed ? "\(parameter.name): \(argument.text)" : argument.text)
        }
        return texts + windowTexts
    }

    private var windowTexts: [String] {
        guard let window else { return [] }
        let keys = window.partition.map(\.text)
        let order = window.order.map {
            $0.descending ? "desc(\($0.expression.text))" : $0.expression.text
        }
        return [Self.named("by", keys), Self.named("order", order)].compactMap(\.self)
    }

    private static func named(_ word: String, _ texts: [String]) -> String? {
        switch texts.count {
        case 0: nil
        case 1: "\(word): \(texts[0])"
        default: "\(word): [\(texts.joined(separator: ", "))]"
        }
    }
}

extension String {
    /// Whether it can be typed as a name without backticks.
    fileprivate var isPlainName: Bool {
        guard let first, first.isLetter || first == "_" else { return false }
        return allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
}
