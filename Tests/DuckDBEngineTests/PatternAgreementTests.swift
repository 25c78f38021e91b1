import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("A regular expression means the same to the engine and without it")
struct PatternAgreementTests {
    private static let atoms = [
        "a", "b", "ab", ".", #"\d"#, #"\w"#, #"\s"#, #"\b"#, "^", "$", "[ab]", "[^a]", "é", "É",
        #"\pL"#, #"\p{Greek}"#, "(a)", "(b|)", "(?:ab)", "(?i)", "(?s)", "(?m)", "[[:alpha:]]",
        #"\x{e9}"#, #"\n"#, "ß", #"\D"#, #"\A"#, #"\z"#, "(?i:É)", "😀", "(?P<n>a)", "%", "_", "'",
    ]
    private static let repeats = ["", "", "", "*", "+", "?", "*?", "{1,2}", "{0}", "+?", "{2,}"]
    private static let letters = [
        "a", "b", "A", "B", "é", "É", "ß", "1", "2", " ", "\n", "_", "%", "😀", "α", "'", "x",
    ]
    private static let replacements = ["X", "", #"\0"#, #"<\0>"#, #"\\"#, "$1", "é"]

    private struct Source {
        private var draws: RandomStream.Draws

        init(_ row: Int) { draws = RandomStream(seed: 11, purpose: "patterns").draws(row: row) }

        mutating func one(of choices: [String]) -> String {
            choices[draws.integer(below: choices.count)]
        }

        mutating func several(_ count: Int, _ make: (inout Source) -> String) -> String {
            let parts = (0..<draws.integer(below: count + 1)).map { _ in make(&self) }
            return parts.joined()
        }

        mutating func pattern() -> String {
            let body = several(4) { $0.one(of: atoms) + $0.one(of: repeats) }
            return body + one(of: ["", "", "|" + one(of: atoms)])
        }

        mutating func text() -> String { several(8) { $0.one(of: letters) } }
    }

    @Test("for hundreds of expressions, each over twenty texts")
    func agree() throws {
        let engine = DuckDBEngine()
        var valid = 0
        for round in 0..<300 {
            var source = Source(round)
            let pattern = source.pattern()
            let replacement = source.one(of: Self.replacements)
            let texts = (0..<20).map { _ in Scalar.text(source.text()) } + [.missing, .text("")]
            guard (try? RegularExpression(pattern)) != nil else {
                #expect(throws: EngineError.self, "`\(pattern)` is wrong to the engine too") {
                    try engine.collect(raw(pattern), in: WorkContext())
                }
                continue
            }
            valid += 1
            try compare(pattern, replacement, texts, round, engine)
        }
        #expect(valid > 150)
    }

    /// The pattern as SQL of the user's own, which nothing checks before it runs.
    private func raw(_ pattern: String) -> Plan {
        let quoted = pattern.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''")
        return .sql(
            [],
            "SELECT regexp_matches(unnest(['a', 'b']), '\(quoted)') AS z",
            Schema([Field("z", .bool)])
        )
    }

    private func compare(
        _ pattern: String,
        _ replacement: String,
        _ texts: [Scalar],
        _ round: Int,
        _ engine: DuckDBEngine
    ) throws {
        let x = RowExpression.column("x", .text)
        let regex = RowExpression.literal(.text(pattern))
        let isGrouped = try RegularExpression(pattern).groups > 0
        let calls = [
            try call("matches", x, regex),
            try call("extract", x, regex, .literal(.int(0))),
            try call("extract", x, regex, .literal(.int(isGrouped ? 1 : 0))),
            try call(
                "replace",
                x,
                regex,
                .literal(.text(replacement)),
                .literal(.bool(true))
            ),
        ]
        let named = calls.enumerated().map { NamedExpression("z\($0.offset)", $0.element) }
        let fields = [Field("x", .text)]
        let table = Table(fields, [Column(.text, cells: texts)])
        let scan = Plan.scan(.table(MemoryTable(table, fingerprint: "texts \(round)")))
        for part in named {
            let here = Result {
                try BatchEvaluation.evaluate(
                    part.expression,
                    over: table.batch,
                    schema: Schema(fields)
                )
            }
            let there = Result {
                try engine.collect(.project(scan, [part]), in: WorkContext()).columns[0]
            }
            switch (here, there) {
            case (.success(let mine), .success(let theirs)):
                for row in texts.indices {
                    #expect(
                        mine[row] == theirs[row],
                        "`\(pattern)` in \(texts[row]), \(part.name), by `\(replacement)`"
                    )
                }
            // Both refuse to cut a character in two.
            case (.failure, .failure): continue
            default: Issue.record("only one of the two can do `\(pattern)`: \(here) \(there)")
            }
        }
    }

    private func call(_ name: String, _ arguments: RowExpression...) throws -> RowExpression {
        try .calling(try #require(RowFunctions.named(name)), arguments)
    }
}
