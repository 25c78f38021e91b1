import Relations
import Testing

@Suite("A regular expression")
struct RegularExpressionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let pattern: String
        let message: String
        /// What is pointed at; nil for all of it.
        let part: String?
        let start: Int

        init(_ pattern: String, _ message: String, _ part: String?, at start: Int = 0) {
            self.pattern = pattern
            self.message = message
            self.part = part
            self.start = start
        }

        var testDescription: String { pattern }
    }

    @Test(
        "that is wrong is told in our words, with its place",
        arguments: [
            Case("a(b", "`(` is never closed", "(", at: 1),
            Case("(a)(b", "`(` is never closed", "(", at: 3),
            Case(#"\((b"#, "`(` is never closed", "(", at: 2),
            Case("[(](b", "`(` is never closed", "(", at: 3),
            Case("[](](b", "`(` is never closed", "(", at: 4),
            Case("a)b", "`)` closes nothing", ")", at: 1),
            Case("ab)", "`)` closes nothing", ")", at: 2),
            Case("é[ab", "`[` is never closed", "[", at: 2),
            Case("[z-a]", "`z-a` is no range or class of characters", "z-a", at: 1),
            Case("[[:foo:]]", "`[:foo:]` is no range or class of characters", "[:foo:]", at: 1),
            Case(
                #"a\p{Foo}"#,
                #"`\p{Foo}` is no range or class of characters"#,
                #"\p{Foo}"#,
                at: 1
            ),
            Case(#"\d\q"#, #"`\q` has no meaning"#, #"\q"#, at: 2),
            Case(#"(a)\1"#, #"`\1` refers back to a group, which RE2 does not do"#, #"\1"#, at: 3),
            Case("a*|*", "`*` has nothing to repeat", "*", at: 3),
            Case("a**", "`**` repeats what is repeated already", "**", at: 1),
            Case("a{2,1}", "`{2,1}` is no count of repetitions, from 0 to 1000", "{2,1}", at: 1),
            Case("a{1001}", "`{1001}` is no count of repetitions, from 0 to 1000", "{1001}", at: 1),
            Case("b(?=a)", "`(?=` is not RE2's, which does not look around", "(?=", at: 1),
            Case(#"ab\"#, #"nothing follows the last `\`"#, #"\"#, at: 2),
            Case(#"\pL{1000}"#, "the regular expression is too large", nil),
        ]
    )
    func fault(_ wanted: Case) throws {
        let fault = try #require(throws: PatternFault.self) {
            try RegularExpression(wanted.pattern)
        }
        #expect(fault.message == wanted.message)
        let range = wanted.part.map { wanted.start..<wanted.start + $0.utf8.count }
        #expect(fault.range == range)
    }

    @Test("has as many groups as brackets that keep what they fit")
    func groups() throws {
        #expect(try RegularExpression("a").groups == 0)
        #expect(try RegularExpression(#"(a)(?:b)(?P<c>c)\("#).groups == 2)
    }

    @Test("is looked for in letters beyond ASCII, and in nothing")
    func matching() throws {
        #expect(try RegularExpression("^é.$").matches("éß"))
        #expect(try RegularExpression("").matches(""))
        #expect(try !RegularExpression(".").matches(""))
        #expect(try !RegularExpression("a.b").matches("a\nb"))
        #expect(try RegularExpression("(?s)a.b").matches("a\nb"))
    }
}
