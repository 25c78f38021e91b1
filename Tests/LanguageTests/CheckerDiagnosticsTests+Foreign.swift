import Testing

/// What users of other tools type first.
extension CheckerDiagnosticsTests {
    @Test("is answered in the words of other tools", arguments: foreign)
    func foreignName(_ wanted: Case) throws { try check(wanted) }

    private static let foreign: [Case] = [
        Case("flights | mutate(x = 1)", "no verb `mutate`", "derive(x = 1)"),
        Case(
            "flights | group_by(dest)",
            "no verb `group_by`",
            "summarize(n = count(), by: dest)"
        ),
        Case("flights | sort(\"dest\")", "a column is named without quotes", "dest"),
        Case("flights | count(\"dest\")", "a column is named without quotes", "dest"),
        Case(
            "flights | sort(dest, desc)",
            "no column `desc`",
            "sort(dest, descending: true)"
        ),
        Case(
            "date(2013, 6, 1)",
            "`date` takes a text or a date or timestamp, not an int",
            "make_date(2013, 6, 1)"
        ),
        Case(
            "date(\"2013-10-01\") > \"2013/6/01\"",
            "\"2013/6/01\" is not a date",
            "\"2013-06-01\""
        ),
        Case("flights | sort(1)", "the name of a column was expected"),
        Case("flights[\"dest\"]", "`[ ]` takes no part of a frame", "flights | select(dest)"),
        Case(
            "flights[[\"dest\", \"carrier\"]]",
            "`[ ]` takes no part of a frame",
            "flights | select(dest, carrier)"
        ),
        Case(
            "flights[flights.arr_delay > 3]",
            "`[ ]` takes no part of a frame",
            "flights | filter(arr_delay > 3)"
        ),
        Case("flights | rename(to: dest)", "no argument `to`", "rename(to = dest)"),
        Case("flights | derive(x: 3)", "no argument `x`", "derive(x = 3)"),
        Case("flights | select(dest:tailnum)", "no argument `dest`", "select(dest..tailnum)"),
        Case(
            "flights | head(n = 3)",
            "`head` makes no names, so `=` has nothing to do here",
            "`rows:` is the name of pandas's `n`"
        ),
        Case("flights | where(dest = \"JFK\")", "no verb `where`", "filter(dest == \"JFK\")"),
        Case("flights | nunique(dest)", "no verb `nunique`", "summarize(count_distinct(dest))"),
        Case(
            "flights | fillna(0)",
            "no verb `fillna`",
            "derive(across(columns(type: \"numeric\"), coalesce(it, 0)))"
        ),
        Case(
            "flights | fillna(\"none\")",
            "no verb `fillna`",
            "derive(across(columns(type: \"text\"), coalesce(it, \"none\")))"
        ),
        Case(
            "flights | rename(dest = \"to\")",
            "the new name stands before `=`, the old one behind it, both without quotes",
            "rename(to = dest)"
        ),
        Case(
            "flights | merge(flights, on=[\"dest\", \"carrier\"])",
            "no verb `merge`",
            "join(flights, on: [dest, carrier])"
        ),
        Case(
            "flights | join(flights, on = [\"dest\", \"carrier\"])",
            "`join` makes no names, so `=` has nothing to do here",
            "join(flights, on: [dest, carrier])"
        ),
        Case(
            "flights | derive(m = mean(arr_delay) over (partition by dest, carrier order by year desc))",
            "`over` is written `by:` and `order:`",
            "flights | derive(m = mean(arr_delay), by: [dest, carrier], order: desc(year))"
        ),
        Case(
            "flights | derive(m = mean(arr_delay) over (partition by weekday(dest)))",
            "`over` is written `by:` and `order:`"
        ),
        Case(
            "describe flights",
            "what a verb is about stands in brackets, or before it and `|`",
            "describe(flights)"
        ),
        Case("c(1, 2)", "no function `c`", "[1, 2]"),
        Case("quit", "no value `quit`", ":quit"),
        Case("flights | derive(a = des, b = a)", "no column `des`", "`dest` is close"),
        Case("[1, 2, 3][1..2]", "an element is taken by its number"),
        Case("range(1, 3)", "no function `range`", "1..3"),
        Case(
            "flights | derive(x = case_when(arr_delay > 3 ~ 1, TRUE ~ 2))",
            "`TRUE` is written `true`",
            "flights | derive(x = case_when(arr_delay > 3 ~ 1, true ~ 2))"
        ),
        Case(
            "flights | derive(x = case_when(arr_delay > 3 ~ 1, true ~ 2))",
            "no function `case_when`",
            "case(arr_delay > 3, 1, else: 2)"
        ),
        Case(
            "flights | left_join(flights, by: \"dest\")",
            "no verb `left_join`",
            "join(flights, on: dest, kind: \"left\")"
        ),
        Case("flights | arrange(dest)", "no verb `arrange`", "sort(dest)"),
        Case("flights | where(arr_delay > 1)", "no verb `where`", "filter(arr_delay > 1)"),
        Case(
            "flights | left_join(flights, on: dest)",
            "no verb `left_join`",
            "join(flights, on: dest, kind: \"left\")"
        ),
        Case("flights | select(-dest)", "columns are left out by `drop`", "drop(dest)"),
        Case(
            "flights | filter(arr_delay = 1)",
            "`filter` makes no names, so `=` has nothing to do here",
            "filter(arr_delay == 1)"
        ),
        Case(
            "flights | head(rows = 1)",
            "`head` makes no names, so `=` has nothing to do here",
            "head(rows: 1)"
        ),
        Case("isna(3)", "no function `isna`", "3 is missing"),
        Case("ifelse(1 > 2, 3, 4)", "no function `ifelse`", "if 1 > 2 then 3 else 4"),
        Case("pow(2, 3)", "no function `pow`", "2^3"),
        Case("flights | sort(-dest)", "a text has no negative", "desc(dest)"),
        Case(
            "flights | sort(dest, ascending: false)",
            "no argument `ascending`",
            "`descending: true` is pandas's `ascending: false`"
        ),
        Case(
            "flights | join(flights, by: dest)",
            "no argument `by`",
            "`on:` is the name of dplyr's `by`"
        ),
        Case(
            "flights | select(starts_with(\"de\"))",
            "the name of a column was expected",
            "columns(\"de*\")"
        ),
        Case(
            "flights | derive(x = IF(dest = \"a\", 3, 4))",
            "no function `IF`",
            "if dest == \"a\" then 3 else 4"
        ),
        Case(
            "if(1 > 2, 3, 4)",
            "`if( , , )` is written `if … then … else …`",
            "if 1 > 2 then 3 else 4"
        ),
        Case(
            "flights | derive(x = if(dest = \"a\", 3, 4))",
            "`if( , , )` is written `if … then … else …`",
            "flights | derive(x = if dest == \"a\" then 3 else 4)"
        ),
        Case(
            "flights | sort(dest, arr_delay desc)",
            "`arr_delay desc` is written `desc(arr_delay)`",
            "flights | sort(dest, desc(arr_delay))"
        ),
        Case(
            "flights | summarize(mean(arr_delay) by dest)",
            "`by` is written `, by:`",
            "flights | summarize(mean(arr_delay), by: dest)"
        ),
        Case(
            "flights | summarize(n = count(*))",
            "`*` is not needed",
            "flights | summarize(n = count())"
        ),
        Case(
            "flights | summarize(m = mean(arr_delay, na.rm = TRUE))",
            "`na.rm = TRUE` is not needed",
            "flights | summarize(m = mean(arr_delay))"
        ),
        Case("exit", "no value `exit`", ":quit"),
        Case("help", "no value `help`", "?"),
        Case(
            "flights | head(n: 3)",
            "no argument `n`",
            "`rows:` is the name of pandas's `n`"
        ),
        Case("mkdir out", "`!` runs the system's shell", "! mkdir out"),
        Case("ls", "no value `ls`", ":vars"),
        Case("=AVERAGE(flights.arr_delay)", "`=` is not needed", "mean(flights.arr_delay)"),
        Case("f = read.csv(\"a.csv\")", "`read.csv` is written `load`", "f = load(\"a.csv\")"),
        Case("f = pd.read_csv(\"a.csv\")", "`pd.` is not needed", "f = load(\"a.csv\")"),
        Case(
            "flights | derive(x = as.numeric(arr_delay))",
            "`as.numeric` is written `float`",
            "flights | derive(x = float(arr_delay))"
        ),
        Case("flights.shape", "no column `shape`", "flights | schema"),
        Case("flights | hist(arr_delay)", "no verb `hist`", "histogram(arr_delay)"),
        Case("boxplot(flights)", "no function `boxplot`", "box(flights)"),
        Case(
            "ggplot(flights, aes(x = dep_delay, y = arr_delay, colour = dest))",
            "no function `ggplot`",
            "flights | scatter(dep_delay, arr_delay, color: dest)"
        ),
        Case(
            "flights | value_counts(dest)",
            "`value_counts` takes a column, not a frame",
            "count(dest)"
        ),
        Case(
            "train_test_split(flights, test_size = 0.2)",
            "no function `train_test_split`",
            "train, test = flights | split(0.8, 0.2)"
        ),
        Case(
            "merge(flights, flights, on=\"tailnum\")",
            "no function `merge`",
            "join(flights, flights, on: tailnum)"
        ),
        Case("flights | plot(arr_delay)", "no verb `plot`", "histogram(arr_delay)"),
        Case(
            "AdaBoostClassifier(trees: 3)",
            "no function `AdaBoostClassifier`",
            "?learners"
        ),
        Case("flights | frobnicate", "no verb `frobnicate`", "?"),
        Case("library(dplyr)", "no function `library`", "?"),
        Case("flights | filter(dest == IAH)", "no column `IAH`", "dest == \"IAH\""),
        Case(
            "flights | filter(dest in \"IAH\")",
            "`in` takes a list or a range, not a text",
            "dest in [\"IAH\"]"
        ),
        Case(
            "flights | rename(dest, to)",
            "the new name stands before `=`, the old one behind it",
            "rename(to = dest)"
        ),
        Case(
            "flights | head(\"5\")",
            "`head` takes an int as `rows`, not a text",
            "head(5)"
        ),
        Case(
            "flights | append({dest: \"IAH\"})",
            "`append` takes a list or a frame as `other`, not a record",
            "append(frame(dest = [\"IAH\"]))"
        ),
        Case("notna(3)", "no function `notna`", "3 is not missing"),
    ]
}
