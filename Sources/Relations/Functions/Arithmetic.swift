import Diagnostics
import Tables

/// Arithmetic: ints stay ints and may overflow, floats that leave the finite numbers are missing.
///
/// A sum or difference with a timestamp has a third argument where the session's clocks are not UTC's:
/// the zone by whose calendar months and days are counted.
extension RowFunction {
    package static let add = RowFunction(
        "+",
        "The sum of numbers or durations, a later moment, or two texts joined.",
        .operators,
        takes: operands(.anything),
        examples: ["1 + 2", "\"a\" + \"b\"", "date + days(1)"],
        sql: .made(Arithmetic.addSQL),
        evaluate: Arithmetic.add,
        gives: { a throws(TypeFault) in try Arithmetic.sumType(a[0].type, a[1].type) }
    )

    package static let subtract = RowFunction(
        "-",
        "The difference of numbers, durations or moments, or an earlier moment.",
        .operators,
        takes: operands(.anything),
        examples: ["3 - 1", "arrival - departure"],
        sql: .made(Arithmetic.subtractSQL),
        evaluate: Arithmetic.subtract,
        gives: { a throws(TypeFault) in try Arithmetic.differenceType(a[0].type, a[1].type) }
    )

    package static let multiply = RowFunction(
        "*",
        "The product of numbers, or a duration several times.",
        .operators,
        takes: operands(.oneOf([.number, .duration])),
        examples: ["6 * 7", "days(1) * 3"],
        sql: .made(Arithmetic.multiplySQL),
        evaluate: Arithmetic.multiply,
        gives: { a throws(TypeFault) in try Arithmetic.productType(a[0].type, a[1].type) }
    )

    package static let divide = RowFunction(
        "/",
        "The quotient as a float, or a part of a duration; by zero missing.",
        .operators,
        takes: operands(.oneOf([.number, .duration])),
        examples: ["7 / 2", "(arrival - departure) / hours(1)"],
        sql: .made(Arithmetic.divideSQL),
        evaluate: Arithmetic.divide,
        gives: { a throws(TypeFault) in try Arithmetic.quotientType(a[0].type, a[1].type) }
    )

    package static let floorDivide = RowFunction(
        "//",
        "The quotient rounded down; by zero missing.",
        .operators,
        takes: operands(.number),
        examples: ["-7 // 2"],
        sql: .made(Arithmetic.floorDivideSQL),
        evaluate: Arithmetic.floorDivide,
        gives: { a throws(TypeFault) in Arithmetic.widened(a[0].type, a[1].type) }
    )

    package static let modulo = RowFunction(
        "%",
        "What `//` leaves, with the divisor's sign; by zero missing.",
        .operators,
        takes: operands(.number),
        examples: ["-7 % 2"],
        sql: .made(Arithmetic.moduloSQL),
        evaluate: Arithmetic.modulo,
        gives: { a throws(TypeFault) in Arithmetic.widened(a[0].type, a[1].type) }
    )

    package static let power = RowFunction(
        "^",
        "A number raised to a power, as a float.",
        .operators,
        takes: operands(.number),
        examples: ["2 ^ 10"],
        sql: .finite("pow($1, $2)", carrying: []),
        evaluate: Arithmetic.power,
        gives: { _ throws(TypeFault) in .float }
    )

    package static let negate = RowFunction(
        "negate",
        "The number or duration with the other sign.",
        .operators,
        takes: [RowParameter("x", "what to turn around", .oneOf([.number, .duration]))],
        examples: ["-x"],
        sql: .made { call in
            guard let inner = FiniteSQL.opened(call.arguments[0]) else {
                return "(-\(call.arguments[0]))"
            }
            return FiniteSQL.closed("(-\(inner))")
        },
        evaluate: Arithmetic.negate,
        gives: { a throws(TypeFault) in a[0].type }
    )

    static func operands(_ accepts: TypeSet) -> [RowParameter] {
        [RowParameter("a", "the left side", accepts), RowParameter("b", "the right side", accepts)]
    }
}

/// The types of arithmetic.
enum Arithmetic {
    static func widened(_ a: ColumnType, _ b: ColumnType) -> ColumnType {
        a == .float || b == .float ? .float : a == .missing ? b : a
    }

    static func sumType(_ a: ColumnType, _ b: ColumnType) throws(TypeFault) -> ColumnType {
        switch (a, b) {
        case (.missing, let type), (let type, .missing):
            if addable(type) { return type.isTextual ? .text : type }
        case _ where a.isNumber && b.isNumber: return widened(a, b)
        case _ where a.isTextual && b.isTextual: return .text
        case (.date, .duration), (.timestamp, .duration), (.time, .duration): return a
        case (.duration, .date), (.duration, .timestamp), (.duration, .time): return b
        case (.duration, .duration): return .duration
        default: break
        }
        throw fault(a, b, "added to", turned: true)
    }

    static func differenceType(_ a: ColumnType, _ b: ColumnType) throws(TypeFault) -> ColumnType {
        switch (a, b) {
        case (.missing, let type), (let type, .missing):
            if addable(type), !type.isTextual { return type }
        case _ where a.isNumber && b.isNumber: return widened(a, b)
        case (.date, .duration), (.timestamp, .duration), (.time, .duration): return a
        case (.date, .date), (.timestamp, .timestamp), (.time, .time), (.duration, .duration):
            return .duration
        default: break
        }
        throw fault(a, b, "subtracted from", turned: true)
    }

    static func productType(_ a: ColumnType, _ b: ColumnType) throws(TypeFault) -> ColumnType {
        switch (a, b) {
        case (.duration, .duration): throw fault(a, b, "multiplied by")
        case (.duration, _), (_, .duration): .duration
        default: widened(a, b)
        }
    }

    static func quotientType(_ a: ColumnType, _ b: ColumnType) throws(TypeFault) -> ColumnType {
        switch (a, b) {
        case (.duration, .duration): .float
        case (.duration, _): .duration
        case (_, .duration) where a != .missing: throw fault(a, b, "divided by")
        default: .float
        }
    }

    private static func addable(_ type: ColumnType) -> Bool {
        switch type {
        case .bool, .list, .record: false
        default: true
        }
    }

    private static func fault(
        _ a: ColumnType,
        _ b: ColumnType,
        _ verb: String,
        turned: Bool = false
    ) -> TypeFault {
        let (first, second) = turned ? (b, a) : (a, b)
        let other = a == .text ? b : b == .text ? a : nil
        return TypeFault(
            "\(first.described) cannot be \(verb) \(second.described)",
            [TypeFault.Place(0, a.word), TypeFault.Place(1, b.word)],
            hint: verb == "added to" ? other.map { "text(x) makes a text of \($0.described)" } : nil
        )
    }
}
