import Diagnostics
import Testing

@testable import Language

@Suite("A fault of the source")
struct DiagnosisTests {
    /// Marked source, the message, and the first hint; each mark is where a label begins.
    struct Case: Sendable, CustomTestStringConvertible {
        let source: String
        let message: String
        let hint: String?

        init(_ source: String, _ message: String, _ hint: String? = nil) {
            self.source = source
            self.message = message
            self.hint = hint
        }

        var testDescription: String { source }
    }

    private func check(_ wanted: Case) throws {
        let marked = MarkedSource(wanted.source)
        let result = Parser.parse(SourceText(marked.text))
        let diagnostic = try #require(result.diagnostics.first)
        #expect(result.diagnostics.count == 1)
        #expect(diagnostic.message == wanted.message)
        #expect(diagnostic.labels.map(\.span.lower) == marked.offsets)
        #expect(diagnostic.hints.first == wanted.hint)
        if let hint = diagnostic.hints.first {
            #expect(Parser.parse(SourceText(hint)).diagnostics.isEmpty, "the hint can be pasted")
        }
    }

    @Test(
        "of a user of another tool is met with what to type",
        arguments: [
            Case(
                #"flights | filter(dest == "IAH" 1️⃣| dest == "HOU")"#,
                "`|` pipes; it does not mean or",
                #"flights | filter(dest == "IAH" or dest == "HOU")"#
            ),
            Case(
                "filter(a == 1 1️⃣| b == 2 2️⃣| c == 3)",
                "`|` pipes; it does not mean or",
                "filter(a == 1 or b == 2 or c == 3)"
            ),
            Case("f(a 1️⃣| (b or c))", "`|` pipes; it does not mean or", "f(a or (b or c))"),
            Case("filter(a 1️⃣&& b)", "`&&` is written `and`", "filter(a and b)"),
            Case("filter(a1️⃣||b)", "`||` is written `or`", "filter(a or b)"),
            Case("filter(1️⃣!a)", "`!` is written `not`", "filter(not a)"),
            Case("a 1️⃣|> head(5)", "`|>` is written `|`", "a | head(5)"),
            Case("a 1️⃣%>% head(5)", "`%>%` is written `|`", "a | head(5)"),
            Case("x 1️⃣<- load('a.csv')", "`<-` is written `=`", "x = load('a.csv')"),
            Case("5 1️⃣-> x", "`->` is written `=`", "x = 5"),
            Case("x 1️⃣** 2", "`**` is written `^`", "x ^ 2"),
            Case("x * 1️⃣.5", "`.5` is written `0.5`", "x * 0.5"),
            Case("x 1️⃣<> 3", "`<>` is written `!=`", "x != 3"),
            Case("x1️⃣++", "`x++` is written `x = x + 1`", "x = x + 1"),
            Case("1️⃣5. + x", "`5.` is written `5.0`", "5.0 + x"),
            Case("1️⃣0xff + 1", "`0xff` is written `255`", "255 + 1"),
            Case("11️⃣:3", "`:` is written `..`", "1..3"),
            Case("a | head 1️⃣3", "arguments stand in brackets", "a | head(3)"),
            Case("a | sort 1️⃣x | head", "arguments stand in brackets", "a | sort(x) | head"),
            Case("1️⃣return x", "`return` is not needed", "x"),
            Case(
                "filter(1️⃣is.na(sex))",
                "`is.na` is written `is missing`",
                "filter(sex is missing)"
            ),
            Case(
                "filter(1️⃣x.isna())",
                "`x.isna()` is written `x is missing`",
                "filter(x is missing)"
            ),
            Case(
                "filter(not x 1️⃣missing)",
                "`missing` is asked for by `is`",
                "filter(not x is missing)"
            ),
            Case(
                "rename(1️⃣\"to\" = dest)",
                "a name stands before `=`, without quotes",
                "rename(to = dest)"
            ),
            Case(
                "a | summarize(n = count()) 1️⃣by dest",
                "`by` is written `by:`",
                "a | summarize(n = count(), by: dest)"
            ),
            Case(
                "a | summarize(n = count()) 1️⃣by dest, tailnum",
                "`by` is written `by:`",
                "a | summarize(n = count(), by: [dest, tailnum])"
            ),
            Case("a 1️⃣:skip", "a command stands alone on its line", ":skip"),
            Case(
                "1️⃣LogisticRegression().fit(x, y)",
                "a learner takes a formula, and `fit` the rows",
                "logistic(target ~ .) | fit(train)"
            ),
            Case("f(1️⃣np.log(x))", "`np.` is not needed", "f(log(x))"),
            Case(
                "derive(m = year1️⃣.mean())",
                "a function stands before its brackets, and what it is about within",
                "derive(m = mean(year))"
            ),
            Case(
                "derive(m = sex.str1️⃣.left(2))",
                "a function stands before its brackets, and what it is about within",
                "derive(m = left(sex, 2))"
            ),
            Case("a 1️⃣｜ head", "`｜` is written `|`", "a | head"),
            Case(
                "1️⃣SELECT a, count(*) FROM t WHERE b = 'x'",
                "a query in SQL is an argument of `sql`",
                #"t | sql("SELECT a, count(*) FROM _ WHERE b = 'x'")"#
            ),
            Case(
                "1️⃣select * from t",
                "a query in SQL is an argument of `sql`",
                #"t | sql("select * from _")"#
            ),
            Case("1️⃣import pandas as pd", "`import` is not needed: every name is there", "?"),
            Case(
                "1️⃣for i in 1..3 { print(i) }",
                "there are no loops: verbs go over rows, `map` over lists",
                "map([1, 2, 3], it * 2)"
            ),
            Case("1️⃣lambda x: x + 1", "a definition begins with `def`", "def f(x) = x + 1"),
            Case("coalesce(x, 1️⃣NULL)", "`NULL` is written `missing`", "coalesce(x, missing)"),
            Case("x = 1️⃣None", "`None` is written `missing`", "x = missing"),
            Case("f(replace: 1️⃣TRUE)", "`TRUE` is written `true`", "f(replace: true)"),
            Case("filter(1️⃣x == NA)", "nothing is equal to `missing`", "filter(x is missing)"),
            Case(
                "filter(1️⃣x != missing)",
                "nothing is equal to `missing`",
                "filter(x is not missing)"
            ),
            Case(
                "filter(a == 1 and b 1️⃣= 2)",
                "`=` makes a name; `==` compares",
                "filter(a == 1 and b == 2)"
            ),
            Case(
                "if x 1️⃣= 1 then 2 else 3",
                "`=` makes a name; `==` compares",
                "if x == 1 then 2 else 3"
            ),
            Case("a < b 1️⃣< c", "comparisons do not chain", "a < b and b < c"),
            Case("a == 1 1️⃣AND b == 2", "`AND` is written `and`", "a == 1 and b == 2"),
            Case("x == 1️⃣'abc", "the text is not closed", "x == 'abc'"),
            Case("filter(x == 1️⃣\"abc)", "the text is not closed", "filter(x == \"abc\")"),
            Case("x == 1️⃣“abc”", "a text stands between straight quotes", "x == \"abc\""),
            Case("a1️⃣\u{A0}+ b", "a character is not part of the language", "a + b"),
            Case("a 1️⃣\u{7}+ b", "a character is not part of the language", "a + b"),
            Case(
                "flights1️⃣.head(5)",
                "`.` takes a column or a member; a verb follows `|`",
                "flights | head(5)"
            ),
            Case("flights1️⃣$delay", "`$` is written `.`", "flights.delay"),
            Case("1️⃣dplyr::filter(x)", "`dplyr::` is not needed", "filter(x)"),
            Case("x 1️⃣+= 1", "`x +=` is written `x = x +`", "x = x + 1"),
            Case("1️⃣let x = 5", "`let` is not needed", "x = 5"),
            Case("a 1️⃣? b : c", "`? :` is written `if … then … else …`", "if a then b else c"),
            Case("[11️⃣:3]", "`:` is written `..`", "[1..3]"),
            Case("x in (11️⃣, 2)", "a list stands between `[` and `]`", "x in [1, 2]"),
            Case("{a 1️⃣= 1}", "`=` is written `:`", "{a: 1}"),
            Case("matches(x, \"1️⃣\\d+\")", "no escape `\\d` in a text", "matches(x, r\"\\d+\")"),
            Case(
                "f\"{x1️⃣:.2f}\"",
                "`format` writes a value by a pattern",
                "f\"{format(x, '.2f')}\""
            ),
            Case("1️⃣f(x) = x + 1", "a definition begins with `def`", "def f(x) = x + 1"),
        ]
    )
    func foreign(wanted: Case) throws { try check(wanted) }

    @Test(
        "is recovered from, and points at the place",
        arguments: [
            Case("f(a 1️⃣b)", "`,` was expected", "f(a, b)"),
            Case("f1️⃣(a2️⃣]", "`(` is closed by `]`", "f(a)"),
            Case("f(a)1️⃣)", "`)` closes nothing", "f(a)"),
            Case("1️⃣in = 5", "`in` is a word of the language", "`in` = 5"),
            Case("flights 1️⃣head(5)", "`head` was not expected here", "flights | head(5)"),
            Case("flights | count() 1️⃣+ 1", "`+` binds tighter than `|`", "(flights | count()) + 1"),
            Case("1 + 1️⃣if a then b else c", "`if` needs brackets here", "1 + (if a then b else c)"),
            Case("f(a1️⃣; b)", "`;` ends a statement, and a bracket is open", "f(a, b)"),
            Case("a1️⃣, 3", "a list stands between `[` and `]`", "[a, 3]"),
            Case("f(a,1️⃣, b)", "a value was expected after `,`"),
            Case("(1️⃣)", "a value was expected after `(`"),
            Case("1️⃣* 3", "a value was expected before `*`"),
            Case("a\n1️⃣+ 3", "a value was expected before `+`"),
            Case("flights | 1️⃣5", "a verb was expected after `|`"),
            Case("1️⃣x[1].y = 5", "`=` gives a value to a name, and this is none"),
            Case(
                "1️⃣99999999999999999999",
                "`99999999999999999999` is too large for an int",
                "99999999999999999999.0"
            ),
            Case("1️⃣1e999", "`1e999` is too large for a float"),
            Case("1️⃣12abc", "`12abc` is neither a number nor a name", "`12abc`"),
            Case("f\"a1️⃣{b\"", "`{` is not closed", "f\"a{b}\""),
            Case("f\"a1️⃣}\"", "`}` is written `}}`", "f\"a}}\""),
            Case("f(a)1️⃣(b)", "only a name can be called"),
            Case("def f 1️⃣= 5", "`(` was expected after the name of a definition", "def f() = 5"),
            Case("a + b 1️⃣§", "`§` begins nothing"),
            Case(": 1️⃣x", "the name of a command was expected after `:`"),
        ]
    )
    func recovery(wanted: Case) throws { try check(wanted) }

    @Test("of a path with several backslashes is mended by one `r`")
    func windowsPath() {
        let result = Parser.parse(SourceText(#"load('C:\data\flights.csv')"#))
        #expect(result.diagnostics.count == 2)
        #expect(result.diagnostics.flatMap(\.hints).contains(#"load(r'C:\data\flights.csv')"#))
    }

    @Test("does not hide the other faults of its line")
    func several() {
        let result = Parser.parse(SourceText("filter(a && b == NULL, c = 1 or d = 2)\nf(x y)"))
        #expect(
            result.diagnostics.map(\.message) == [
                "`&&` is written `and`", "nothing is equal to `missing`",
                "`=` makes a name; `==` compares", "`,` was expected",
            ]
        )
        #expect(
            result.diagnostics.map(\.hints.first) == [
                "filter(a and b is missing, c = 1 or d == 2)",
                "filter(a and b is missing, c = 1 or d == 2)",
                "filter(a and b is missing, c = 1 or d == 2)", "f(x, y)",
            ]
        )
        #expect(result.statements.count == 2)
    }

    @Test("gives no code to paste that would fail again")
    func noHalfHints() {
        let result = Parser.parse(SourceText("filter(a && b) )) c"))
        #expect(result.diagnostics.count == 2)
        #expect(result.diagnostics.flatMap(\.hints) == [])
    }
}
