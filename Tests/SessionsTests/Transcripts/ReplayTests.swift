import Diagnostics
import Sessions
import Testing

/// A session that knows its lines: each statement prints what the table says, or fails.
struct ScriptedSession: ReplaySession {
    var outputs: [String: String] = [:]
    var failing: Set<String> = []
    var ran: [SourceText] = []

    mutating func run(_ source: SourceText) -> PrintedOutput {
        ran.append(source)
        return PrintedOutput(
            outputs[source.text] ?? "",
            hasFailed: failing.contains(source.text)
        )
    }
}

@Suite("Replaying a transcript")
struct ReplayTests {
    static let text = TranscriptParserTests.body(
        """
        # Story

        ```epilogue
        month = 9
        ```

        ```epilogue
        share
        ```
        ```output
        share  0.25
        ```

        ```epilogue {error}
        oops
        ```
        ```output
        error: no name `oops`
        ```

        ```epilogue {volatile}
        now
        ```
        ```output
        yesterday
        ```

        ```epilogue {skip}
        never
        ```
        ```output
        42
        ```

        """
    )

    static var session: ScriptedSession {
        ScriptedSession(
            outputs: [
                "share": "share  0.25\n", "oops": "error: no name `oops`\n", "now": "today\n",
            ],
            failing: ["oops"]
        )
    }

    static let services = ReplayServices(
        pin: { path throws(Diagnostic) in
            guard path != "gone.csv" else { throw Diagnostic("file.missing", "no `\(path)`") }
            return TranscriptParserTests.pin
        },
        substitute: { code, name, value throws(Diagnostic) in
            guard code.hasPrefix(name + " = ") else { return nil }
            guard Int(value) != nil else {
                throw Diagnostic("replay.type", "an int was expected, found `\(value)`")
            }
            return name + " = " + value
        },
        store: StoredOutputTests.store
    )

    static func replay(
        _ text: String = text,
        _ options: ReplayOptions = ReplayOptions(),
        isCancelled: Bool = false,
        in session: inout ScriptedSession
    ) throws -> ReplayReport {
        let transcript = try TranscriptParser.parse(SourceText(text))
        var services = services
        services.isCancelled = { isCancelled }
        var replay = Replay(options, services: services)
        return try replay.run(transcript, name: "story.md", in: &session)
    }

    static func refusal(
        _ text: String = text,
        _ options: ReplayOptions = ReplayOptions()
    )
        -> [Diagnostic.Code]
    {
        var session = session
        do {
            _ = try replay(text, options, in: &session)
            return []
        } catch let faults as Faults {
            #expect(session.ran.isEmpty)
            return faults.all.map(\.code)
        } catch {
            return ["unknown"]
        }
    }

    @Test("finds all as it was stored")
    func same() throws {
        var session = Self.session
        let report = try Self.replay(in: &session)
        #expect(
            report.results.map(\.status.word) == [
                "same", "same", "same", "not compared", "skipped",
            ]
        )
        #expect(report.exitStatus == 0)
        #expect(report.summary == "5 fences: 3 same, 1 not compared, 1 skipped")
        #expect(session.ran.map(\.text) == ["month = 9", "share", "oops", "now"])
        #expect(session.ran.allSatisfy { $0.firstLine == 1 && $0.name == nil })
        #expect(report.updated == nil)
    }

    @Test("shows a difference with the fence's line and exit status 1")
    func differs() throws {
        var session = Self.session
        session.outputs["share"] = "share  0.35\n"
        let report = try Self.replay(in: &session)
        #expect(report.exitStatus == 1)
        #expect(
            report.results[1].rendered(name: report.name) == """
                story.md:10: differs
                @@ story.md:14 @@
                -share  0.25
                ?       ^^^^
                +share  0.35
                ?       ^^^^

                """
        )
    }

    @Test("takes no failure for an error that was expected, nor the other way round")
    func failures() throws {
        var session = Self.session
        session.failing = ["share", "oops"]
        #expect(try Self.replay(in: &session).results[1].status.word == "failed")
        session.failing = []
        let report = try Self.replay(in: &session)
        #expect(report.results[2].status == .failed("an error was expected", nil))
        #expect(report.exitStatus == 1)
        #expect(session.ran.count == 8)
    }

    @Test("stores what differs, keeps what is within tolerance, and lists the numbers")
    func update() throws {
        var options = ReplayOptions()
        options.mode = .update
        var session = Self.session
        session.outputs["share"] = "share  0.5\n"
        session.outputs["month = 9"] = "note\n"
        let report = try Self.replay(Self.text, options, in: &session)
        let updated = try #require(report.updated)
        let expected = Self.text.replacing("share  0.25", with: "share  0.5")
            .replacing("month = 9\n```\n", with: "month = 9\n```\n```output\nnote\n```\n")
        #expect(TranscriptWriter.write(updated) == expected)
        #expect(report.exitStatus == 0)
        let change = try #require(report.numberChanges.first)
        #expect(report.numberChanges.count == 1)
        #expect(change.line == 14 && change.old == 0.25 && change.new == 0.5)
        #expect(change.relativeChange == 1)
        session = Self.session
        session.outputs["share"] = "share  0.26\n"
        let close = try Self.replay(Self.text, options, in: &session)
        #expect(close.updated.map(TranscriptWriter.write) == Self.text)
    }

    @Test("stores nothing when a fence failed")
    func failedUpdate() throws {
        var options = ReplayOptions()
        options.mode = .update
        var session = Self.session
        session.failing.insert("share")
        let report = try Self.replay(Self.text, options, in: &session)
        #expect(report.updated == nil)
        #expect(report.exitStatus == 1)
    }

    @Test("names changed and missing inputs before anything runs, unless told")
    func inputs() throws {
        let old = "sha256:" + String(repeating: "0", count: 64)
        func pinned(_ lines: String) -> String {
            Self.text.replacing("epilogue: 1\n", with: "epilogue: 1\ninputs:\n\(lines)")
        }
        let good = pinned("  a.csv: \(TranscriptParserTests.pin)\n")
        #expect(Self.refusal(good) == [])
        #expect(
            Self.refusal(pinned("  a.csv: \(old)\n  gone.csv: \(old)\n"))
                == ["replay.input", "file.missing"]
        )
        var options = ReplayOptions()
        options.acceptsInputs = true
        options.mode = .update
        var session = Self.session
        let report = try Self.replay(pinned("  a.csv: \(old)\n"), options, in: &session)
        #expect(report.changedInputs == ["a.csv"])
        #expect(report.updated.map(TranscriptWriter.write) == good)
    }

    @Test("puts another literal in, does not compare then, and refuses unbound names")
    func set() throws {
        var options = ReplayOptions()
        options.settings = [.init(name: "month", value: "10")]
        var session = Self.session
        session.outputs["share"] = "share  0.99\n"
        let report = try Self.replay(Self.text, options, in: &session)
        #expect(session.ran.first?.text == "month = 10")
        #expect(report.results[1].status == .volatile)
        #expect(report.exitStatus == 0)
        options.mode = .check
        #expect(try Self.replay(Self.text, options, in: &session).exitStatus == 1)
        options.settings = [.init(name: "year", value: "1"), .init(name: "month", value: "x")]
        #expect(Self.refusal(Self.text, options) == ["replay.set", "replay.type"])
        options.mode = .update
        options.settings = [.init(name: "month", value: "10")]
        #expect(Self.refusal(Self.text, options) == ["replay.update"])
    }

    @Test("runs until a fence, and refuses one that is not there", arguments: [1, 3, 5])
    func until(_ last: Int) throws {
        var options = ReplayOptions()
        options.until = last
        var session = Self.session
        let report = try Self.replay(Self.text, options, in: &session)
        #expect(session.ran.count == min(last, 4))
        #expect(report.results.dropFirst(last).allSatisfy { $0.status == .skipped })
        options.until = 6
        #expect(Self.refusal(Self.text, options) == ["replay.until"])
        options.until = 0
        #expect(Self.refusal(Self.text, options) == ["replay.until"])
    }

    @Test(
        "runs no line of the system's shell unless allowed",
        arguments: ["! rm -rf x", "x = 1\n  !ls", "x = 1; ! ls", "x = 1\r\n!ls", "\u{a0}! ls"]
    )
    func shell(_ code: String) throws {
        let text = TranscriptParserTests.body("```epilogue\n\(code)\n```\n")
        #expect(Self.refusal(text) == ["replay.shell"])
        var options = ReplayOptions()
        options.allowsShell = true
        #expect(Self.refusal(text, options) == [])
        #expect(Self.refusal(TranscriptParserTests.body("```epilogue\n(1\n!= 2)\n```")) == [])
    }

    @Test("compares ids by their masks, the same in every fence")
    func masks() throws {
        let text = TranscriptParserTests.body(
            """
            ```epilogue
            a
            ```
            ```output
            run <id 1> of <id 2>
            ```
            ```epilogue
            b
            ```
            ```output
            <id 2> in <elapsed>
            ```
            """
        )
        let (one, two) = (VolatileTextTests.id, String(VolatileTextTests.id.reversed()))
        var session = ScriptedSession(
            outputs: ["a": "run \(one) of \(two)", "b": "\(two) in 3.2 s"])
        #expect(try Self.replay(text, in: &session).exitStatus == 0)
        session.outputs["b"] = "\(one) in 3.2 s"
        #expect(try Self.replay(text, in: &session).exitStatus == 1)
    }

    @Test("masks secrets in what it stores")
    func secrets() throws {
        var options = ReplayOptions()
        options.mode = .update
        var session = Self.session
        session.outputs["share"] = "token=abcdef123456"
        let report = try Self.replay(Self.text, options, in: &session)
        let updated = try #require(report.updated)
        #expect(TranscriptWriter.write(updated).contains("token=<secret>\n"))
    }

    @Test("leaves lesson fences to the lesson")
    func lesson() throws {
        let text = TranscriptParserTests.body(
            "```epilogue {exercise=a}\n```\n```wrong {of=a}\nbad\n```\n```check {of=a}\ntrue\n```\n"
        )
        var session = Self.session
        let report = try Self.replay(text, in: &session)
        #expect(report.results.map(\.status) == [.skipped])
        #expect(session.ran.isEmpty)
    }

    @Test("ends at a cancellation with status 130 and stores nothing")
    func cancelled() throws {
        var options = ReplayOptions()
        options.mode = .update
        var session = Self.session
        let report = try Self.replay(Self.text, options, isCancelled: true, in: &session)
        #expect(report.isInterrupted)
        #expect(report.exitStatus == 130)
        #expect(report.updated == nil)
    }

    @Test("writes a report for continuous integration")
    func junit() throws {
        var session = Self.session
        session.outputs["share"] = "<share> & \u{1b}[1m\"0.35\""
        session.failing.insert("month = 9")
        let junit = try Self.replay(in: &session).junit
        #expect(junit.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"))
        #expect(
            junit.contains(
                "<testsuite name=\"story.md\" tests=\"5\" failures=\"1\" errors=\"1\" skipped=\"1\""
            )
        )
        #expect(junit.contains("+&lt;share&gt; &amp; \u{FFFD}[1m&quot;0.35&quot;"))
        #expect(junit.contains("name=\"line 10: share\""))
        #expect(!junit.contains("\u{1b}"))
    }
}
