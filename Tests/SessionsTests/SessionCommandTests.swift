import Catalog
import Diagnostics
import Foundation
import Sessions
import Testing

@Suite("Commands of a session")
struct SessionCommandTests {
    private let folder = TemporaryFolder()

    @Test("undo and redo go over bindings, settings and prose")
    func undo() {
        var session = PlayedSession(in: folder.path)
        for line in ["x = 1", "x = 2", ":set digits 7", "# prose"] { session.type(line) }
        #expect(session.type(":undo") == "undone: prose\n")
        #expect(session.session.entries.filter { $0.kind == .prose(level: 0) }.isEmpty)
        session.type(":undo")
        #expect(session.type(":set digits") == "4\n")
        session.type(":undo")
        #expect(session.type("_") == "1\n")
        session.type(":undo")
        #expect(session.type("x") == "1\n")
    }

    @Test("redo is lost with the next statement, and neither goes beyond its end")
    func redo() {
        var session = PlayedSession(in: folder.path)
        session.type("x = 1")
        session.type(":undo")
        #expect(session.type(":redo") == "done again: x = 1\n")
        #expect(session.type("x") == "1\n")
        session.type(":undo")
        session.type("y = 3")
        #expect(session.type(":redo").contains("nothing to redo"))
        var fresh = PlayedSession(in: folder.path)
        #expect(fresh.type(":undo").contains("nothing to undo"))
    }

    @Test(
        "settings take what they should",
        arguments: [
            ("seed", "42"), ("zone", "Asia/Tokyo"), ("threads", "2"), ("memory", "512MB"),
            ("rows", "3"), ("digits", "6"), ("color", "off"), ("pager", "off"), ("plain", "on"),
        ]
    )
    func settings(_ name: String, _ value: String) {
        var session = PlayedSession(in: folder.path)
        #expect(session.type(":set \(name) \(value)") == "")
        #expect(session.type(":set \(name)") == value + "\n")
    }

    @Test(
        "settings refuse what they cannot be, and stay",
        arguments: [
            "seed -1", "seed x", "zone Mars/Base", "threads 0", "threads many", "memory lots",
            "memory -1GB", "rows -1", "digits 0", "digits 18", "color perhaps", "plain 3",
        ]
    )
    func refused(_ words: String) {
        var session = PlayedSession(in: folder.path)
        let name = words.prefix { $0 != " " }
        let before = session.type(":set \(name)")
        #expect(session.type(":set \(words)").contains("error: `\(name)` is "))
        #expect(session.type(":set \(name)") == before)
    }

    @Test("unknown settings and commands have a suggestion")
    func unknown() {
        var session = PlayedSession(in: folder.path)
        #expect(session.type(":set digit 5").contains("`digits` is close"))
        #expect(session.type(":undoo").contains("`undo` is close"))
    }

    @Test("vars, history and rerun tell and repeat what was accepted")
    func history() {
        var session = PlayedSession(in: folder.path)
        #expect(session.type(":vars").contains("nothing is bound"))
        for line in ["x = 1", "nobody", "x = x + 1"] { session.type(line) }
        #expect(session.type(":vars").contains("x     int"))
        #expect(session.type(":history").contains("     2  x = x + 1"))
        session.type(":rerun 2")
        #expect(session.type("x") == "3\n")
        #expect(session.type(":rerun 9").contains("takes numbers from 1 to 4"))
        #expect(session.session.entries.filter { $0.kind == .statement }.count == 4)
    }

    @Test("time says how long a statement took, keeps its binding, and takes no other command")
    func time() {
        var session = PlayedSession(in: folder.path)
        #expect(session.type(":time x = 2").contains("took "))
        #expect(session.type("x") == "2\n")
        #expect(session.type(":time ! echo hello").contains("statement of the language"))
        #expect(session.type(":time nobody").contains("1 | :time nobody\n    |       ^^^^^^"))
    }

    @Test("the folder changes, by undo too, and must be there")
    func folders() throws {
        try FileManager.default.createDirectory(
            atPath: folder.path + "/inner",
            withIntermediateDirectories: true
        )
        var session = PlayedSession(in: folder.path)
        session.type(":cd inner")
        #expect(session.session.settings.folder == folder.path + "/inner")
        session.type(":undo")
        #expect(session.session.settings.folder == folder.path)
        #expect(session.type(":cd nowhere").contains("no folder `nowhere`"))
    }

    @Test("stale names what was bound anew, what hangs on it, and files that changed")
    func stale() throws {
        let file = folder.path + "/a.csv"
        try "a\n1\n2\n".write(toFile: file, atomically: true, encoding: .utf8)
        var session = PlayedSession(in: folder.path)
        for line in ["limit = 1", "rows = load(\"a.csv\")", "few = rows | filter(a > limit)"] {
            session.type(line)
        }
        session.type("n = few | count()")
        session.type("| head(1)")
        session.type("one = _")
        #expect(session.type(":stale") == "nothing is stale\n")
        session.type("limit = 0")
        let first = session.type(":stale").split(separator: "\n").dropFirst(2)
        #expect(first.map { $0.split(separator: " ").first } == ["few", "n", "one"])
        #expect(first.first?.contains("`limit` was bound again") == true)
        #expect(first.last?.contains("`few` is stale") == true)
        session.type(":undo")
        #expect(session.type(":stale") == "nothing is stale\n")
        session.type("limit = limit + 1; few = rows | filter(a > limit)")
        session.type("few = few | head(5)")
        try "a\n1\n2\n3\n".write(toFile: file, atomically: true, encoding: .utf8)
        let second = session.type(":stale")
        #expect(second.contains("`a.csv` has changed"))
        #expect(!second.contains("limit"))
    }

    @Test("stale knows a column from a variable of its name")
    func staleColumns() {
        var session = PlayedSession(in: folder.path)
        session.type("a = 1; rows = frame(a = [1, 2]); few = rows | filter(a > 1)")
        session.type("a = 2")
        #expect(session.type(":stale") == "nothing is stale\n")
    }

    @Test("copy hands over what the last line printed")
    func copy() {
        var session = PlayedSession(in: folder.path)
        #expect(session.type(":copy").contains("nothing was printed"))
        session.type("1 + 1")
        let outcome = session.session.run(SourceText(":copy"), PlayedSession.running)
        #expect(outcome.request == .copy("2\n"))
    }

    @Test("quit leaves what stands behind it")
    func quit() {
        var session = PlayedSession(in: folder.path)
        let outcome = session.session.run(SourceText(":quit\nnothing"), PlayedSession.running)
        #expect(outcome.request == .quit && !outcome.hasFailed)
    }
}
