import Assembly
import Catalog
import Diagnostics
import Kernels
import Sessions
import Testing

@testable import Language

@Suite("Any line of a session", .serialized)
struct LineFuzzTests {
    /// Lines that use frames, values and definitions in every way; none of them writes a file.
    private static let lines = [
        #"f | filter(dest == "IAH" or delay > 15, by: carrier) | derive(x = delay / 60, y = x ^ 2)"#,
        "f | summarize(n = count(), share = mean(delay > 15), by: [carrier, m = month(day)]) | head(3)",
        #"f | join(g, on: [carrier == code], kind: "left") | select(name, delay..dest, z = -delay)"#,
        #"a, b = f | split(0.5, 0.5, stratify: carrier, seed: 7); a | append(b) | sort(desc(delay))"#,
        #"f | derive(t = map(split_text(dest, ""), upper(it)), r = recode(carrier, {UA: "u"}, else: "o"))"#,
        #"f | filter(matches(dest, r"^(I|J)\w+$"), dest like "%A%", day between "2013-01-01" and today())"#,
        "def worst(frame, n = 2) = frame | sort(desc(delay)) | head(n); f | worst(n: 1)",
        #"f"{1 + 2} {limit}" + text(f.delay | mean) + xs[-1] + r.k[1]"#,
        #"f | select(columns("d*", type: "numeric", except: delay)) | drop(columns(matches: "x"))"#,
        "linear(delay ~ . - dest + log(delay) * carrier) | fit(f)",
        #"if limit in 1..20 and not false then coalesce(missing, case(limit > 3, "a", else: "b")) else "c""#,
        "f | top(delay, rows: 2, by: carrier) | distinct(carrier) | slice(1..2) | rename(to = dest) | describe",
        #"f | sql("select count(*) as n from _") | plan"#, "| head(2) | tail(1)",
        "{a: [1, 2], b: {c: 3}}.b.c",
    ]

    private static let pieces = [
        "(", ")", "[", "]", "{", "}", "|", "\"", "'", "`", ",", ":", "=", "==", " in ", " is ",
        "..", ".",
        "-", "~", "it", "_", "$f", "missing", "1", "1e308", "delay", "f", "by: ", "carrier", "x = ",
        "é",
        "🇩🇪", "\n", "\0", ";", "map(", "random()", "sum(", "desc(", "np.", " if ", "select * from f",
        "matches(dest, '(')", "worst", "def ", " ", "9223372036854775807", "f\"{", "r'", "?", " 3",
    ]

    private static func session() -> Session {
        var session = SessionFactory().session(Settings())
        let prelude = [
            #"f = frame(day = [date("2013-01-01"), date("2013-02-01")], carrier = ["UA", "AA"], "#
                + #"dest = ["IAH", missing], delay = [11, -2])"#,
            #"g = frame(code = ["UA"], name = ["United"])"#, "limit = 15", "xs = [1, 2, 3]",
            "r = {k: [1, 2]}",
        ]
        for line in prelude {
            let outcome = session.run(SourceText(line), Session.Running(work: WorkContext()))
            precondition(!outcome.hasFailed, "\(outcome.diagnostics)")
        }
        return session
    }

    private struct Mutation {
        var draws: RandomStream.Draws

        mutating func one<Choice>(of choices: [Choice]) -> Choice {
            choices[draws.integer(below: choices.count)]
        }

        mutating func line() -> String {
            var bytes = Array(one(of: lines).utf8)
            for _ in 0..<draws.integer(below: 5) {
                let at = draws.integer(below: bytes.count + 1)
                switch draws.integer(below: 4) {
                case 0: bytes.insert(contentsOf: one(of: pieces).utf8, at: at)
                case 1:
                    let end = min(bytes.count, at + draws.integer(below: 8))
                    bytes.replaceSubrange(at..<end, with: one(of: pieces).utf8)
                case 2: bytes.removeSubrange(at..<min(bytes.count, at + draws.integer(below: 8)))
                default: bytes.insert(contentsOf: one(of: lines).utf8.prefix(at), at: at)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test("is read, checked and completed without a trap, and told of within its text")
    func mutations() {
        let session = Self.session()
        let context = CallContext(
            services: session.services,
            work: WorkContext(),
            settings: session.settings
        )
        let completer = Completer(
            registry: session.registry,
            scope: session.scope,
            context: context
        )
        for round in 0..<1_500 {
            var mutation = Mutation(
                draws: RandomStream(seed: 3, purpose: "lines").draws(row: round)
            )
            let text = mutation.line()
            let source = SourceText(text)
            let parsed = Parser.parse(source)
            var faults = parsed.diagnostics
            for statement in parsed.statements where parsed.diagnostics.isEmpty {
                guard statement.isChecked else { continue }
                let checker = Checker(
                    registry: session.registry,
                    scope: session.scope,
                    context: context,
                    mode: .look
                )
                let checked = checker.check(statement)
                #expect((checked == nil) == !checker.faults.isEmpty, "\(text)")
                faults += checker.faults
            }
            let count = UInt32(text.utf8.count)
            for fault in faults {
                #expect(!fault.message.isEmpty)
                #expect(fault.labels.allSatisfy { $0.span.upper <= count }, "\(text)")
            }
            _ = SourceExcerpt(source).text(faults)
            let cursor = mutation.draws.integer(below: Int(count) + 1)
            let answer = completer.answer(text, at: cursor)
            #expect(answer.replaced.upperBound <= Int(count), "\(text)")
        }
    }
}

extension Syntax.Statement {
    fileprivate var isChecked: Bool {
        switch kind {
        case .command, .help, .shell: false
        default: true
        }
    }
}
