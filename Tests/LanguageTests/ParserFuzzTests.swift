import Diagnostics
import Testing

@testable import Language

@Suite("Any input")
struct ParserFuzzTests {
    /// Lines that use the whole grammar.
    static let valid: [String] = [
        "flights = load(\"data/flights.csv.gz\")  # NA, NULL and empty fields are missing",
        "late = flights\n  | join(weather, on: [origin, time_hour], kind: \"left\")\n  | filter(arr_delay is not missing)",
        "late | summarize(n = count(), share = mean(late), by: carrier) | sort(share, descending: true)",
        "known, _ = late | split(at: \"2013-10-01\", order: time_hour)",
        "plain = logistic(late ~ . - time_hour - month + (a + b) + a * b) | fit(train)",
        "boosted | retrain(live, window: days(90)) | promote(\"late\", gate: auc >= champion.auc)",
        "def mph(miles, minutes = 60) = miles / minutes * 60; mph(1, 2)",
        "x = if a > 1 and not b then -2^2 else [1, n = 2.5e3, {k: 1..3, \"t u\": r'\\d', 3: _}][-1].name",
        "f\"{carrier} {f'{x}'} {{literal}} \\u{1F600}\" | print(`my col`, $variable, \"日本 é\")",
        "x not in [1, 2] or y between 1 and 3 and z like 'a%' or w is missing and v != true",
        ":set zone America/New_York", "?fit 2", "| head | tail(rows: 3)", "\"\"\"over\nlines\"\"\"",
        "across(columns(\"bill_*\", type: \"numeric\"), {mean: mean(it), sd: sd(it)}) | head(7 // 2 % 3)",
    ]

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        /// splitmix64, so that a failure can be repeated.
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// What must hold of any text.
    private func check(_ text: String) {
        let source = SourceText(text)
        let result = Parser.parse(source)
        var end: UInt32 = 0
        for token in result.tokens {
            #expect(token.span.lower == end && token.span.upper > token.span.lower, "\(text)")
            end = token.span.upper
        }
        #expect(end == UInt32(text.utf8.count), "\(text)")
        let parts = Highlighter.spans(of: result.tokens)
        #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.span.upper <= $1.span.lower })
        if result.diagnostics.isEmpty {
            roundTrip(result.statements, text)
        } else {
            let drawn = SourceExcerpt(source).text(result.diagnostics)
            #expect(!drawn.contains("\u{1B}") && !drawn.isEmpty)
        }
    }

    private func roundTrip(_ statements: [Syntax.Statement], _ text: String) {
        for statement in statements {
            let printed = SyntaxPrinter.text(statement)
            let again = Parser.parse(SourceText(printed))
            #expect(again.diagnostics == [], "\(text) ⇒ \(printed)")
            #expect(
                again.statements.map(SyntaxDump.text) == [SyntaxDump.text(statement)],
                "\(text) ⇒ \(printed)"
            )
            #expect(again.statements.map(SyntaxPrinter.text) == [printed])
        }
    }

    @Test("that is valid prints as what reads as the same", arguments: valid)
    func roundTrips(text: String) {
        #expect(Parser.parse(SourceText(text)).diagnostics == [])
        check(text)
    }

    @Test("made by mutation is cut without loss and never traps")
    func mutations() {
        var generator = Generator(state: 7)
        let pieces = [
            "(", ")", "[", "]", "{", "}", "|", "\"", "'", "`", "f\"", "\"\"\"", "\n", ";", "=", ":",
            ".", ",",
            "..", "not ", " in ", "if ", " then ", " else ", "&&", "<-", "-", "^", "\\", "$", "_",
            "1e9", "0", "é", "\u{301}", "\r\n",
            "\t", "\0", "#", "~", "!", "?", "missing", " is ", "NULL", "“",
        ]
        for _ in 0..<1_200 {
            var bytes = Array((Self.valid.randomElement(using: &generator) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let at = Int.random(in: 0...bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0:
                    bytes.insert(
                        contentsOf: (pieces.randomElement(using: &generator) ?? "").utf8,
                        at: at
                    )
                case 1:
                    bytes.removeSubrange(
                        at..<min(bytes.count, at + Int.random(in: 0...6, using: &generator))
                    )
                case 2: bytes = Array(bytes.prefix(at))
                default:
                    if at < bytes.count { bytes[at] = UInt8.random(in: 0...127, using: &generator) }
                }
            }
            check(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test("of random bytes and random tokens is cut without loss and never traps")
    func noise() {
        var generator = Generator(state: 11)
        let words = [
            "a", "f", "(", ")", "[", "]", "{", "}", "|", ",", ":", "=", "==", "<", "-", "+", "*",
            "^", "~", ".", "..", "not",
            "and", "or", "in", "is", "missing", "if", "then", "else", "def", "_", "1", "2.5", "'t'",
            "f\"{", "}\"", "\n", ";",
        ]
        for _ in 0..<600 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            check(String(decoding: bytes, as: UTF8.self))
            let tokens = (0..<Int.random(in: 0...14, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? ""
            }
            check(tokens.joined(separator: Bool.random(using: &generator) ? " " : ""))
        }
    }
}
