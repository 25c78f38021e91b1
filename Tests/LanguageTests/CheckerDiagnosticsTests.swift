import Diagnostics
import TestSupport
import Testing

@Suite("A fault that the checker finds")
struct CheckerDiagnosticsTests {
    private static let frames = """
        flights = frame(time_hour = [timestamp("2013-01-01T05:00:00Z")], carrier = ["UA"], \
        dest = ["IAH"], arr_delay = [11], dep_delay = [2], tailnum = ["N14228"])
        """

    private func said(_ line: String) -> String {
        var conversation = Conversation()
        let prelude = conversation(Self.frames)
        #expect(prelude.isEmpty)
        return conversation(line)
    }

    @Test("looks as the language's page shows it: a column that is not there")
    func column() {
        #expect(
            said("flights | filter(carier == \"UA\")") == """
                error: no column `carier`
                  1 | flights | filter(carier == "UA")
                    |                  ^^^^^^ not a column of `flights`
                help: `carrier` is close

                """
        )
    }

    @Test("looks as the language's page shows it: a pipe for or")
    func pipe() {
        #expect(
            said("flights | filter(dest == \"IAH\" | dest == \"HOU\")") == """
                error: `|` pipes; it does not mean or
                  1 | flights | filter(dest == "IAH" | dest == "HOU")
                    |                                ^ a verb was expected after this
                help: flights | filter(dest == "IAH" or dest == "HOU")

                """
        )
    }

    @Test("looks as the language's page shows it: types that do not compare")
    func types() {
        #expect(
            said("flights | filter(arr_delay > \"15\")") == """
                error: an int is compared with a text
                  1 | flights | filter(arr_delay > "15")
                    |                  ^^^^^^^^^   ^^^^ text
                    |                  int
                help: arr_delay > 15

                """
        )
    }

    @Test("looks as the language's page shows it: an order that is not said")
    func order() {
        #expect(
            said("flights | derive(before = first(dep_delay), by: tailnum)") == """
                error: `first` needs an order of the rows
                  1 | flights | derive(before = first(dep_delay), by: tailnum)
                    |                           ^^^^^
                help: derive(before = first(dep_delay), by: tailnum, order: time_hour)

                """
        )
    }

    /// A line, the message of its only fault, and the first hint.
    struct Case: Sendable, CustomTestStringConvertible {
        let line: String
        let message: String
        let hint: String?

        init(_ line: String, _ message: String, _ hint: String? = nil) {
            self.line = line
            self.message = message
            self.hint = hint
        }

        var testDescription: String { line }
    }

    func check(_ wanted: Case) throws {
        var conversation = Conversation()
        conversation(Self.frames)
        let faults = conversation.faults(wanted.line)
        let first = try #require(faults.first)
        #expect(faults.count == 1)
        #expect(first.message == wanted.message)
        #expect(first.hints.first == wanted.hint)
    }

    @Test("does not hide wrong verbs and arguments behind it in the pipe")
    func behind() {
        var conversation = Conversation()
        conversation(Self.frames)
        let faults = conversation.faults(
            "flights | filter(nope > 1) | srt(dest) | derive(x = nothing) | head(row: 3)"
        )
        #expect(
            faults.map(\.message) == ["no column `nope`", "no verb `srt`", "no argument `row`"]
        )
    }

    @Test("does not hide wrong columns behind a stage that keeps the columns")
    func behindRows() {
        var conversation = Conversation()
        conversation(Self.frames)
        func messages(_ line: String) -> [String] { conversation.faults(line).map(\.message) }
        #expect(
            messages("flights | filter(carier == \"UA\") | select(orign)")
                == ["no column `carier`", "no column `orign`"]
        )
        #expect(
            messages("flights | filter(nope > 1) | sort(no) | derive(x = dest) | select(x, y)")
                == ["no column `nope`", "no column `no`", "no column `y`"]
        )
        // The order that the wrong stage was to give is not asked for again.
        #expect(
            messages("flights | sort(nope) | derive(x = lag(arr_delay))") == ["no column `nope`"]
        )
        // Here nobody knows which columns there are.
        #expect(
            messages("flights | derive(late = nope > 1) | filter(late)") == ["no column `nope`"]
        )
    }

    @Test("is not the default of a parameter that reads those before it")
    func defaults() {
        var conversation = Conversation()
        #expect(conversation("def two(a, b = a * 2) = a + b; two(3)") == "9\n")
    }

    @Test("says what was found and what was expected", arguments: misuse)
    func found(_ wanted: Case) throws { try check(wanted) }

    private static let misuse: [Case] = [
        Case(
            "flights | mean(arr_delay)",
            "`mean` takes a column, not a frame",
            "summarize(mean(arr_delay))"
        ),
        Case(
            "mean(flights)",
            "`mean` takes a column, not a frame",
            "flights | summarize(mean(arr_delay))"
        ),
        Case(
            "flights | lag(arr_delay)",
            "`lag` takes a column, not a frame",
            "derive(lag(arr_delay))"
        ),
        Case(
            "flights | derive(r = rank(desc(arr_delay)))",
            "`desc` makes a key to sort by, not a value",
            "rank(-arr_delay)"
        ),
        Case(
            "flights | derive(r = desc(dest))",
            "`desc` makes a key to sort by, not a value",
            "derive(place = row_number(), order: desc(dest))"
        ),
        Case(
            "flights | summarize(mean(arr_delay), by = dest)",
            "`=` would make a column `by`; `:` fills the slot",
            "summarize(mean(arr_delay), by: dest)"
        ),
        Case(
            "flights | summarize(mean(arr_delay), by = g)",
            "`=` would make a column `by`; `:` fills the slot",
            "summarize(mean(arr_delay), by: g)"
        ),
        Case(
            "linear(arr_delay ~ ., flights)",
            "`linear` takes no rows: `fit` gives it some",
            "linear(arr_delay ~ .) | fit(flights)"
        ),
        Case(
            "flights | linear(arr_delay ~ .)",
            "`linear` takes no rows: `fit` gives it some",
            "linear(arr_delay ~ .) | fit(flights)"
        ),
        Case(
            "lm(arr_delay ~ ., data = flights)",
            "no function `lm`",
            "linear(arr_delay ~ .) | fit(flights)"
        ),
        Case(
            "fit(arr_delay ~ ., data = flights)",
            "a learner takes the formula, and `fit` the rows",
            "lightgbm(arr_delay ~ .) | fit(flights)"
        ),
        Case(
            "flights | fit(linear(arr_delay ~ .), weight: dep_delay)",
            "what learns stands before `fit`, and the rows within",
            "linear(arr_delay ~ .) | fit(flights, weight: dep_delay)"
        ),
        Case(
            "flights | head(3) | fit(linear(arr_delay ~ .))",
            "what learns stands before `fit`, and the rows within",
            "linear(arr_delay ~ .) | fit(…)"
        ),
        Case(
            "linear(arr_delay ~ .) | summary()",
            "no verb `summary`",
            "a learner shows what it holds where it stands alone"
        ),
        Case("1 in [[1]]", "an int is compared with a list", "1 in [1]"),
        Case("x = [[1]]; 1 in x", "`in` takes a list of single values"),
        Case(
            "flights | sort(random())",
            "`random` has no rows to go over here",
            "derive(x = random()) before it"
        ),
        Case(
            "\"a\" + 1",
            "an int cannot be added to a text",
            "text(x) makes a text of an int"
        ),
        Case(
            "flights | unpivot(arr_delay, name: part)",
            "`name` takes a text",
            "name: \"part\""
        ),
        Case(
            "load(data/more.csv)",
            "`path` takes a text",
            "\"data/more.csv\""
        ),
        Case(
            "date(\"2013-01-01\") > 2013-06-01",
            "a date is compared with an int",
            "date(\"2013-01-01\") > \"2013-06-01\""
        ),
        Case(
            "linear(\"a ~ b\")",
            "`linear` takes a formula or a recipe as `formula`, not a text",
            "linear(a ~ b)"
        ),
        Case(
            "flights | join(flights, on: dest, kind: left)",
            "`kind` takes a text",
            "kind: \"left\""
        ),
        Case(
            "flights | join(flights, on: dest, kind: \"outer\")",
            "`kind` is never \"outer\"",
            "kind: \"full\""
        ),
        Case(
            "flights | head(1, dest, dest, 4, 5)",
            "`head` takes no more arguments here",
            "… | head(rows:, by:, order:)"
        ),
        Case("flights | head(rows: -1)", "`rows` is out of range", "rows: 1"),
        Case(
            "flights | head(rows: \"a\")",
            "`head` takes an int as `rows`, not a text",
            "… | head(rows:, by:, order:)"
        ),
        Case("flights | head(row: 1)", "no argument `row`", "`rows` is close"),
        Case(
            "flights | head(rows: -1, n: 1)",
            "no argument `n`; `rows` is out of range",
            "`rows:` is the name of pandas's `n`"
        ),
        Case("flights | filter()", "`filter` lacks `x`", "… | filter(x…, by:, order:)"),
        Case("flights | filter(dest)", "a condition was expected, a text was found"),
        Case(
            "flights | filter(arr_delay)",
            "a condition was expected, an int was found",
            "arr_delay != 0"
        ),
        Case(
            "flights | summarize(dest)",
            "`dest` has many values in a group",
            "count_distinct(dest)"
        ),
        Case(
            "flights | derive(m = mean(max(arr_delay)))",
            "`max` stands inside `mean`",
            "derive(x = max(arr_delay)) before it"
        ),
        Case(
            "flights | summarize(m = mean(max(arr_delay)))",
            "`max` stands inside `mean`",
            "derive(x = max(arr_delay)) before it"
        ),
        Case(
            "flights | sort(arr_delay - mean(arr_delay))",
            "`mean` has no rows to go over here",
            "derive(x = mean(arr_delay)) before it"
        ),
        Case(
            "flights | count(mean(arr_delay))",
            "`mean` has no rows to go over here",
            "derive(x = mean(arr_delay)) before it"
        ),
        Case(
            "flights | summarize(f = first(arr_delay))",
            "`first` needs an order of the rows",
            "sort(time_hour) | summarize(f = first(arr_delay))"
        ),
        Case(
            "flights | select(dest..carrier)",
            "`dest` stands behind `carrier`",
            "carrier..dest"
        ),
        Case("flights | select(\"dest\")", "a column is named without quotes", "dest"),
        Case("flights | select(dest, dest)", "`dest` is a column twice"),
        Case("flights | derive(z = arr_delay.x)", "no member `x`"),
        Case("flights.des", "no column `des`", "`dest` is close"),
        Case("flights[1]", "`[ ]` takes no part of a frame", "flights | slice(1..1)"),
        Case("[1, 2][3]", "no element 3 in a list of 2"),
        Case("a, b = [1, 2, 3]", "2 names, but 3 parts", "`_` in the place of a name drops a part"),
        Case("a, b = 3", "2 names take a list apart, an int was found"),
        Case("{a: 1, a: 2}", "`a` is a field twice"),
        Case("if 3 then 1 else 2", "a condition is true or false"),
        Case("3 in [1, missing]", "missing is never equal to anything in a list", "is missing"),
        Case("1 == missing", "nothing is equal to `missing`", "1 is missing"),
        Case("1 < 2 < 3", "comparisons do not chain", "1 < 2 and 2 < 3"),
        Case(
            "9223372036854775807 + 1",
            "the result of `+` is too large for an int",
            "float(x) has room for it"
        ),
        Case("-\"a\"", "`-` takes a number or a duration, not a text"),
        Case("def f(x) = f(x)", "`f` calls itself"),
        Case("def f(x) = g(x)\ndef g(x) = f(x)\nf(1)", "`f` calls itself"),
        Case("def f(x, x) = 1", "`x` is a parameter twice"),
        Case("def f(x) = x\nf(1, 2)", "`f` takes no more arguments here", "f(x)"),
        Case("def f(x) = x\nf(y: 2)", "no argument `y`", "f(x)"),
        Case("def f(x) = x\nf()", "`f` lacks `x`", "f(x)"),
        Case("load(\"nope.csv\")", "there is no file `nope.csv`"),
        Case("load(\"data\")", "`data` is a folder", "load(\"data/*.csv\")"),
        Case("flights | filter(time_hour > \"soon\")", "\"soon\" is not a timestamp"),
        Case("_ = 3\n_ + x", "no value `x`"),
    ]

    @Test(
        "is not a pattern with a star or a column called by the name of an argument, which is said"
    )
    func remarks() {
        let starred = said("flights | filter(dest like \"IA*\") | count()")
        #expect(starred.contains("note: `*` is itself in a pattern; `%` is any text"))
        #expect(starred.contains("help: like \"IA%\""))
        #expect(!said("flights | filter(dest like \"I%*\") | count()").contains("note"))
        #expect(
            said("flights | derive(n = count(), by = dest) | select(by)")
                .contains("note: `by =` makes a column; `by:` is the argument of `derive`")
        )
        #expect(!said("flights | derive(order = 3) | select(order)").contains("note"))
    }

    @Test("is reported with all others of the line")
    func together() {
        var conversation = Conversation()
        conversation(Self.frames)
        let faults = conversation.faults("flights | filter(carier == 1, desst == 2, foo(3))")
        #expect(
            faults.map(\.message) == [
                "no column `carier`", "no column `desst`", "no function `foo`",
            ]
        )
    }

    @Test("is found in a later statement before the first one runs")
    func before() {
        var conversation = Conversation()
        conversation(Self.frames)
        let later = "n = flights | count()\nflights | filter(nope > n)"
        #expect(conversation.faults(later).map(\.message) == ["no column `nope`"])
        #expect(conversation.faults("n").map(\.message) == ["no value `n`"])
        #expect(conversation("n = flights | count()\nn + 1") == "2\n")
        #expect(conversation("x = 1; y = x + z").contains("no value `z`"))
        #expect(conversation.faults("x").map(\.message) == ["no value `x`"])
    }

    @Test("of a definition points at the call and calls the frame by its name")
    func definition() {
        var conversation = Conversation()
        conversation(Self.frames)
        conversation("def worst(frame, n = 5) = frame | sort(desc(delay)) | head(n)")
        #expect(
            conversation("flights | worst(2)") == """
                error: no column `delay`
                  1 | flights | worst(2)
                    |           ^^^^^^^^ not a column of `flights`
                help: it has time_hour, carrier, dest, arr_delay, dep_delay, tailnum

                """
        )
    }

    @Test("is not a name that is a column and a variable, which is said once")
    func shadowed() {
        var conversation = Conversation()
        conversation(Self.frames)
        conversation("dest = \"HOU\"")
        let note = "note: `dest` is the column here; the variable is `$dest`\n"
        #expect(conversation("flights | filter(dest == \"IAH\") | count()") == "1\n" + note)
        #expect(conversation("flights | filter(dest == \"IAH\") | count()") == "1\n")
        #expect(conversation("flights | filter(dest == $dest) | count()") == "0\n")
    }
}
