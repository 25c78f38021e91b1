import Assembly
import Catalog
import Diagnostics
import Kernels
import Relations
import Sessions
import Tables
import Testing
import Values

@testable import Language

@Suite("The completer")
struct CompleterTests {
    private static let factory = SessionFactory()

    /// A session with a frame, a number and a definition.
    private static func session() -> Session {
        var session = factory.session(Settings())
        let lines = [
            "weather = frame(origin = [\"EWR\"], temp = [1.5])",
            "flights = frame(carrier = [\"UA\", \"AA\"], air_time = [10, 20], "
                + "arr_delay = [1.5, 2.0], `tail number` = [\"a\", \"b\"], origin = [\"EWR\", \"JFK\"])",
            "limit = 15",
            "model = baseline(carrier ~ air_time) | fit(flights)",
            "def late(x, by = 15) = x > by",
            "flights",
        ]
        for line in lines {
            let outcome = session.run(
                SourceText(line),
                Session.Running(work: WorkContext())
            )
            precondition(!outcome.hasFailed, "\(outcome.diagnostics)")
        }
        return session
    }

    private static func completer() -> Completer {
        let session = session()
        var surroundings = Completer.Surroundings()
        surroundings.entries = { folder in
            folder == "data/"
                ? [Completer.Entry("flights.csv", isFolder: false)]
                : [
                    Completer.Entry("notes.txt", isFolder: false),
                    Completer.Entry("data", isFolder: true),
                    Completer.Entry(".hidden.csv", isFolder: false),
                    Completer.Entry("late.csv", isFolder: false),
                ]
        }
        surroundings.settings = [
            Completer.Setting("color", "colours", values: ["on", "off"]),
            Completer.Setting("seed", "chance"),
        ]
        surroundings.texts = { _, column in column == "carrier" ? ["UA", "US", "AA"] : [] }
        return Completer(
            registry: session.registry,
            scope: session.scope,
            context: CallContext(
                services: session.services,
                work: WorkContext(),
                settings: session.settings
            ),
            surroundings: surroundings
        )
    }

    /// What stands at the mark `¦`, and the line with the first candidate in its place.
    private func complete(_ marked: String) throws -> (texts: [String], first: String) {
        let mark = try #require(marked.firstIndex(of: "¦"))
        let before = String(marked[..<mark])
        let line = before + marked[marked.index(after: mark)...]
        let answer = Self.completer().answer(line, at: before.utf8.count)
        var bytes = Array(line.utf8)
        if let first = answer.candidates.first {
            bytes.replaceSubrange(answer.replaced, with: Array(first.text.utf8))
        }
        return (answer.candidates.map(\.text), String(decoding: bytes, as: UTF8.self))
    }

    @Test(
        "offers exactly these",
        arguments: [
            ("flights | filt¦", ["filter("]),
            ("flights | desc¦", ["describe"]),
            ("flights | derive(slow = air_time > 300) | filter(sl¦", ["slow"]),
            ("flights | filter(air_time > 3) | select(carrier) | sort(carr¦", ["carrier"]),
            ("flights | select(carrier) | filter(air¦", []),
            ("flights | derive(a_new = 1, b = a_n¦", ["a_new"]),
            ("flights | derive(x = round(air¦", ["air_time"]),
            ("flights | filter(tail¦", ["`tail number`"]),
            ("flights | filter(`tail n¦", ["`tail number`"]),
            ("flights | summarize(n = count(), by: [car¦", ["carrier"]),
            ("filter(flights, arr¦", ["arr_delay"]),
            ("flights | join(weather, on: or¦", ["origin"]),
            ("flights | join(weather, on: [origin == te¦", ["temp"]),
            ("flights | join(weather, kind: \"le¦", ["\"left\""]),
            ("flights | join(weather, kind: \"le¦\")", ["\"left"]),
            ("flights | join(weather | filter(tem¦", ["temp"]),
            ("flights | sort(carrier, desc¦", ["descending: ", "desc("]),
            ("flights.air¦", ["air_time"]),
            ("model | gate(balanced¦", ["balanced_accuracy"]),
            ("model | gate(auc > champ¦", ["champion"]),
            ("model | gate(auc > champion.spec¦", ["specificity"]),
            ("gate(model, balanced¦", ["balanced_accuracy"]),
            ("$lim¦", ["$limit"]),
            ("flights | filter(air_time > $l¦", ["$limit"]),
            ("x = flig¦", ["flights"]),
            ("flights | filter(carrier == \"U¦", ["\"UA\"", "\"US\""]),
            ("flights | filter(carrier in [\"AA\", \"U¦", ["\"UA\"", "\"US\""]),
            ("flights | filter(carrier is ¦", ["missing", "not missing"]),
            ("flights | filter(carrier betw¦", ["between"]),
            ("| sele¦", ["select(", "select_features("]),
            ("load(\"da¦", ["data/"]),
            ("load(\"data/fl¦", ["flights.csv\""]),
            (":se¦", [":set "]),
            (":set co¦", ["color "]),
            (":set color o¦", ["on", "off"]),
            (":time flights | filt¦", ["filter("]),
            (":cd ¦", ["data/"]),
            ("?summ¦", ["summarize"]),
            ("def f(frame) = fra¦", ["frame", "frame("]),
            ("flights | filter(late(air¦", ["air_time"]),
            ("# flights | fil¦", []),
            ("flights | head(12¦", []),
            ("f\"{lim¦", ["limit"]),
        ]
    )
    func exactly(_ line: String, _ expected: [String]) throws {
        let texts = try complete(line).texts
        #expect(texts == expected)
    }

    @Test(
        "leaves out what stands behind the cursor already",
        arguments: [
            ("flights | filt¦(air_time > 3)", "flights | filter(air_time > 3)"),
            ("flights | fil¦ter(air_time > 3)", "flights | filter(air_time > 3)"),
            ("flights | derive(now = today¦())", "flights | derive(now = today())"),
            ("flights | select(car¦rier)", "flights | select(carrier)"),
            ("flights | sort(carrier, descen¦: true)", "flights | sort(carrier, descending: true)"),
            (
                "flights | sort(carrier, des¦cending: true)",
                "flights | sort(carrier, descending: true)"
            ),
        ]
    )
    func withoutDoubling(_ line: String, _ expected: String) throws {
        #expect(try complete(line).first == expected)
    }

    @Test(
        "offers these before others",
        arguments: [
            ("load(\"¦", ["late.csv\"", "data/", "notes.txt\""]),
            (
                "flights | filter(¦",
                ["carrier", "air_time", "arr_delay", "`tail number`", "origin"]
            ),
            ("logistic(arr¦", ["arr_delay"]),
            ("lightgbm(late ~ ., tr¦", ["trees: "]),
            ("head(fl¦", ["flights"]),
            ("flights | join(¦", ["other: ", "on: ", "kind: "]),
            ("flights | sort(carrier, descending: ¦", ["true", "false"]),
            ("flights | summarize(m = me¦", ["mean("]),
        ]
    )
    func first(_ line: String, _ expected: [String]) throws {
        let texts = try complete(line).texts
        #expect(Array(texts.prefix(expected.count)) == expected, "\(texts.prefix(8))")
    }

    @Test("puts a candidate into the place of what was typed")
    func replacing() throws {
        #expect(try complete("flights | fil¦(x)").first == "flights | filter(x)")
        #expect(try complete("load(\"data/fl¦\")").first == "load(\"data/flights.csv\")")
        #expect(try complete("日本 = flights | fil¦").first == "日本 = flights | filter(")
    }

    @Test("offers a piped value only the verbs that take it")
    func fitting() throws {
        let learners = try complete("lightgbm(late ~ .) | ¦").texts
        #expect(learners.contains("fit("))
        #expect(!learners.contains("filter("))
        let frames = try complete("flights | ¦").texts
        #expect(frames.contains("filter("))
        #expect(!frames.contains("evaluate("))
    }

    @Test("knows the columns of a file that was loaded, and touches none that was not")
    func loaded() throws {
        var settings = Settings()
        settings.folder = "."
        let memory = CompleterMemory()
        let frame = Frame(memory: Table([Field("price", .int)], batches: []))
        let load = Function(
            Signature(
                "load",
                "",
                family: .data,
                parameters: [ParameterSpec("path", "", type: .scalar(.text))],
                result: .anything,
                effect: .looks
            )
        ) { _, _ in .frame(frame) }
        let verbs = Self.factory.registry.functions.filter { $0.name != "load" }
        let registry = Registry(
            functions: verbs + [memory.recording(load)],
            rowFunctions: Self.factory.registry.rowFunctions,
            commands: []
        )
        var services = Services()
        services.provide(memory, for: CompleterMemoryKey.self)
        let context = CallContext(services: services, work: WorkContext(), settings: settings)
        let completer = Completer(registry: registry, scope: Scope(), context: context)
        let line = "load(\"a.csv\") | filter(pr"
        #expect(completer.answer(line, at: line.utf8.count).candidates.first?.text != "price")
        _ = try registry.function("load")?.call([.text("a.csv")], in: context)
        #expect(completer.answer(line, at: line.utf8.count).candidates.first?.text == "price")
    }

    @Test("hints at the default of an argument")
    func hints() {
        let completer = Self.completer()
        #expect(completer.hint(after: "flights | head(rows: ") == "10")
        #expect(completer.hint(after: "flights | head(") == nil)
    }

    @Test("answers at once in the middle of ten stages")
    func speed() throws {
        let completer = Self.completer()
        let stages = (1...10).map { "derive(c\($0) = air_time + \($0))" }
        let line = "flights | " + stages.joined(separator: " | ") + " | filter(c1"
        var best = Duration.seconds(1)
        for _ in 0..<5 {
            let start = ContinuousClock.now
            let answer = completer.answer(line, at: line.utf8.count)
            best = min(best, ContinuousClock.now - start)
            #expect(answer.candidates.map(\.text) == ["c1", "c10"])
        }
        #expect(best < .milliseconds(100), "a debug build, beside others: \(best)")
    }
}
