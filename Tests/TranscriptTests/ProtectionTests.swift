import Assembly
import Catalog
import Diagnostics
import Foundation
import Kernels
import Language
import Rendering
import Sessions
import Tables
import TestSupport
import Testing

@Suite("Protected columns")
struct ProtectionTests {
    /// Three columns of which no cell may be seen; each of their cells has one of these parts.
    private static let secrets = ["Zebra", "Xerus", "Wolf", "Yak", "7654", "1981-"]
    private static let rows = """
        id,name,salary,born,dept,hours
        1,Alice Zebra,17654.25,1981-02-03,a,4
        2,Bob Yak,27654.5,1981-03-04,b,8
        3,Carla Xerus,37654.75,1981-04-05,a,6
        4,Dan Wolf,47654.25,1981-05-06,b,7
        5,Eva Zebrano,57654.5,1981-06-07,a,9
        6,Finn Wolfe,67654.75,1981-07-08,b,2
        """
    private var talk: Conversation
    private let running = Session.Running(work: WorkContext())
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-protection-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.rows.write(
            to: folder.appendingPathComponent("people.csv"),
            atomically: true,
            encoding: .utf8
        )
        talk = Conversation(folder: folder.path)
        talk(#"open = load("people.csv")"#)
        talk("p = open | protect(name, salary, born)")
    }

    /// A call of every verb that takes a frame, over the protected columns.
    static let calls = [
        "append": "append(p)", "bar": "bar(name)",
        "box": "box(dept, salary)", "changes": "changes(p | derive(salary = salary + 1), on: id)",
        "clean_names": "clean_names", "collect": "collect", "complete": "complete(name, born)",
        "correlate": "correlate", "count": "count(name, born)", "crosstab": "crosstab(dept, name)",
        "density": "density(salary)", "derive": "derive(a = upper(name), b = salary * 2, c = born)",
        "describe": "describe", "distinct": "distinct(name)", "drop": "drop(id)",
        "drop_missing": "drop_missing", "duplicates": "duplicates(dept)",
        "except": "except(p | head(1))", "expect": #"expect(salary < 1, otherwise: "warn")"#,
        "fill": "fill(name, order: id)", "filter": "filter(salary > 20000)",
        "forbid": #"forbid(name, because: "a test")"#, "glimpse": "glimpse", "head": "head(3)",
        "holdout": "holdout",
        "heatmap": "heatmap(name, dept)", "histogram": "histogram(salary)",
        "intersect": "intersect(p)", "join": "join(open | select(id, x = hours), on: id)",
        "lineage": "lineage", "line": "line(born, salary)", "missing_patterns": "missing_patterns",
        "pairs": "pairs(salary, id)", "pivot": "pivot(names: dept, values: name)", "plan": "plan",
        "protect": "protect(dept)", "pull": "pull(name)", "relocate": "relocate(name, after: id)",
        "rename": "rename(who = name)", "same": "same(open)", "sample": "sample(rows: 3)",
        "save": #"save("out.csv")"#, "scatter": "scatter(salary, hours)", "schema": "schema",
        "select": "select(who = name, salary)", "show": "show(rows: 5)", "slice": "slice(1..3)",
        "sort": "sort(desc(salary))", "split": "split(0.5, 0.5)",
        "sql": #"sql("SELECT salary AS dept, id FROM _")"#, "suggest": "suggest",
        "summarize": "summarize(m = mean(salary), f = max(name), by: dept)",
        "tail": "tail(2)", "top": "top(salary, rows: 2)",
        "unnest": "derive(w = split_text(name, \" \")) | unnest(w)",
        "unpivot": "unpivot(name, dept)", "violin": "violin(dept, salary)",
    ]

    /// Verbs that take a frame, among other things, and have tests of their own here.
    private static let elsewhere: Set = [
        "print", "recipe", "transform", "tables", "load", "frame",
        "roc", "pr_curve", "lift", "calibration", "confusion", "residuals",
        "partial_dependence", "ice", "ale",
    ]

    @Test("are not tried with other values that a figure would show")
    func effects() throws {
        var talk = talk
        talk("m = linear(hours ~ salary + id) | fit(open)")
        for verb in ["partial_dependence", "ice", "ale"] {
            let faults = talk.faults("m | \(verb)(p, salary)")
            #expect(faults.map(\.code) == ["column.protected"])
            expectNoSecret(talk("m | \(verb)(p, salary)"), verb)
            #expect(talk.faults("m | \(verb)(p, id)").isEmpty)
            expectNoSecret(talk("m | \(verb)(p, id)"), verb)
        }
    }

    @Test("have a call here for every verb of frames")
    func complete() {
        let verbs = ExampleSession.factory.registry.functions.filter { function in
            [.frames, .figures, .data].contains(function.signature.family)
                && function.signature.parameters.contains { $0.name == "frame" }
        }
        let absent = Set(verbs.map(\.name)).subtracting(Self.calls.keys).subtracting(Self.elsewhere)
        #expect(absent.subtracting(["beeswarm", "bars", "waterfall"]).isEmpty, "\(absent)")
    }

    @Test("are not shown by any verb that carries them", arguments: calls.values.sorted())
    func carried(call: String) throws {
        var talk = talk
        let line = call.isEmpty ? "p" : "p | \(call)"
        expectNoSecret(talk(line), line)
        expectNoSecret(talk("\(line) | head(4) | describe"), line)
        expectNoSecret(talk("\(line) | glimpse"), line)
        // Nor do they stand in what an engine hands to those that show rows.
        if let table = try? talk.table(line) {
            let cells = table.columns.flatMap { column in (0..<column.count).map { column[$0] } }
            expectNoSecret("\(cells)", line)
        }
    }

    @Test(
        "are not shown by errors, values, reports and what was learned",
        arguments: [
            "p | derive(n = int(name))", "p | filter(int(name) > 3)", "p | sum(int(name))",
            "max(p.salary)", "p.name", "print(p.name)", "p | filter(name in p.name)",
            #"p | expect(salary < 20000, otherwise: "report")"#, "p | expect(max(salary) < 1)",
            #"p | expect(name == "x", length(name) < 4)"#, "p | expect(unique(dept), unique(name))",
            #"(p | expect(salary < 20000, otherwise: "report")).rows"#,
            #"p | join(p | append(p), on: name, validate: "one_to_one")"#,
            "p | pivot(names: dept, values: salary)", "p | one_hot(name)", "p | lump(name, n: 2)",
            "p | ordinal(name)", "p | target_encode(name)", "p | bin(salary)", "p | scale(salary)",
            "p | impute(name)", "p | date_parts(born)", "p | hash_encode(name, n: 4)",
            "recipe(dept ~ salary) | impute(salary) | scale(salary) | fit(p)",
            "recipe(dept ~ name) | one_hot(name) | fit(p)", "logistic(dept ~ name) | fit(p)",
            "logistic(name ~ hours) | fit(p)",
            "recipe(salary ~ dept) | target_encode(dept) | fit(p)",
            "m = linear(hours ~ salary) | fit(p)\nm | explain(p, background: p)",
            "m = linear(hours ~ salary) | fit(p)\nm | explain(p, background: p) | waterfall(row: 1)",
            "m = linear(hours ~ salary) | fit(p)\nm | explain(p, background: p) | beeswarm",
            "m = linear(hours ~ salary) | fit(p)\nm | explain(p, background: p) | reasons(row: 1)",
            "m = linear(hours ~ salary) | fit(p)\nm | evaluate(p, by: name)",
            "m = linear(hours ~ salary) | fit(p)\nm | predict(p)",
            "m = linear(hours ~ salary) | fit(p)\nm | residuals(p)",
        ]
    )
    func told(line: String) {
        var talk = talk
        expectNoSecret(talk(line), line)
    }

    @Test(
        "are not shown by figures of models that learned before",
        arguments: [
            ("linear(salary ~ hours) | fit(open)", "residuals(p)"),
            ("linear(salary ~ hours) | fit(open)", "residuals(p) | describe"),
            ("logistic(name ~ hours) | fit(open)", "confusion(p)"),
            ("logistic(name ~ hours) | fit(open)", "roc(p) | head(30)"),
            ("logistic(name ~ hours) | fit(open)", "lift(p)"),
            ("logistic(name ~ hours) | fit(open)", "pr_curve(p)"),
            ("logistic(name ~ hours) | fit(open)", "calibration(p, class: \"x\")"),
        ]
    )
    func drawn(learner: String, figure: String) {
        var talk = talk
        talk("m = \(learner)")
        expectNoSecret(talk("m | \(figure)"), figure)
    }

    @Test("stand in no transcript, with what failed in it")
    func transcript() throws {
        var talk = talk
        for call in Self.calls.values.sorted() { talk("p | \(call)") }
        talk(":save session.md --all")
        let text = try String(
            contentsOf: folder.appendingPathComponent("session.md"),
            encoding: .utf8
        )
        #expect(text.contains("```output") && text.contains("***"))
        expectNoSecret(text, "session.md")
    }

    @Test("stand in no output for programs", arguments: OutputFormat.allCases)
    func formats(format: OutputFormat) throws {
        let factory = SessionFactory()
        defer { factory.close() }
        var settings = Settings()
        settings.folder = folder.path
        var session = factory.session(settings)
        _ = session.run(
            SourceText(#"p = load("people.csv") | protect(name, salary, born)"#),
            running
        )
        let renderer = format.renderer(terminal: TerminalRenderer(width: 80, colour: false))
        let values = [
            "p.name", "max(p.salary)", "p | pull(born)",
            #"p | expect(salary < 20000, otherwise: "report")"#, "p | derive(x = list(name))",
            "m = linear(hours ~ salary) | fit(p)\nm | explain(p, background: p)",
        ]
        for line in values + Self.calls.values.sorted().map({ $0.isEmpty ? "p" : "p | \($0)" }) {
            var copy = session
            let outcome = copy.run(SourceText(line), running)
            expectNoSecret(
                copy.text(of: outcome, by: renderer, palette: .plain, width: 80),
                "\(format): \(line)"
            )
        }
    }

    @Test("are not completed, nor told as levels of a category")
    func completed() throws {
        let factory = SessionFactory()
        defer { factory.close() }
        var settings = Settings()
        settings.folder = folder.path
        var session = factory.session(settings)
        let names = Self.rows.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] }
        let levels = names.map { "\"\($0)\"" }.joined(separator: ", ")
        _ = session.run(
            SourceText(
                "p = load(\"people.csv\") | derive(who = category(name, [\(levels)]))"
                    + " | protect(name, who, salary, born)"
            ),
            running
        )
        var surroundings = Completer.Surroundings()
        // What the prompt would count, if it were asked.
        surroundings.texts = { _, _ in names.map(String.init) }
        let completer = Completer(
            registry: session.registry,
            scope: session.scope,
            context: session.callContext(Session.Running(work: WorkContext())),
            surroundings: surroundings
        )
        for line in ["p | filter(who == \"", "p | filter(name == \"", "p | filter(who in [\"Al"] {
            #expect(completer.answer(line, at: line.utf8.count).candidates.isEmpty, "\(line)")
        }
        let open = "p | filter(dept == \""
        #expect(!completer.answer(open, at: open.utf8.count).candidates.isEmpty)
        for line in [
            "who == \"q\"", "who > \"q\"", "who in [\"q\"]", "who between \"q\" and \"r\"",
            "recode(who, {q: 1})", "case(who, \"q\", 1)", "missing_if(who, \"q\")",
        ] {
            let outcome = session.run(SourceText("p | derive(x = \(line))"), running)
            expectNoSecret(session.plainText(of: outcome), line)
        }
    }

    @Test("stand in no journal: it holds what was typed, and nothing that was printed")
    func journal() throws {
        let (journal, trouble) = Journal.begin(
            JournalHeader(folder: folder.path, start: 1, pid: 2, seed: 3, zone: "UTC"),
            in: JournalFolder(path: folder.appendingPathComponent("journals").path)
        )
        #expect(trouble == nil)
        var talk = talk
        for call in Self.calls.values.sorted() {
            let line = "p | \(call)"
            let number = journal.accept(line).number
            talk(line)
            _ = journal.mark(number, .failed)
        }
        journal.finish()
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        for name in names ?? [] where name.hasPrefix("journals/") {
            let text = try? String(
                contentsOf: folder.appendingPathComponent(name),
                encoding: .utf8
            )
            expectNoSecret(text ?? "", name)
        }
    }

    @Test("are counted, filtered, joined and learned from as if they were not protected")
    func used() throws {
        var talk = talk
        func same(_ line: String) throws {
            let hidden = try talk.table("p | \(line)")
            #expect(try talk.table("open | \(line)") == hidden, "\(line)")
        }
        try same("filter(salary > 20000) | select(id)")
        try same("sort(desc(salary)) | select(id)")
        try same("summarize(n = count_distinct(name), m = count(salary), by: dept)")
        try same("join(open | select(name, x = id), on: name) | select(x)")
        talk("m = linear(hours ~ salary) | fit(p)\nn = linear(hours ~ salary) | fit(open)")
        try same("select(id)")
        #expect(
            try talk.table("m | predict(p) | pull(prediction)")
                == talk.table("n | predict(open) | pull(prediction)")
        )
        #expect(talk.faults("p | expect(salary < 20000)").map(\.code) == ["expect.failed"])
    }

    @Test("are refused by `save`, or blank, or kept, as it is told")
    func saved() throws {
        var talk = talk
        #expect(talk.faults(#"p | save("a.csv")"#).map(\.code) == ["column.protected"])
        talk(#"p | save("blank.csv", protected: "blank")"#)
        let blank = folder.appendingPathComponent("blank.csv")
        expectNoSecret(try String(contentsOf: blank, encoding: .utf8), "blank.csv")
        talk(#"p | save("kept.csv", protected: "keep")"#)
        #expect(try talk.table(#"load("kept.csv")"#) == talk.table("open"))
        #expect(talk(#"p | save("b.sqlite", table: "t")"#).contains("is protected"))
    }

    private func expectNoSecret(_ text: String, _ line: String) {
        for secret in Self.secrets {
            #expect(!text.contains(secret), "\(line) shows \(secret):\n\(text)")
        }
    }
}
