import Documents
import Testing

@Suite("Numbers for people")
struct NumberFormatTests {
    @Test(
        "show four significant digits and always a point",
        arguments: [
            (0, "0.0"), (-0.0, "0.0"), (1, "1.0"), (-1, "-1.0"), (0.5, "0.5"), (0.25, "0.25"),
            (1.0 / 3, "0.3333"), (2.0 / 3, "0.6667"), (0.1 + 0.2, "0.3"), (3.14159265, "3.142"),
            (39.0199, "39.02"), (12.64, "12.64"), (152, "152.0"), (1234.5678, "1234.6"),
            (9.9996, "10.0"), (0.99996, "1.0"), (99999.96, "100000.0"), (12345.678, "12345.7"),
            (336_776, "336776.0"), (1_234_567.89, "1234567.9"), (0.45, "0.45"),
            (0.00012345, "0.0001235"), (0.00001234, "0.00001234"), (0.000001234, "1.234e-06"),
            (1e-17, "1e-17"), (.leastNonzeroMagnitude, "5e-324"), (1.5e-7, "1.5e-07"),
            (0.00001, "0.00001"), (0.0000099, "9.9e-06"),
            (999_999_999_999_999, "999999999999999.0"), (1e15, "1e+15"), (1.23456e22, "1.235e+22"),
            (.greatestFiniteMagnitude, "1.798e+308"), (-2.5e-9, "-2.5e-09"),
            (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
        ] as [(Double, String)]
    )
    func single(value: Double, text: String) {
        #expect(NumberFormat().string(value) == text)
    }

    @Test(
        "look alike within a column",
        arguments: [
            ([0.5, 0.25, 3], ["0.50", "0.25", "3.00"]),
            ([39.1, 40, 18.7], ["39.1", "40.0", "18.7"]),
            ([1, 2, 152], ["1.0", "2.0", "152.0"]),
            ([0.1234, -0.05, 1.2], ["0.1234", "-0.0500", "1.2000"]),
            ([12.6434, 3.5571], ["12.643", "3.557"]),
            ([0.00001234, 0.5, 0.0312], ["0.00001234", "0.50000000", "0.03120000"]),
            // Too far apart for one number of decimals, so each keeps its own.
            ([0.012345, 12345.678, 3.5], ["0.01235", "12345.7", "3.5"]),
            ([0.25, 1_234_567.5], ["0.25", "1234567.5"]),
            // Too far apart for plain notation.
            ([1e-17, 0.3, 100], ["1e-17", "3e-01", "1e+02"]),
            ([1.5e300, 0, 2.25], ["1.50e+300", "0.0", "2.25e+00"]),
            // What is not finite takes no part in the choice.
            ([0.5, .infinity, .nan, 1.25], ["0.50", "inf", "nan", "1.25"]),
            ([0, 0], ["0.0", "0.0"]),
            ([], []),
        ] as [([Double], [String])]
    )
    func column(values: [Double], texts: [String]) {
        #expect(NumberFormat().strings(values) == texts)
    }

    @Test("follow the number of digits that is asked for")
    func digits() {
        let values = [1, 2, 4, 7, 17].map { NumberFormat(digits: $0).string(1.23456789) }
        #expect(values == ["1.2", "1.2", "1.235", "1.234568", "1.23456789"])
        #expect(NumberFormat(digits: 0) == NumberFormat(digits: 1))
    }

    @Test(
        "are rounded from their shortest digits, halves away from zero",
        arguments: [
            (0.45, 1, "0.5"), (0.15, 1, "0.2"), (2.675, 2, "2.68"), (-0.45, 1, "-0.5"),
            (0.5, 0, "1"), (0.49, 0, "0"), (0.05, 1, "0.1"), (0.04, 1, "0.0"), (-0.04, 1, "0.0"),
            (0.004, 1, "0.0"), (9.95, 1, "10.0"), (1.005, 2, "1.01"), (120, 0, "120"),
            (1e21, 1, "1000000000000000000000.0"), (1e-7, 3, "0.000"),
        ] as [(Double, Int, String)]
    )
    func rounding(value: Double, decimals: Int, text: String) {
        #expect(NumberFormat.fixed(value, decimals: decimals) == text)
    }

    @Test("carry a sign where they are changes")
    func signs() {
        let format = NumberFormat()
        let signed = [0.25, -1, 0].map { format.signed($0, in: .fixed(decimals: 2)) }
        #expect(signed == ["+0.25", "-1.00", "0.00"])
    }

    @Test("are grouped by thousands where they count")
    func grouped() {
        let counts: [Int64] = [0, 7, 999, 1000, 336_776, -1_234_567, .min]
        #expect(
            counts.map(NumberFormat.grouped) == [
                "0", "7", "999", "1,000", "336,776", "-1,234,567", "-9,223,372,036,854,775,808",
            ]
        )
    }
}
