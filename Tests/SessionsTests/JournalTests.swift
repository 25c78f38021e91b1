import Diagnostics
import Glibc
import Sessions
import Testing

@Suite("The journal of a session")
struct JournalTests {
    let temporary = TemporaryFolder()
    var folder: JournalFolder { JournalFolder(path: temporary.path + "/state/journals") }

    static func header(_ folder: String = "/data", pid: Int = 7) -> JournalHeader {
        JournalHeader(folder: folder, start: 100, pid: pid, seed: .max, zone: "UTC")
    }

    /// The journal of a session that ran some lines and died; answers its file.
    private func dead(_ lines: [String], header: JournalHeader = header()) -> String {
        let (journal, trouble) = Journal.begin(header, in: folder)
        #expect(trouble == nil)
        for line in lines { #expect(journal.accept(line).trouble == nil) }
        return journal.path
    }

    @Test("holds each line on disk as soon as it is accepted")
    func onDisk() {
        let (journal, trouble) = Journal.begin(Self.header(), in: folder)
        #expect(trouble == nil)
        #expect(journal.accept("x = 1").number == 1)
        let text = String(decoding: temporary.read(journal.path), as: UTF8.self)
        #expect(text.contains("\nx = 1\n"))
        #expect(journal.accept("late = 2").number == 2)
        journal.finish()
    }

    @Test("has every accepted line after kill -9")
    func killed() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
            let (journal, _) = Journal.begin(JournalTests.header(), in: JournalFolder(path: path))
            for number in 1...5 {
                precondition(journal.accept("x = \(number)").trouble == nil)
            }
            kill(getpid(), SIGKILL)
        }
        let found = try #require(folder.unfinished(in: "/data").first)
        #expect(found.content.standing.map(\.text) == (1...5).map { "x = \($0)" })
    }

    @Test("is found after a crash, with what failed and was undone left out")
    func unfinished() throws {
        do {
            let (journal, _) = Journal.begin(Self.header(), in: folder)
            for line in ["a = 1", "b = (\n2\n)", "c = oops", "d = 4", "e = 5"] {
                #expect(journal.accept(line).trouble == nil)
            }
            #expect(journal.mark(3, .failed) == nil)
            #expect(journal.mark(5, .undone) == nil)
            #expect(journal.mark(4, .undone) == nil)
            #expect(journal.mark(4, .redone) == nil)
        }
        let found = try #require(folder.unfinished(in: "/data").first)
        #expect(found.content.header == Self.header())
        #expect(found.content.standing.map(\.text) == ["a = 1", "b = (\n2\n)", "d = 4"])
        #expect(found.content.statements.count == 5)
        #expect(!found.content.isTorn)
    }

    @Test("loses at most the line that was being written, wherever it was torn")
    func torn() throws {
        let path = dead(["first = 1", "second = \"é\nß\"", "third = 3"])
        let whole = temporary.read(path)
        // A process that another test starts may hold the lock for the moment before it begins.
        let content = { () -> JournalContent? in
            for _ in 0..<4 {
                if let found = self.folder.unfinished(in: "/data").first { return found.content }
                usleep(2_000)
            }
            return nil
        }
        var counts: [Int] = []
        for end in whole.indices {
            temporary.write(Array(whole[..<end]), to: path)
            let found = content()
            let count = found?.standing.count ?? 0
            let lines = ["first = 1", "second = \"é\nß\"", "third = 3"]
            #expect(found?.standing.map(\.text) ?? [] == Array(lines.prefix(count)))
            counts.append(count)
        }
        #expect(counts == counts.sorted())
        #expect(Set(counts) == [0, 1, 2])
        temporary.write(whole, to: path)
        #expect(content()?.standing.count == 3)
    }

    @Test("stops at bytes that are not what was written")
    func corrupt() throws {
        let path = dead(["first = 1", "second = 2"])
        var bytes = temporary.read(path)
        let place = try #require(bytes.lastIndex(of: UInt8(ascii: "2")))
        bytes[place] = UInt8(ascii: "3")
        temporary.write(bytes, to: path)
        let content = try #require(folder.unfinished(in: "/data").first?.content)
        #expect(content.standing.map(\.text) == ["first = 1"])
        #expect(content.isTorn)
    }

    @Test("goes on behind a torn end")
    func goOn() throws {
        let path = dead(["first = 1", "second = 2"])
        temporary.write(Array(temporary.read(path).dropLast(3)), to: path)
        do {
            let journal = try #require(folder.unfinished(in: "/data").first?.goOn())
            #expect(journal.accept("other = 2").number == 2)
            #expect(folder.unfinished(in: "/data").isEmpty)
        }
        let content = try #require(folder.unfinished(in: "/data").first?.content)
        #expect(content.standing.map(\.text) == ["first = 1", "other = 2"])
        #expect(!content.isTorn)
    }

    @Test("is gone when the session ends in order")
    func finished() {
        let (journal, _) = Journal.begin(Self.header(), in: folder)
        #expect(journal.accept("x = 1").trouble == nil)
        journal.finish()
        #expect(TemporaryFolder.names(folder.path).isEmpty)
        #expect(folder.unfinished(in: "/data").isEmpty)
    }

    @Test("is not offered when empty, of another folder, or thrown away")
    func notOffered() throws {
        let empty = dead([])
        #expect(dead(["x = 1"], header: Self.header("/other")).hasSuffix(".journal"))
        #expect(folder.unfinished(in: "/data").isEmpty)
        #expect(access(empty, F_OK) != 0)
        let other = try #require(folder.unfinished(in: "/other").first)
        other.discard()
        #expect(folder.unfinished(in: "/other").isEmpty)
    }

    @Test("keeps two shells of one folder apart")
    func twoShells() throws {
        let (first, _) = Journal.begin(Self.header(), in: folder)
        let (second, _) = Journal.begin(Self.header(), in: folder)
        #expect(first.path != second.path)
        #expect(first.accept("x = 1").number == 1)
        #expect(second.accept("y = 1").number == 1)
        #expect(folder.unfinished(in: "/data").isEmpty)
        second.finish()
        #expect(first.accept("z = 1").trouble == nil)
        let text = String(decoding: temporary.read(first.path), as: UTF8.self)
        #expect(text.contains("z = 1") && !text.contains("y = 1"))
    }

    @Test("is taken over by one shell only")
    func takenOnce() throws {
        #expect(!dead(["x = 1"]).isEmpty)
        let found = try #require(folder.unfinished(in: "/data").first)
        let taken = try #require(found.goOn())
        #expect(found.goOn() == nil)
        found.discard()
        #expect(access(taken.path, F_OK) == 0)
    }

    @Test("says once that its folder cannot be written, and lets the session go on")
    func unwritable() {
        temporary.write([], to: temporary.path + "/state")
        let (journal, trouble) = Journal.begin(Self.header(), in: folder)
        #expect(trouble?.code == "journal.unwritable")
        #expect(trouble?.severity == .warning)
        #expect(trouble?.message.contains("not a folder") == true)
        let receipt = journal.accept("x = 1")
        #expect(receipt.number == 1)
        #expect(receipt.trouble == nil)
        #expect(journal.mark(1, .failed) == nil)
        journal.finish()
    }

    @Test("masks secrets before they reach the disk")
    func secrets() {
        let path = dead([#"load("a.db", password: "hunter2")"#])
        let text = String(decoding: temporary.read(path), as: UTF8.self)
        #expect(text.contains("<secret>") && !text.contains("hunter2"))
    }

    @Test("may be read by its owner only")
    func permissions() {
        var status = stat()
        #expect(stat(dead(["x = 1"]), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(stat(folder.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
    }

    @Test("lies where XDG says")
    func place() {
        #expect(
            JournalFolder(environment: ["HOME": "/h"])?.path
                == "/h/.local/state/epilogue/journals"
        )
        #expect(
            JournalFolder(environment: ["HOME": "/h", "XDG_STATE_HOME": "/s"])?.path
                == "/s/epilogue/journals"
        )
        #expect(
            JournalFolder(environment: ["HOME": "/h", "XDG_STATE_HOME": "s"])?.path
                == "/h/.local/state/epilogue/journals"
        )
        #expect(JournalFolder(environment: [:]) == nil)
    }

    @Test("says once that no more can be written, keeps the lines, and writes them later")
    func fullDisk() async {
        // A limit on the size of files stands for a full disk; it holds for a whole process.
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            let temporary = TemporaryFolder()
            let folder = JournalFolder(path: temporary.path)
            var content: JournalContent?
            do {
                let (journal, _) = Journal.begin(JournalTests.header(), in: folder)
                precondition(journal.accept("a = 1").trouble == nil)
                let size = rlim_t(temporary.read(journal.path).count)
                var limit = rlimit(rlim_cur: size + 20, rlim_max: rlim_t.max)
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                let long = "b = \"" + String(repeating: "x", count: 200) + "\""
                precondition(journal.accept(long).trouble?.code == "journal.unwritable")
                precondition(journal.accept("c = 3").trouble == nil)
                limit.rlim_cur = rlim_t.max
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                precondition(journal.accept("d = 4").number == 4)
            }
            content = folder.unfinished(in: "/data").first?.content
            precondition(content?.standing.map { $0.text.prefix(1) } == ["a", "b", "c", "d"])
            precondition(content?.isTorn == false)
        }
    }
}
