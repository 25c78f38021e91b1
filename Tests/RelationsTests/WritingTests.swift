import Relations
import Tables
import Testing

@Suite("Texts made of values, and values read from them by a pattern")
struct WritingTests {
    private func value(_ name: String, _ arguments: Scalar...) throws -> Scalar {
        let function = try #require(RowFunctions.named(name))
        return try BatchEvaluation.constant(
            .calling(function, arguments.map { RowExpression.literal($0) })
        )
    }

    /// By Python: `format(x, pattern)`.
    @Test(
        "Numbers are written as Python writes them",
        arguments: [
            (1234.5, ",.2f", "1,234.50"), (0.1234, ".1%", "12.3%"),
            (-1_234_567.0, ",.0f", "-1,234,567"),
            (2.5, ".0f", "2"), (2.675, ".2f", "2.67"), (999.0, "+,.1f", "+999.0"),
            (1e14, ",.0f", "100,000,000,000,000"), (-0.001, ".2f", "-0.00"),
        ]
    )
    func numbers(x: Double, pattern: String, written: String) throws {
        #expect(try value("format", .float(x), .text(pattern)) == .text(written))
    }

    @Test("An int is written whole, and a float is not written as one")
    func ints() throws {
        #expect(try value("format", .int(.min), .text(",d")) == .text("-9,223,372,036,854,775,808"))
        #expect(try value("format", .int(7), .text("+d")) == .text("+7"))
        #expect(try value("format", .int(7), .text(".1f")) == .text("7.0"))
        #expect(throws: TypeFault.self) { try value("format", .float(7.5), .text("d")) }
        for pattern in ["", ",", "2f", ".f", ".2d", ".2x", "f,", "{:f}", ".123f"] {
            #expect(throws: TypeFault.self) { try value("format", .float(1), .text(pattern)) }
        }
    }

    /// By Python: `int.from_bytes(hashlib.md5(text.encode()).digest()[8:], "little") >> 1`.
    @Test(
        "A hash is a part of the MD5 digest",
        arguments: [
            ("", 4_549_053_946_144_276_596), ("abc", 4_125_280_303_191_149_419),
            ("Éa ß", 7_110_583_499_455_669_845),
            (String(repeating: "a", count: 119), 687_651_497_767_776_243),
        ] as [(String, Int64)]
    )
    func hashes(text: String, expected: Int64) throws {
        #expect(try value("hash", .text(text)) == .int(expected))
    }

    @Test("A hash is of the value as a text")
    func hashedValues() throws {
        #expect(try value("hash", .int(-12)) == value("hash", .text("-12")))
        #expect(try value("hash", .bool(true)) == value("hash", .text("true")))
        #expect(try value("hash", .missing) == .missing)
    }

    @Test("A title has a capital after each blank only")
    func titles() throws {
        #expect(
            try value("title", .text("new  YORK o'neill bar-le-duc éa"))
                == .text("New  York O'neill Bar-le-duc Éa")
        )
    }

    /// By Python: `datetime.strftime`, with `%-d` as glibc has it.
    @Test(
        "Dates are written by their fields",
        arguments: [
            ("%d.%m.%Y", "05.01.2013"), ("%-d %B %y, %A", "5 January 13, Saturday"),
            ("%a %b %j", "Sat Jan 005"), ("%H:%M:%S.%f", "21:03:02.045000"),
            ("%-I:%M %p (100%%)", "9:03 PM (100%)"),
        ]
    )
    func dates(pattern: String, written: String) throws {
        // 2013-01-05 21:03:02.045 in UTC.
        let moment = Scalar.timestamp(Instant(microseconds: 1_357_419_782_045_000))
        #expect(
            try value("format_date", moment, .text(pattern), .text("UTC")) == .text(written)
        )
    }

    @Test("A date is read by its fields, or said not to fit")
    func reading() throws {
        func read(_ text: String, _ pattern: String, _ zone: String = "UTC") throws -> Scalar {
            try value("parse_date", .text(text), .text(pattern), .bool(true), .text(zone))
        }
        let day = try #require(Day(year: 2013, month: 1, day: 5))
        #expect(try read("5.1.2013", "%d.%m.%Y") == .date(day))
        #expect(try read("jan 05, 13", "%b %d, %y") == .date(day))
        for text in ["5.1.13", "5.13.2013", " 5.1.2013", "5.1.2013 ", "5-1-2013", "", "30.2.2013"] {
            #expect(try read(text, "%d.%m.%Y") == .missing, "\(text)")
        }
        // New York is five hours behind in January.
        let moment = Scalar.timestamp(Instant(microseconds: 1_357_419_782_000_000))
        #expect(
            try read("2013-01-05 16:03:02", "%Y-%m-%d %H:%M:%S", "America/New_York") == moment
        )
        for pattern in ["", "%d.%m", "%Y %Y", "%q", "%", "%-d %Y", "%I %p %Y"] {
            #expect(throws: TypeFault.self) { try read("5", pattern) }
        }
    }

    @Test("A moment is made of numbers on the clocks of a zone")
    func making() throws {
        func made(_ parts: [Scalar], _ zone: String) throws -> Scalar {
            let function = try #require(RowFunctions.named("make_timestamp"))
            let arguments = (parts + [.text(zone)]).map { RowExpression.literal($0) }
            return try BatchEvaluation.constant(.calling(function, arguments))
        }
        let half: [Scalar] = [
            .int(2013), .int(1), .int(5), .int(16), .int(3), .float(2.5),
        ]
        #expect(
            try made(half, "America/New_York")
                == .timestamp(Instant(microseconds: 1_357_419_782_500_000))
        )
        #expect(
            try made([.int(2013), .int(2), .int(29), .int(0), .int(0), .int(0)], "UTC") == .missing
        )
    }
}
