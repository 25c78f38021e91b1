package import Relations
package import Tables

/// Arguments for each row function: rows with missing cells, zeros, negatives and extremes.
package struct RowFunctionSample: Sendable {
    package let function: RowFunction
    package let arguments: [RowExpression]
    package let table: Table

    package var description: String {
        "\(function.name)(\(arguments.map(\.type.word).joined(separator: ", ")))"
    }
}

/// Combinations of sample columns that each function takes.
package enum RowFunctionSamples {
    /// Every function of the library with every combination of sample columns that fits it.
    package static let all: [RowFunctionSample] = RowFunctions.all.flatMap(samples)

    private static func samples(_ function: RowFunction) -> [RowFunctionSample] {
        if function.parameters.contains(where: { $0.form == .pairs }) { return recodings(function) }
        var combinations: [[RowExpression]] = [[]]
        let takesRest = function.parameters.contains(where: \.isRest)
        for index in 0..<(takesRest ? 3 : function.parameters.count) {
            let parameter = function.parameters[min(index, function.parameters.count - 1)]
            let choices = candidates(for: parameter, of: function)
            combinations = combinations.flatMap { some in choices.map { some + [$0] } }
        }
        return combinations.compactMap { arguments in
            guard (try? RowExpression.calling(function, arguments)) != nil else { return nil }
            return RowFunctionSample(function: function, arguments: arguments, table: table)
        }
    }

    /// A column of each type, one of its values in the place of which another stands.
    private static func recodings(_ function: RowFunction) -> [RowFunctionSample] {
        let olds: [(String, Scalar)] = [
            ("flag", .bool(true)), ("whole", .int(1)), ("real", .float(0)), ("word", .text("a")),
            ("level", .text("c")), ("day", .date(Day(number: 59))), ("part", .text("")),
        ]
        return olds.flatMap { name, old -> [RowFunctionSample] in
            guard let type = table.fields.first(where: { $0.name == name })?.type else { return [] }
            let x = RowExpression.column(name, type)
            let pairs: [RowExpression] = [
                .literal(old, type), .column("part", .text), .literal(old, type),
                .literal(.text("never")),
            ]
            let same: [RowExpression] = [.literal(old, type), x, x]
            return [[x] + pairs + [.literal(.missing)], [x] + pairs + [.literal(.text("else"))]]
                .map { RowFunctionSample(function: function, arguments: $0, table: table) }
                + [RowFunctionSample(function: function, arguments: [x] + same, table: table)]
        }
    }

    /// Bodies over the elements of a list of texts.
    private static var bodies: [RowExpression] {
        let it = RowExpression.element(.text)
        let made = [
            RowFunctions.named("upper").flatMap { try? RowExpression.calling($0, [it]) },
            RowFunctions.named("+").flatMap {
                try? RowExpression.calling($0, [it, .column("part", .text)])
            },
            RowFunctions.named("==").flatMap {
                try? RowExpression.calling($0, [it, .literal(.text("a"))])
            },
        ]
        return [it, .literal(.int(3))] + made.compactMap { $0 }
    }

    private static func candidates(
        for parameter: RowParameter,
        of function: RowFunction
    ) -> [RowExpression] {
        if let given = constants["\(function.name).\(parameter.name)"] {
            return given.map { .literal($0) }
        }
        if parameter.form == .body { return bodies }
        if parameter.ambient == .zone {
            return [.literal(.text("UTC")), .literal(.text("America/New_York"))]
        }
        if !parameter.choices.isEmpty { return parameter.choices.map { .literal(.text($0)) } }
        if parameter.isConstant, let standard = parameter.standard {
            return [.literal(standard)] + (standard == .bool(false) ? [.literal(.bool(true))] : [])
        }
        return table.fields.filter {
            // Powers of what is near the largest float leave the floats, in DuckDB by an error.
            parameter.accepts.contains($0.type)
                && !($0.name == "large" && overflowing.contains(function.name))
        }
        .map { .column($0.name, $0.type) }
    }

    private static let overflowing: Set = ["sd", "var", "skewness", "kurtosis", "corr", "cov"]

    /// What stands where a column would not do.
    private static let constants: [String: [Scalar]] = [
        "cut.breaks": [.list([.int(-10), .int(0), .float(2.5), .int(100)])],
        "category.levels": [.list([.text("b"), .text("a"), .text("ab c")])],
        "quantile.share": [
            .float(0), .float(0.25), .float(0.9), .int(1), .list([.float(0.1), .int(1)]),
        ],
        "random.seed": [.int(7), .int(-1)],
        "matches.regex": [.text("[ab]+")],
        "extract.regex": [.text("([ab])b?")],
        "bin_counts.edges": [
            .list([.int(-8), .float(-0.5), .int(0), .int(2)]), .list([.int(0), .float(1e300)]),
        ],
        "value_counts.limit": [.int(0), .int(2), .int(10)],
        "round.digits": [.int(0), .int(2), .int(-1), .int(-25)],
        "replace.regex": [.bool(false)],
        "join_text.by": [.text(""), .text(", ")],
        "pad.width": [.int(0), .int(5)],
        "left.n": [.int(0), .int(2), .int(-1)],
        "right.n": [.int(0), .int(2), .int(-1)],
        "substring.from": [.int(0), .int(1), .int(2), .int(-2), .int(-9)],
        "substring.n": [.int(0), .int(2), .int(1 << 31)],
        "now.at": [.timestamp(Instant(microseconds: 1_380_585_600_000_000))],
        "today.at": [.timestamp(Instant(microseconds: 1_380_585_600_000_000))],
        "format.pattern": [
            ",.2f", "+.0f", ".1%", ",d", "+,.12f", "f",
        ].map { .text($0) },
        "format_date.pattern": [
            .text("%Y-%m-%d %H:%M:%S.%f"), .text("%-d. %B %y (%A, %j) %-I.%M %p"),
            .text("%a %b %-m %I%% %-H:%-M:%-S é'$1"),
        ],
        "parse_date.x": [
            "05/01/2013", "5/1/2013", "31/2/2013", " 5/1/2013", "5/1/13", "05/01/2013 9:03:02.5",
            "05/01/2013 24:00:00.0", "5 jAnuary 2013", "5 Jan 69", "5 Jan 68", "", "x",
        ].map { .text($0) },
        "parse_date.pattern": [
            .text("%d/%m/%Y"), .text("%d/%m/%y"), .text("%d/%m/%Y %H:%M:%S.%f"),
            .text("%d %B %Y"), .text("%d %b %y"),
        ],
        "make_timestamp.year": [.int(2013)],
        "make_timestamp.month": [.int(3), .int(11)],
        "make_timestamp.day": [.int(10), .int(31)],
        "make_timestamp.hour": [.int(2), .int(24)],
        "make_timestamp.minute": [.int(30)],
        "make_timestamp.second": [.int(5), .float(59.9999999)],
        "from_epoch.seconds": [.int(1_380_585_600), .float(-0.25)],
    ]

    private static let moments: [Int64?] = [
        1_380_585_600_000_000, -1, 0, nil, 1_362_899_999_999_999, 1_383_454_800_000_000,
        -2_208_988_800_000_001,
    ]

    /// Seven rows of every type.
    package static let table: Table = {
        let columns: [(String, Column)] = [
            ("flag", made(.bool, [true, false, nil, true, false, nil, true]) { .bool($0) }),
            ("whole", made(.int, [0, 1, -7, nil, 2, 1_000_000, -1]) { .int($0) }),
            ("other", made(.int, [2, 0, 2, 3, nil, -3, -1]) { .int($0) }),
            ("real", made(.float, [0, -0.5, 2.675, nil, 1e-300, -7.5, 12.25]) { .float($0) }),
            ("large", made(.float, [1e308, -1e308, 0, 0.25, nil, 2.5, -2.5]) { .float($0) }),
            (
                "word",
                made(.text, ["a", "", "ab c", nil, " Éa ", "ß\u{1F469}b", "12"], Scalar.text)
            ),
            ("part", made(.text, ["a", "b", "", nil, "É", "b", "2"], Scalar.text)),
            (
                "level",
                made(.category(["b", "a", "c"]), ["a", "b", nil, "c", "a", "b", "a"], Scalar.text)
            ),
            (
                "day",
                made(.date, [15_979, -1, 0, nil, 16_070, 59, 11_016]) { .date(Day(number: $0)) }
            ),
            (
                "moment",
                made(.timestamp, moments) { .timestamp(Instant(microseconds: $0)) }
            ),
            ("length", Column(.duration, cells: lengths)),
            ("words", made(.list(.text), lists) { .list($0.map { .text($0) }) }),
        ]
        return Table(columns.map { Field($0.0, $0.1.type) }, columns.map(\.1))
    }()

    private static func made<Cell>(
        _ type: ColumnType,
        _ cells: [Cell?],
        _ value: (Cell) -> Scalar
    ) -> Column {
        Column(type, cells: cells.map { $0.map(value) ?? .missing })
    }

    private static let lists: [[String]?] = [
        ["b", "a"], [], nil, ["a"], ["É"], ["x", "x"], ["2"],
    ]

    private static let lengths: [Scalar] = [
        .duration(Interval(months: 1)), .duration(Interval(days: -3)), .missing,
        .duration(Interval(microseconds: 5_400_000_000)),
        .duration(Interval(months: -13, days: 2, microseconds: -1)),
        .duration(Interval(days: 1)), .duration(Interval(months: 2)),
    ]
}
