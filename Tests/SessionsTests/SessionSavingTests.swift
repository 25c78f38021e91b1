import Diagnostics
import Foundation
import Kernels
import Sessions
import Testing

@Suite("Saving a session")
struct SessionSavingTests {
    private let folder = TemporaryFolder()

    private func file(_ name: String) -> String { folder.path + "/" + name }

    private func text(_ name: String) -> String {
        String(decoding: folder.read(file(name)), as: UTF8.self)
    }

    /// A session with everything in it, saved to `story.md`.
    private func story() throws -> PlayedSession {
        try FileManager.default.createDirectory(
            atPath: file("data"),
            withIntermediateDirectories: true
        )
        folder.write(Array("a,b\n1,x\n2,y\n3,\n".utf8), to: file("data/small.csv"))
        var story = PlayedSession(in: folder.path)
        for line in [
            "## A story", "# Once upon a time\n# there was a file.", "limit = 1",
            "small = load(\"data/small.csv\")", "small", "| filter(a > limit)", "oops(", "nobody",
            ":vars", ":set digits 6", "mistake = 1", ":undo", "1 / 3",
            "def double(x) = x * 2", "small | derive(c = double(a))", ":cd data",
            "load(\"small.csv\") | count()", ":set zone America/New_York",
            "timestamp(\"2013-07-04 18:30:00\")", ":time small | count()", "now()",
            "small | save(\"made.csv\")", "load(\"made.csv\") | same(small)", ":save ../story.md",
        ] { story.type(line) }
        return story
    }

    @Test("gives a transcript that replays to the same, and in another place too")
    func roundTrip() throws {
        _ = try story()
        // What was made once is there already, and is what would be made.
        var report = try PlayedSession.replay(file("story.md"))
        #expect(report.isGood, "\(report.results.map { $0.rendered(name: "story.md") }.joined())")
        unlink(file("data/made.csv"))
        report = try PlayedSession.replay(file("story.md"))
        #expect(report.isGood, "\(report.results.map { $0.rendered(name: "story.md") }.joined())")
    }

    @Test("keeps prose, and leaves out what failed, only looked, or was undone")
    func content() throws {
        _ = try story()
        let text = text("story.md")
        #expect(text.contains("\n# A story\n\nOnce upon a time\nthere was a file.\n"))
        for left in ["oops", "nobody", ":vars", "mistake", ":undo", ":save"] {
            #expect(!text.contains(left))
        }
        #expect(text.contains("\n_ | filter(a > limit)\n"))
        #expect(text.contains("seed: 7\nzone: UTC\nclock: 2026-01-05T09:00:00Z\n"))
    }

    @Test("pins what was loaded by its path from the start, and not what it made itself")
    func pins() throws {
        _ = try story()
        let header = try TranscriptFile.read(file("story.md")).header
        #expect(header.inputs.entries.map(\.name) == ["data/small.csv"])
        #expect(header.settings.isEmpty)
    }

    @Test("keeps what stands before the command in the same input")
    func withinAnInput() throws {
        var session = PlayedSession(in: folder.path)
        session.type("x = 1\nx + 1\n:save part.md")
        session.type("x + 2\n:save whole.md")
        #expect(try TranscriptFile.read(file("part.md")).fences.map(\.code) == ["x = 1\nx + 1"])
        let whole = try TranscriptFile.read(file("whole.md"))
        #expect(whole.fences.map(\.code).last?.hasSuffix("x + 2") == true)
    }

    @Test("replaces what it wrote itself and nothing else, unless told")
    func replacing() throws {
        var session = PlayedSession(in: folder.path)
        session.type("x = 1")
        try "a,b\n1,2\n".write(toFile: file("rows.csv"), atomically: true, encoding: .utf8)
        #expect(session.type(":save rows.csv").contains("`rows.csv` is there already"))
        #expect(try String(contentsOfFile: file("rows.csv"), encoding: .utf8) == "a,b\n1,2\n")
        for _ in 1...2 { #expect(session.type(":save story.md").contains("saved 1 fence")) }
        let kept = try String(contentsOfFile: file("story.md"), encoding: .utf8) + "My words.\n"
        try kept.write(toFile: file("story.md"), atomically: true, encoding: .utf8)
        #expect(session.type(":save story.md").contains("was changed since it was saved"))
        #expect(try String(contentsOfFile: file("story.md"), encoding: .utf8) == kept)
        #expect(session.type(":save story.md --all --replace").contains("saved 3 fences"))
    }

    @Test("takes options as words after the file's name, in any order, and refuses others")
    func options() throws {
        var session = PlayedSession(in: folder.path)
        session.type("x = 1\ny")
        for line in [
            ":save --replace", ":save a.md --repalce", ":save a.md  --all --replase --replace",
        ] {
            #expect(session.type(line).contains("error: `:save` "), "\(line)")
        }
        #expect(session.type(":save a--all").contains("to `a--all`"))
        #expect(session.type(":save my story.md --all").contains("to `my story.md`"))
        try "mine".write(toFile: file("b.md"), atomically: true, encoding: .utf8)
        for options in ["--replace --all --replace", "--all  --replace"] {
            #expect(session.type(":save b.md \(options)").contains("to `b.md`"))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.allSatisfy { ["a--all", "my story.md", "b.md"].contains($0) }, "\(names)")
    }

    @Test("leaves out the saving itself, wherever it stands in an input")
    func withoutSaving() throws {
        var session = PlayedSession(in: folder.path)
        session.type(
            "x = 1\n:save a.md\ny = x + 1; :save b.md\ny\n:save c.md\n:save d.md --all"
        )
        #expect(try TranscriptFile.read(file("a.md")).fences.map(\.code) == ["x = 1"])
        #expect(try TranscriptFile.read(file("b.md")).fences.map(\.code) == ["x = 1\ny = x + 1"])
        for name in ["c.md", "d.md"] {
            let fences = try TranscriptFile.read(file(name)).fences
            #expect(fences.map(\.code) == ["x = 1\ny = x + 1\ny"])
            #expect(fences.map { $0.output?.text } == ["2"])
            #expect(try PlayedSession.replay(file(name)).isGood)
        }
    }

    @Test("keeps failures when told, as fences that expect them")
    func failures() throws {
        var session = PlayedSession(in: folder.path)
        for line in ["x = 1", "y", "x + 1", ":save all.md --all"] { session.type(line) }
        let fences = try TranscriptFile.read(file("all.md")).fences
        #expect(fences.map(\.code) == ["x = 1", "y", "x + 1"])
        #expect(fences.map(\.attributes.expectsError) == [false, true, false])
        #expect(try PlayedSession.replay(file("all.md")).isGood)
    }

    @Test("gathers lines in one fence until something is printed")
    func fences() throws {
        var session = PlayedSession(in: folder.path)
        for line in ["a = 1", "b = 2", "a + b", "c = 3", ":save grouped.md"] { session.type(line) }
        let fences = try TranscriptFile.read(file("grouped.md")).fences
        #expect(fences.map(\.code) == ["a = 1\nb = 2\na + b", "c = 3"])
        #expect(fences.map { $0.output?.text } == ["3", nil])
    }

    @Test("masks secrets in statements, prose and outputs")
    func secrets() throws {
        var session = PlayedSession(in: folder.path)
        let key = "ghp_0123456789abcdefghijABCDEFGHIJ012345"
        for line in ["# my key is \(key)", "x = \"\(key)\"", "x", ":save masked.md"] {
            session.type(line)
        }
        #expect(!text("masked.md").contains("ghp_"))
        #expect(text("masked.md").contains("<secret>"))
    }

    @Test("stands by the folder it was saved in")
    func folders() throws {
        var session = PlayedSession(in: folder.path)
        folder.write(Array("a\n1\n".utf8), to: file("one.csv"))
        try FileManager.default.createDirectory(
            atPath: file("notes"),
            withIntermediateDirectories: true
        )
        for line in ["load(\"one.csv\")", ":save notes/inner.md"] { session.type(line) }
        #expect(try TranscriptFile.read(file("notes/inner.md")).header.settings["folder"] == "..")
        #expect(try PlayedSession.replay(file("notes/inner.md")).isGood)
    }

    @Test("says that a folder cannot be written, and keeps the session")
    func unwritable() {
        var session = PlayedSession(in: folder.path)
        session.type("x = 1")
        #expect(session.type(":save nowhere/at/all.md").contains("cannot be written"))
        #expect(session.type("x") == "1\n")
        #expect(session.type(":save").contains("takes a file"))
    }
}

@Suite("Replaying a saved session")
struct SessionReplayTests {
    private let folder = TemporaryFolder()

    private var path: String { folder.path + "/story.md" }

    private func write(_ text: String, header: String = "") {
        folder.write(Array("---\nepilogue: 1\n\(header)---\n\(text)".utf8), to: path)
    }

    private func codes(_ options: ReplayOptions = ReplayOptions()) -> [Diagnostic.Code] {
        do throws(Faults) {
            _ = try PlayedSession.replay(path, options)
            return []
        } catch {
            return error.all.map(\.code)
        }
    }

    @Test("names a file that was cut short, a newer version, and an unknown setting")
    func bad() {
        write("```epilogue\nx = 1\n")
        #expect(codes() == ["transcript.cut"])
        folder.write(Array("---\nepilogue: 99\n---\n".utf8), to: path)
        #expect(codes() == ["transcript.version"])
        write("```epilogue\n1\n```\n", header: "settings: {digits: many}\n")
        #expect(codes() == ["setting.domain"])
        write("```epilogue\n1\n```\n", header: "settings: {colour: red}\n")
        #expect(codes() == ["setting.unknown"])
    }

    @Test("names a changed input before anything runs")
    func changed() {
        folder.write(Array("a\n1\n".utf8), to: folder.path + "/one.csv")
        var session = PlayedSession(in: folder.path)
        for line in ["load(\"one.csv\")", "1 | save(\"made.csv\")", ":save story.md"] {
            session.type(line)
        }
        #expect(codes().isEmpty)
        folder.write(Array("a\n2\n".utf8), to: folder.path + "/one.csv")
        #expect(codes() == ["replay.input"])
        var options = ReplayOptions()
        options.acceptsInputs = true
        #expect(codes(options).isEmpty)
        unlink(folder.path + "/one.csv")
        #expect(codes() == ["file.unreadable"])
    }

    @Test("does not run the system's shell, neither here nor behind other commands")
    func shell() throws {
        write("```epilogue\n! echo hello\n```\n")
        #expect(codes() == ["replay.shell"])
        folder.write(
            Array("---\nepilogue: 1\n---\n```epilogue\n:time ! echo hello\n```\n".utf8),
            to: folder.path + "/inner.md"
        )
        write(
            "```epilogue {error}\n:time ! echo hello\n```\n\n```epilogue {error}\n:replay inner.md\n```\n"
        )
        let texts = try PlayedSession.replay(path).results.map(\.text)
        #expect(texts.allSatisfy { !$0.contains("hello\n") || $0.contains("error") })
    }

    @Test("takes other values, stops where told, and stores new outputs")
    func options() throws {
        write("```epilogue\nmonth = 9\nmonth + 1\n```\n```output\n10\n```\n\n```epilogue\n2\n```\n")
        var options = ReplayOptions()
        options.settings = [.init(name: "month", value: "3")]
        #expect(try PlayedSession.replay(path, options).results[0].text == "4\n")
        options = ReplayOptions()
        options.until = 1
        let report = try PlayedSession.replay(path, options)
        #expect(report.results.map(\.status.word) == ["same", "skipped"])
        options = ReplayOptions()
        options.mode = .update
        #expect(try PlayedSession.replay(path, options).exitStatus == 0)
        #expect(try PlayedSession.replay(path).isGood)
    }

    @Test("says which other version wrote the file")
    func versions() throws {
        write("```epilogue\n1\n```\n```output\n1\n```\n", header: "versions: {epilogue: 0.0.1}\n")
        let run = try TranscriptRun(
            path: path,
            name: "story.md",
            fresh: PlayedSession.fresh(in: "/")
        )
        #expect(run.notes.map(\.code) == ["replay.version"])
    }

    @Test("tells the versions of what was used, and only of that")
    func usedVersions() {
        var session = PlayedSession(in: folder.path)
        session.type("x = 1 + 1")
        let plain = session.session.transcript(savedAt: path).header
        #expect(plain.versions.entries.map(\.name) == ["epilogue"])
        session.type("frame(a = [1])")
        let framed = session.session.transcript(savedAt: path).header
        #expect(framed.versions.entries.map(\.name) == ["epilogue", "duckdb"])
        #expect(framed.versions["duckdb"]?.hasPrefix("2.") == true)
        session.type("lightgbm(a ~ b, trees: 2) | fit(frame(a = [1, 2, 3, 4], b = [1, 2, 3, 4]))")
        let fitted = session.session.transcript(savedAt: path).header
        #expect(fitted.versions["lightgbm"] == "4.7.0")
    }

    @Test("stops where the reader asked, and updates nothing")
    func interrupted() throws {
        let text = "```epilogue\n1\n```\n```output\n2\n```\n```epilogue\n3\n```\n"
        write(text)
        var run = try TranscriptRun(
            path: path,
            name: "story.md",
            fresh: PlayedSession.fresh(in: "/")
        )
        var options = ReplayOptions()
        options.mode = .update
        let cancellation = Cancellation()
        let report = try run.run(
            options,
            work: { WorkContext(cancellation: cancellation) },
            cancellation: cancellation,
            report: { _ in cancellation.cancel() }
        )
        #expect(report.exitStatus == 130)
        #expect(report.summary == "interrupted after 1 fence: 1 differs")
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasSuffix(text))
    }

    @Test("refuses a transcript that replays itself")
    func circle() throws {
        write("```epilogue\n:replay story.md\n```\n")
        var session = PlayedSession(in: folder.path)
        #expect(session.type(":replay story.md").contains("replays itself"))
    }
}
