import Diagnostics
import Relations
import Tables
import Testing

@Suite("Row functions")
struct RowFunctionTests {
    private func value(_ function: RowFunction, _ arguments: Scalar...) throws -> Scalar {
        try BatchEvaluation.constant(
            .calling(function, arguments.map { RowExpression.literal($0) })
        )
    }

    private func reduced(_ name: String, _ cells: [Scalar], _ more: Scalar...) throws -> Scalar {
        let function = try #require(RowFunctions.named(name))
        let column = Column(.float, cells: cells)
        let expression = try RowExpression.calling(
            function,
            [.column("x", .float)] + more.map { RowExpression.literal($0) }
        )
        return try BatchEvaluation.evaluate(
            expression,
            over: Batch([column]),
            schema: Schema([Field("x", .float)])
        )[0]
    }

    @Test("Each name is declared once, with a summary and an example")
    func declarations() {
        let names = RowFunctions.all.map(\.name)
        #expect(Set(names).count == names.count)
        for function in RowFunctions.all {
            #expect(function.summary.hasSuffix("."), "\(function.name)")
            #expect(!function.examples.isEmpty, "\(function.name)")
        }
    }

    @Test("Whole quotients and their rests go down, and nothing is divided by zero")
    func division() throws {
        #expect(try value(.floorDivide, .int(-7), .int(2)) == .int(-4))
        #expect(try value(.modulo, .int(-7), .int(2)) == .int(1))
        #expect(try value(.modulo, .int(7), .int(-2)) == .int(-1))
        #expect(try value(.modulo, .int(.min), .int(-1)) == .int(0))
        #expect(try value(.floorDivide, .float(-7.5), .int(2)) == .float(-4))
        #expect(try value(.divide, .int(1), .int(0)) == .missing)
        #expect(try value(.floorDivide, .int(1), .int(0)) == .missing)
        #expect(try value(.modulo, .float(1), .int(0)) == .missing)
        #expect(try value(.multiply, .float(1e308), .int(10)) == .missing)
    }

    @Test("A whole number that does not fit is an error")
    func overflow() {
        #expect(throws: Diagnostic.self) { try value(.add, .int(.max), .int(1)) }
        #expect(throws: Diagnostic.self) { try value(.floorDivide, .int(.min), .int(-1)) }
        #expect(throws: Diagnostic.self) { try value(.negate, .int(.min)) }
    }

    @Test("False and missing is false, true or missing is true")
    func logic() throws {
        #expect(try value(.and, .bool(false), .missing) == .bool(false))
        #expect(try value(.and, .bool(true), .missing) == .missing)
        #expect(try value(.or, .missing, .bool(true)) == .bool(true))
        #expect(try value(.or, .missing, .bool(false)) == .missing)
        #expect(try value(.choose, .missing, .int(1), .float(2.5)) == .float(2.5))
    }

    @Test("Months go by the calendar, and the difference of moments is a duration")
    func calendar() throws {
        let january = try #require(Day(year: 2013, month: 1, day: 31))
        let february = try #require(Day(year: 2013, month: 2, day: 28))
        #expect(
            try value(.add, .date(january), .duration(Interval(months: 1))) == .date(february)
        )
        #expect(
            try value(.subtract, .date(february), .date(january))
                == .duration(Interval(days: 28))
        )
    }

    @Test("An int does not compare with a text")
    func fault() {
        let fault = TypeFault(
            "an int is compared with a text",
            [TypeFault.Place(0, "int"), TypeFault.Place(1, "text")],
            hint: "arr_delay > 15"
        )
        #expect(throws: fault) {
            try RowExpression.calling(
                .greater,
                [.column("arr_delay", .int), .literal(.text("15"))]
            )
        }
    }

    @Test("A text beside a moment is read in the zone, and refused if it cannot be")
    func coercion() throws {
        let moment = RowExpression.column("t", .timestamp)
        let (_, read) = try Comparison.coerced(
            moment,
            .literal(.text("2013-07-01 12:00")),
            zone: "America/New_York"
        )
        // 2013-07-01T16:00Z: New York keeps summer time, four hours behind.
        #expect(
            read == .literal(.timestamp(Instant(microseconds: 1_372_694_400_000_000)), .timestamp)
        )
        #expect(throws: TypeFault.self) {
            try Comparison.coerced(moment, .literal(.text("soon")), zone: "UTC")
        }
        #expect(throws: TypeFault.self) {
            try Comparison.coerced(
                .column("c", .category(["low", "high"])),
                .literal(.text("hihg")),
                zone: "UTC"
            )
        }
        #expect(throws: TypeFault.self) {
            try RowExpression.calling(.equal, [moment, .literal(.missing)])
        }
    }

    @Test("Reductions leave missing out; of nothing, sum is 0 and the others missing")
    func reductions() throws {
        let cells: [Scalar] = [.float(1), .missing, .float(2), .float(5), .float(9)]
        #expect(try reduced("count", cells) == .int(4))
        #expect(try reduced("mean", cells) == .float(4.25))
        #expect(try reduced("median", cells) == .float(3.5))
        // numpy.quantile([1, 2, 5, 9], 0.9) is 7.8 up to the last bit.
        let ninth = try #require(try reduced("quantile", cells, .float(0.9)).number)
        #expect(abs(ninth - 7.8) < 1e-14)
        #expect(try reduced("mad", cells) == .float(2))
        #expect(try reduced("sum", [.missing]) == .float(0))
        #expect(try reduced("mean", [.missing]) == .missing)
        #expect(try reduced("sd", [.float(1)]) == .missing)
        #expect(try reduced("mode", [.float(2), .float(1), .float(2), .float(1)]) == .float(1))
    }

    @Test("Skewness and kurtosis are the unbiased ones of type 2")
    func shape() throws {
        // The three values' deviations from 8/3: m2 = 26/9, m3 = 70/27; G1 = √6 · m3 / m2^1.5.
        let skewness = try #require(
            try reduced("skewness", [.float(1), .float(2), .float(5)]).number
        )
        let expected = 1.2933427807333969
        #expect(abs(skewness - expected) < 1e-12)
        #expect(try reduced("kurtosis", [.float(1), .float(2), .float(5)]) == .missing)
        #expect(try reduced("skewness", [.float(1), .float(1), .float(1)]) == .missing)
    }
}
