import Diagnostics
import Foundation
import Testing

@testable import Console

/// A folder that lasts as long as its owner.
final class ScratchFolder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try? FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: false
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite("History")
struct HistoryTests {
    let folder = ScratchFolder()
    var path: String { folder.path + "/state/epilogue/history" }

    @Test("keeps entries whole for the next session, in folders made for it")
    func multiLine() {
        var history = History(path: path)
        history.add("x = (1 +\n2)")
        history.add(#"save("a\nb")"#)
        let fault = history.takeFault()
        #expect(fault == nil)
        #expect(History(path: path).entries == ["x = (1 +\n2)", #"save("a\nb")"#])
    }

    @Test("moves an entry typed again to the end and keeps no blank ones")
    func duplicates() {
        var history = History(path: path)
        let additions = ["a", "b", "  ", "b", "a"].map { history.add($0) }
        #expect(additions == [.appended, .appended, .dropped, .dropped, .reordered])
        #expect(history.entries == ["b", "a"])
        #expect(History(path: path).entries == ["b", "a"])
    }

    @Test("of two shells is each one's own until a restart, and loses nothing")
    func twoShells() {
        var first = History(path: path)
        first.add("old")
        first = History(path: path)
        var second = History(path: path)
        first.add("from the first")
        second.add("from the second")
        first.add("the first again")
        #expect(first.entries == ["old", "from the first", "the first again"])
        #expect(second.entries == ["old", "from the second"])
        #expect(
            History(path: path).entries
                == ["old", "from the first", "from the second", "the first again"]
        )
    }

    @Test("has a limit, in memory and in the end on disk")
    func limit() {
        var history = History(path: path, limit: 3)
        for number in 1...7 { history.add("\(number)") }
        #expect(history.entries == ["5", "6", "7"])
        #expect(History(path: path, limit: 3).entries == ["5", "6", "7"])
        #expect(History(path: path).entries == ["5", "6", "7"])
    }

    @Test("that cannot be kept is told once, and kept in memory")
    func unwritable() throws {
        var history = History(path: folder.path)
        history.add("a")
        history.add("b")
        let first = history.takeFault()
        let second = history.takeFault()
        let fault = try #require(first)
        #expect(fault.message.contains(folder.path))
        #expect(fault.message.hasSuffix("is a directory"))
        #expect(second == nil)
        #expect(history.entries == ["a", "b"])
    }

    @Test("offers what followed the same beginning last time")
    func hints() {
        var history = History()
        history.add("load(a)")
        history.add("load(b)")
        #expect(history.continuation(of: "load(") == "b)")
        #expect(history.continuation(of: "load(b)") == nil)
        #expect(history.continuation(of: "") == nil)
    }

    @Test("lies where XDG says")
    func place() {
        let home = ["HOME": "/h"]
        #expect(History.standardPath(environment: home) == "/h/.local/state/epilogue/history")
        let state = home.merging(["XDG_STATE_HOME": "/s"]) { $1 }
        #expect(History.standardPath(environment: state) == "/s/epilogue/history")
        #expect(History.standardPath(environment: [:]) == nil)
    }
}
