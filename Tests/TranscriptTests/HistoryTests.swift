import Foundation
import Tables
import TestSupport
import Testing

@Suite("What a frame hangs on")
struct HistoryTests {
    private var talk = Conversation()

    init() {
        talk(#"penguins = load("data/penguins.csv")"#)
        talk("heavy = penguins | filter(body_mass_g > 5000, year > 2007)")
    }

    private func fingerprint(_ line: String, _ talk: inout Conversation) throws -> String {
        let text = talk("\(line) | history")
        let last = try #require(text.split(separator: "\n").last { $0.contains("fingerprint") })
        return String(last.split(separator: " ")[1])
    }

    @Test("is told by the statements behind it, each once and in order")
    func statements() throws {
        var talk = talk
        talk("other = penguins | head(1)")
        talk("both = heavy | join(penguins | distinct(island), on: island)")
        let table = try talk.table("both | history | select(statement)")
        #expect(
            (0..<table.count).map { table.columns[0][$0] } == [
                .text(#"penguins = load("data/penguins.csv")"#),
                .text("heavy = penguins | filter(body_mass_g > 5000, year > 2007)"),
                .text("both = heavy | join(penguins | distinct(island), on: island)"),
            ]
        )
        talk("penguins = penguins | head(5)")
        #expect(talk("penguins | history").contains("penguins = penguins | head(5)"))
        #expect(talk("heavy | count() | history").contains("head(5)") == false)
    }

    @Test("has a fingerprint that only the rows change")
    func fingerprints() throws {
        var talk = talk
        let first = try fingerprint("heavy", &talk)
        #expect(first.count == 16)
        var other = Conversation()
        other(#"a = load("data/penguins.csv")"#)
        #expect(try fingerprint("a | filter(body_mass_g > 5000, year > 2007)", &other) == first)
        #expect(try fingerprint("heavy | protect(sex)", &talk) == first)
        for line in [
            "heavy | filter(year > 2008)", "heavy | drop(sex)", "heavy | sort(year)",
            "heavy | head(3)", "heavy | sample(rows: 3, seed: 1)", "heavy | append(heavy)",
            "penguins | filter(body_mass_g > 5000.5, year > 2007)",
            "heavy | distinct(sex)", "heavy | collect", #"load("data/penguins.csv", trim: false)"#,
        ] {
            #expect(try fingerprint(line, &talk) != first, "\(line)")
        }
        #expect(
            try fingerprint("heavy | sample(rows: 3, seed: 1)", &talk)
                != fingerprint("heavy | sample(rows: 3, seed: 2)", &talk)
        )
    }

    @Test("is of the content of a file, not of its name")
    func content() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-history-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func write(_ text: String, _ name: String) throws {
            let url = folder.appendingPathComponent(name)
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
        try write("a,b\n1,2\n", "one.csv")
        try write("a,b\n1,2\n", "two.csv")
        try write("a,b\n1,3\n", "three.csv")
        var talk = Conversation(folder: folder.path)
        let one = try fingerprint(#"load("one.csv")"#, &talk)
        #expect(try fingerprint(#"load("two.csv")"#, &talk) == one)
        #expect(try fingerprint(#"load("three.csv")"#, &talk) != one)
    }

    @Test("is traced for rows: each stage counts those that the condition tells")
    func traced() throws {
        var talk = talk
        talk("kept = heavy | rename(mass = body_mass_g) | derive(kg = mass / 1000) | head(50)")
        let told = try talk.table("kept | trace(island == \"Dream\", kg > 4) | head(9)")
        let stages = (0..<told.count).map { told.columns[0][$0] }
        #expect(stages == ["penguins.csv", "filter", "filter", "head"].map { .text($0) })
        let direct = [
            "penguins | filter(island == \"Dream\", body_mass_g / 1000 > 4)",
            "penguins | filter(island == \"Dream\", body_mass_g > 5000)",
            "heavy | filter(island == \"Dream\")", "kept | filter(island == \"Dream\")",
        ]
        for (row, line) in direct.enumerated() {
            #expect(
                try talk.table("\(line) | count()").columns[0][0] == told.columns[1][row],
                "\(line)"
            )
        }
        let text = talk("kept | trace(island == \"Dream\", kg > 4)")
        #expect(
            text.contains("dropped by `filter`: `body_mass_g > 5000` does not hold: body_mass_g is")
        )
        #expect(
            talk("kept | trace(island == \"Nowhere\")").contains("`penguins.csv` has no such row")
        )
        #expect(talk("kept | trace(kg == 5.85)").contains("1 such row is in"))
        let joined = talk(
            "penguins | join(heavy, on: island, kind: \"semi\") | trace(island == \"Dream\")"
        )
        #expect(
            joined.contains("dropped by `join`: no row of the other frame fits: island is Dream")
        )
    }

    @Test("is traced without a word of what is protected")
    func protected() throws {
        var talk = talk
        talk("secret = penguins | protect(body_mass_g) | filter(body_mass_g > 6200)")
        let text = talk("secret | trace(island == \"Dream\")")
        #expect(text.contains("body_mass_g is ***"))
    }
}
