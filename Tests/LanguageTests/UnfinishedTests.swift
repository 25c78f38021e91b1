import Diagnostics
import Glibc
import Testing

@testable import Language

@Suite("Unfinished and excessive input")
struct UnfinishedTests {
    @Test(
        "asks for another line where one may help",
        arguments: [
            ("f(", ["("]), ("f(g([1,", ["(", "(", "["]), ("x =", ["="]), ("a |", ["|"]),
            ("a +", ["+"]),
            ("f(a +", ["(", "+"]), ("if a", ["if"]), ("if a then b", ["if"]), ("if a\n", ["if"]),
            ("\"\"\"abc\n", ["\"\"\""]), ("f\"\"\"abc {x}\n", ["\"\"\""]), ("a; b |", ["|"]),
            ("a and", ["and"]),
            ("{a", ["{", "a"]), ("def f(x) =", ["="]), ("not", ["not"]), ("a is", ["is"]),
            ("~", ["~"]),

        ]
    )
    func asks(text: String, open: [String]) {
        let result = Parser.parse(SourceText(text))
        #expect(result.open.map(\.text) == open)
        #expect(result.isIncomplete == !open.isEmpty)
        #expect(!result.diagnostics.isEmpty)
    }

    @Test(
        "does not ask where more text can not mend it",
        arguments: [
            "f(a && ", "x == 'abc", "f(a]", "a b", "if a; b", "def f(x)", "f\"{a", "((1__0",
        ]
    )
    func refuses(text: String) {
        let result = Parser.parse(SourceText(text))
        #expect(!result.isIncomplete)
        #expect(!result.diagnostics.isEmpty)
    }

    @Test("is complete when it is", arguments: ["", "# prose", "a", "a\n", ".", ":set", "'('"])
    func complete(text: String) {
        let result = Parser.parse(SourceText(text))
        #expect(!result.isIncomplete)
        #expect(result.diagnostics == [])
    }

    /// Inputs that nest without end, each by another rule.
    static let deep: [String] = [
        String(repeating: "(", count: 10_000), String(repeating: "[", count: 10_000),
        String(repeating: "f(", count: 10_000), String(repeating: "{a: ", count: 10_000),
        String(repeating: "not ", count: 10_000) + "a",
        String(repeating: "- ", count: 10_000) + "a",
        String(repeating: "2^", count: 10_000) + "2", String(repeating: "a[", count: 10_000),
        String(repeating: "if a then b else ", count: 10_000) + "c",
        "a" + String(repeating: ".b", count: 10_000), "a" + String(repeating: "[1]", count: 10_000),
        String(repeating: "f\"{", count: 10_000) + "a",
        String(repeating: "a | f(", count: 10_000),
    ]

    @Test("nesting gives one diagnostic, on a small stack too", arguments: 0..<deep.count)
    func nesting(index: Int) throws {
        let source = SourceText(Self.deep[index])
        let messages = try onSmallStack {
            let result = Parser.parse(source)
            return result.diagnostics.map(\.message) + (result.isIncomplete ? ["incomplete"] : [])
        }
        #expect(messages == ["an expression nests deeper than 256 levels"])
    }

    @Test("what nests as deep as allowed is read, compared and printed on a small stack")
    func allowed() throws {
        let source = SourceText(
            String(repeating: "f(", count: 250) + "1" + String(repeating: ")", count: 250)
        )
        let printed = try onSmallStack {
            let result = Parser.parse(source)
            #expect(result.diagnostics == [])
            return result.statements.map(SyntaxPrinter.text)
        }
        #expect(printed == [source.text])
    }

    @Test("a thousand terms in a row do not nest")
    func wide() {
        for text in [" + ", " or ", " * ", " | "] {
            let line = (0..<1_000).map { "a\($0)" }.joined(separator: text)
            let result = Parser.parse(SourceText(line))
            #expect(result.diagnostics == [])
            #expect(result.statements.map(SyntaxPrinter.text) == [line])
        }
    }

    @Test("a line over 1 MiB gives one diagnostic")
    func longLine() {
        let long = String(repeating: "a", count: Parser.lineLimit + 1)
        for text in [long, "b\n" + long, long + "\nb"] {
            let result = Parser.parse(SourceText(text))
            #expect(result.diagnostics.map(\.message) == ["a line is longer than 1 MiB"])
            #expect(result.tokens.map(\.span) == [SourceSpan(0..<text.utf8.count)])
        }
    }

    /// Does the work on a thread with a stack of 512 KiB.
    private func onSmallStack<Result>(_ work: @escaping () -> Result) throws -> Result {
        var result: Result?
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        pthread_attr_init(attributes)
        pthread_attr_setstacksize(attributes, 512 << 10)
        defer {
            pthread_attr_destroy(attributes)
            attributes.deallocate()
        }
        var thread = pthread_t()
        let task = Unmanaged.passRetained(SmallTask { result = work() })
        let status = pthread_create(
            &thread,
            attributes,
            { context in
                if let context {
                    Unmanaged<SmallTask>.fromOpaque(context).takeRetainedValue().work()
                }
                return nil
            },
            task.toOpaque()
        )
        try #require(status == 0)
        pthread_join(thread, nil)
        return try #require(result)
    }
}

/// Work that a C callback can be handed.
private final class SmallTask {
    let work: () -> Void

    init(_ work: @escaping () -> Void) { self.work = work }
}
