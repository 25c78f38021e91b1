import Foundation
import Tables
import TestSupport
import Testing

@Suite("Rules of a frame")
struct RuleTests {
    private var talk = Conversation()

    init() {
        talk(#"penguins = load("data/penguins.csv") | drop_missing()"#)
        talk(
            "clean = penguins | expect(flipper_length_mm between 170 and 235, year in [2007, 2008, 2009])"
        )
        talk("other = penguins | derive(flipper_length_mm = flipper_length_mm / 10)")
    }

    private func rules(_ frame: String, formula: String = "body_mass_g ~ .") throws -> [Scalar] {
        var talk = talk
        let table = try talk.table("m = linear(\(formula)) | fit(\(frame))\nm.rules")
        guard case .list(let cells) = table.columns[0][0] else { return [] }
        return cells
    }

    /// Where the rules are after a verb: those about the length of flippers, and about the year.
    static let carrying: [(frame: String, flipper: Bool, year: Bool)] = [
        ("clean", true, true), ("clean | filter(year > 2007)", true, true),
        ("clean | select(body_mass_g, flipper_length_mm)", true, false),
        ("clean | rename(length = flipper_length_mm)", true, true),
        ("clean | derive(flipper_length_mm = flipper_length_mm + 1)", false, true),
        ("clean | derive(more = flipper_length_mm + 1)", true, true),
        ("clean | summarize(body_mass_g = mean(body_mass_g), by: [year, sex])", false, true),
        ("clean | append(clean)", true, true), ("clean | append(penguins)", false, false),
        ("clean | append(clean | drop(year))", true, false),
        (
            "clean | join(penguins | distinct(island) | select(island, x = year), on: island)",
            true, true
        ),
        (
            "penguins | select(island, body_mass_g) | join(clean | distinct(island) | select(island, year), on: island, kind: \"left\")",
            false, false
        ),
        ("clean | sort(year) | head(300) | collect", true, true),
        ("clean | sql(\"SELECT * FROM _\")", false, false),
        ("penguins | expect(year > 2000, otherwise: \"warn\")", false, false),
    ]

    @Test(
        "go with the columns that they speak of, as long as these stay as they are",
        arguments: carrying
    )
    func carried(frame: String, flipper: Bool, year: Bool) throws {
        let expected =
            (flipper ? ["flipper_length_mm between 170 and 235"] : [])
            + (year ? ["year in [2007, 2008, 2009]"] : [])
        #expect(try rules(frame) == expected.map { .text($0) })
    }

    @Test("of several rows at once stay where they were")
    func whole() throws {
        #expect(
            try rules("penguins | expect(count() > 10, mean(year) > 2000, year > 2000)") == [
                .text("year > 2000")
            ]
        )
    }

    @Test("are held to rows that are predicted, judged or stopped by, and are saved")
    func broken() throws {
        var talk = talk
        let message = "held for all rows that were learned from, and not for 333 of these 333"
        talk("m = linear(body_mass_g ~ flipper_length_mm) | fit(clean)")
        #expect(!talk("m | predict(clean)").contains("warning"))
        #expect(talk("m | predict(other)").contains(message))
        #expect(talk("m | evaluate(other)").contains(message))
        #expect(
            talk(
                "lightgbm(body_mass_g ~ flipper_length_mm, trees: 5, patience: 2) | fit(clean, valid: other)"
            ).contains(message)
        )
        // A column that is not there is no rule's business.
        #expect(!talk("m | predict(penguins | drop(year))").contains("warning"))
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-rules-\(UUID().uuidString)").path
        talk("m | save(\"\(path)\")")
        talk("again = load(\"\(path)\")")
        #expect(talk("again | predict(other)").contains(message))
        #expect(talk("again.rules") == talk("m.rules"))
    }

    @Test(
        "that are suggested hold, and tell of keys and of what texts look like",
        arguments: [
            (
                #"load("data/weather.csv") | select(origin, month, day, hour, time_hour)"#,
                "unique(origin, time_hour)"
            ),
            (#"load("data/planes.csv")"#, "unique(tailnum)"),
            (
                #"load("data/planes.csv") | select(tailnum, model)"#,
                #"matches(tailnum, r"^[A-Z0-9]+$")"#
            ),
            (#"load("data/airports.csv")"#, #"matches(faa, r"^[A-Z0-9]+$")"#),
            ("frame(a = [1, 1, 2, 2], b = [1, 2, 1, 2])", "unique(a, b)"),
            ("frame(a = [1, 1, 2, 2], b = [1, 2, 1, 1])", "count() > 0"),
            ("frame(`odd name` = [1, 1, 2, 2], b = [1, 2, 1, 2])", "unique(`odd name`, b)"),
        ]
    )
    func suggested(frame: String, rule: String) throws {
        var talk = talk
        talk("x = \(frame)")
        let table = try talk.table("x | suggest | head(100)")
        let rules = (0..<table.count).compactMap { row -> String? in
            if case .text(let text) = table.columns[0][row] { text } else { nil }
        }
        #expect(rules.contains(rule), "\(rules)")
        #expect(talk.faults("x | expect(\(rules.joined(separator: ", ")))").isEmpty)
    }

    /// Twenty-five readings of two meters, shuffled; `reading` of a meter never falls.
    private static let meters =
        "m = frame(hour = [\((1...50).map(String.init).joined(separator: ", "))])"
        + #" | derive(meter = if hour % 2 == 0 then "a" else "b", read = now() - hours(hour * 7))"#
        + " | derive(reading = 1000 - hour * 3 + (if hour % 2 == 0 then 500 else 0))"
        + " | derive(stored = read + minutes(hour), twist = hash(text(hour)))"
        + " | sort(twist) | drop(twist, hour)"

    @Test(
        "that are suggested tell of order in time, of groups, of age, and of two columns",
        arguments: [
            ("m", "reading >= lag(reading) or row_number() == 1", "meter", "read"),
            ("m | drop(meter)", nil, nil, "read"),
            // One reading that falls is enough.
            (
                "m | derive(reading = if read == max(read) then 0 else reading)", nil, "meter",
                "read"
            ),
            (
                "m | derive(debt = -reading)", "debt <= lag(debt) or row_number() == 1", "meter",
                "read"
            ),
            ("m", "read < stored", nil, nil),
            (
                "m | derive(stored = if meter == \"a\" then read else stored)", "read <= stored",
                nil, nil
            ),
            // The newest was read seven hours before the session began; a day more than that,
            // for today is another day in another zone.
            ("m", "max(read) >= now() - days(1)", nil, nil),
            ("m | derive(day = date(read) - days(5))", "max(day) >= today() - days(7)", nil, nil),
        ] as [(String, String?, String?, String?)]
    )
    func ordered(frame: String, rule: String?, by: String?, order: String?) throws {
        var talk = talk
        talk(Self.meters)
        talk("x = \(frame)")
        let table = try talk.table("x | suggest | head(100)")
        func text(_ column: Int, _ row: Int) -> String? {
            if case .text(let text) = table.columns[column][row] { text } else { nil }
        }
        let found = (0..<table.count).filter { text(1, $0) == by && text(2, $0) == order }
            .compactMap { text(0, $0) }
        if let rule {
            #expect(found.contains(rule), "\(found)")
        } else {
            #expect(!found.contains { $0.contains("reading") }, "\(found)")
        }
        let window = [by.map { "by: \($0)" }, order.map { "order: \($0)" }].compactMap(\.self)
        guard !found.isEmpty else { return }
        #expect(talk.faults("x | expect(\((found + window).joined(separator: ", ")))").isEmpty)
    }

    @Test("that are suggested leave out the age of rows that have stopped coming in")
    func old() throws {
        var talk = talk
        talk(Self.meters)
        #expect(
            !talk("m | derive(read = read - days(40)) | select(read) | suggest").contains("now()")
        )
        #expect(
            !talk("m | derive(read = read + days(40)) | select(read) | suggest").contains("now()")
        )
    }

    @Test("that are suggested are an input that runs as it is printed")
    func pasted() throws {
        var talk = talk
        talk(Self.meters)
        let stages = talk("m | suggest")
        #expect(stages.contains("by: meter, order: read"))
        #expect(talk.faults("m\n" + stages).isEmpty)
    }
}
