import Relations
import Tables
import Testing

@Suite("What is missing")
struct MissingTests {
    /// Functions that make something of a missing argument.
    private static let lenient: Set = [
        "and", "or", "is missing", "if", "case", "coalesce", "missing_if", "recode", "least",
        "greatest", "now", "today", "in", "clip",
    ]

    @Test("Goes through every function of rows from each argument that may vary")
    func propagation() throws {
        let samples: [ColumnType: Scalar] = [
            .bool: .bool(true), .int: .int(2), .float: .float(0.5), .text: .text("2013"),
            .duration: .duration(Interval(days: 1)), .date: .date(Day(number: 9)),
            .timestamp: .timestamp(Instant(microseconds: 9)), .list(.int): .list([.int(2)]),
        ]
        var tried: Set<String> = []
        for function in RowFunctions.all
        where function.kind == .scalar && function.evaluate != nil
            && !Self.lenient.contains(function.name)
        {
            for type in samples.keys {
                for (gap, parameter) in function.parameters.enumerated()
                where !parameter.isConstant
                    && parameter.form == .value
                {
                    let arguments = function.parameters.enumerated().map { index, parameter in
                        let given =
                            index == gap
                            ? .missing : parameter.standard ?? samples[type] ?? .missing
                        return RowExpression.literal(
                            given,
                            index == gap && parameter.accepts.contains(type) ? type : given.type
                        )
                    }
                    guard let call = try? RowExpression.calling(function, arguments) else {
                        continue
                    }
                    tried.insert(function.name)
                    #expect(
                        try BatchEvaluation.constant(call) == .missing,
                        "\(function.name) with argument \(gap + 1) missing"
                    )
                }
            }
        }
        #expect(tried.count > 70)
    }
}
