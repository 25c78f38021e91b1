import Glibc
import Tables

/// Functions of numbers; what leaves the finite numbers, or has no value, is missing.
enum Numbers {
    static let all: [RowFunction] =
        [abs, sign, round, clip, least, greatest, cut, pi, random] + smooth + steps

    /// Real functions of one number.
    private static let smooth: [RowFunction] = [
        real("sqrt", "The square root.", "sqrt(distance)", "sqrt($1)") { $0.squareRoot() },
        real("exp", "The number e raised to a power.", "exp(1)", "exp($1)", carries: false) {
            Glibc.exp($0)
        },
        real("log", "The natural logarithm.", "log(price)", "ln($1)") { Glibc.log($0) },
        real("log2", "The logarithm to base 2.", "log2(8)", "log2($1)") { Glibc.log2($0) },
        real("log10", "The logarithm to base 10.", "log10(1000)", "log10($1)") { Glibc.log10($0) },
        real(
            "log1p",
            "The natural logarithm of 1 + x, exact near 0.",
            "log1p(1e-9)",
            "(CASE WHEN 1 + $1 = 1 THEN CAST($1 AS DOUBLE) WHEN 1 + $1 <= 0 THEN NULL "
                + "ELSE ln(1 + $1) * ($1 / ((1 + $1) - 1)) END)",
            carries: false,
            accurateLog1p
        ),
        real(
            "expm1",
            "The number e raised to a power, less 1, exact near 0.",
            "expm1(1e-9)",
            "(CASE WHEN exp($1) = 1 THEN CAST($1 AS DOUBLE) WHEN exp($1) - 1 = -1 THEN -1 "
                + "ELSE (exp($1) - 1) * ($1 / ln(exp($1))) END)",
            carries: false,
            accurateExpm1
        ),
        real("sin", "The sine of an angle in radians.", "sin(pi() / 2)", "sin($1)") {
            Glibc.sin($0)
        },
        real("cos", "The cosine of an angle in radians.", "cos(0)", "cos($1)") { Glibc.cos($0) },
        real("tan", "The tangent of an angle in radians.", "tan(1)", "tan($1)") { Glibc.tan($0) },
        real("asin", "The angle whose sine this is.", "asin(1)", "asin($1)") { Glibc.asin($0) },
        real("acos", "The angle whose cosine this is.", "acos(0)", "acos($1)") { Glibc.acos($0) },
        real("atan", "The angle whose tangent this is.", "atan(1)", "atan($1)", carries: false) {
            Glibc.atan($0)
        },
        atan2,
        real(
            "logit",
            "The logarithm of the odds, log(p / (1 - p)).",
            "logit(0.8)",
            "ln($1 / (1 - $1))",
            carries: false
        ) { Glibc.log($0 / (1 - $0)) },
        real(
            "sigmoid",
            "The probability whose log odds this is, 1 / (1 + exp(-x)).",
            "sigmoid(0)",
            "(1 / (1 + exp(-CAST($1 AS DOUBLE))))",
            carries: false
        ) { 1 / (1 + Glibc.exp(-$0)) },
    ]

    /// Kahan's corrections, spelled in SQL in the same way.
    private static let accurateLog1p: @Sendable (Double) -> Double = { x in
        let sum = 1 + x
        if sum == 1 { return x }
        return sum <= 0 ? .nan : Glibc.log(sum) * (x / (sum - 1))
    }

    private static let accurateExpm1: @Sendable (Double) -> Double = { x in
        let power = Glibc.exp(x)
        if power == 1 { return x }
        return power - 1 == -1 ? -1 : (power - 1) * (x / Glibc.log(power))
    }

    private static let steps: [RowFunction] = [
        step("floor", "The largest whole number that is not above.", "floor(2.7)", .down),
        step("ceiling", "The smallest whole number that is not below.", "ceiling(2.1)", .up),
        step("trunc", "The whole number towards zero.", "trunc(-2.7)", .towardZero),
    ]

    static func real(
        _ name: String,
        _ summary: String,
        _ example: String,
        _ sql: String,
        carries: Bool = true,
        _ body: @escaping @Sendable (Double) -> Double
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .numbers,
            takes: [RowParameter("x", "a number", .number)],
            examples: [example],
            sql: .finite(sql, carrying: carries ? [1] : []),
            evaluate: { columns, count, _ in
                .floats(columns[0].doubles.map(body), columns.commonValidity(count))
            },
            gives: { _ throws(TypeFault) in .float }
        )
    }

    private static func step(
        _ name: String,
        _ summary: String,
        _ example: String,
        _ rule: FloatingPointRoundingRule
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .numbers,
            takes: [RowParameter("x", "a number", .number)],
            examples: [example],
            sql: .made { call in
                guard call.operands[0].type == .float else { return call.arguments[0] }
                return call.filling("\(name == "ceiling" ? "ceil" : name)($1)")
            },
            evaluate: { columns, count, type in
                type == .float
                    ? .floats(columns[0].doubles.map { $0.rounded(rule) }, columns[0].validity)
                    : columns[0]
            },
            gives: { a throws(TypeFault) in a[0].type }
        )
    }

    private static let abs = RowFunction(
        "abs",
        "The size without the sign.",
        .numbers,
        takes: [RowParameter("x", "a number", .number)],
        examples: ["abs(-3)"],
        sql: .template("abs($1)"),
        evaluate: { columns, count, type in
            let valid = columns[0].validity
            guard type == .int else {
                return type == .float
                    ? .floats(columns[0].doubles.map(\.magnitude), valid) : columns[0]
            }
            let cells = try zip(0..., columns[0].integers).map { row, x in
                guard x != .min || !Bitmap.isSet(valid, row) else {
                    throw EvaluationFault.overflow("abs")
                }
                return x == .min ? 0 : Swift.abs(x)
            }
            return .ints(cells, valid)
        },
        gives: { a throws(TypeFault) in a[0].type }
    )

    private static let sign = RowFunction(
        "sign",
        "-1, 0 or 1, as a number is below, at or above zero.",
        .numbers,
        takes: [RowParameter("x", "a number", .number)],
        examples: ["sign(-3)"],
        sql: .template("CAST(sign($1) AS BIGINT)"),
        evaluate: { columns, count, _ in
            .ints(
                columns[0].doubles.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 },
                columns.commonValidity(count)
            )
        },
        gives: { _ throws(TypeFault) in .int }
    )

    private static let atan2 = RowFunction(
        "atan2",
        "The angle of the point (x, y), all round the circle.",
        .numbers,
        takes: [
            RowParameter("y", "the height", .number), RowParameter("x", "the width", .number),
        ],
        examples: ["atan2(1, 1)"],
        sql: .finite("atan2($1, $2)", carrying: []),
        evaluate: { columns, count, _ in
            .floats(
                pairwise(columns[0].doubles, columns[1].doubles) { Glibc.atan2($0, $1) },
                columns.commonValidity(count)
            )
        },
        gives: { _ throws(TypeFault) in .float }
    )

    private static let pi = RowFunction(
        "pi",
        "The ratio of a circle's circumference to its diameter.",
        .numbers,
        takes: [],
        examples: ["pi()"],
        sql: .template("pi()"),
        evaluate: { _, count, _ in .floats(Array(repeating: .pi, count: count), nil) },
        gives: { _ throws(TypeFault) in .float }
    )
}
