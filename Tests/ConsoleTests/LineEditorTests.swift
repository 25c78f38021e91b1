import Foundation
import Glibc
import Testing

@testable import Console

@Suite("The line editor at a terminal", .serialized, .timeLimit(.minutes(1)))
struct LineEditorTests {
    typealias ReadResult = LineEditor.ReadResult

    static let verbs = ["filter", "fit", "filler", "head"]

    /// Words are letters; brackets must be closed; `filter` is a verb.
    static func assistance() -> LineAssistance {
        LineAssistance(
            isComplete: { text in text.filter { $0 == "(" }.count <= text.filter { $0 == ")" }.count
            },
            complete: { text, offset in
                let before = String(decoding: text.utf8.prefix(offset), as: UTF8.self)
                let word = before.reversed().prefix { $0.isLetter }.reversed().map(String.init)
                let found = verbs.filter { $0.hasPrefix(word.joined()) }
                return Completions(
                    found.map { Completion($0, kind: "verb") },
                    replacing: (offset - word.joined().utf8.count)..<offset
                )
            },
            highlight: { $0.hasPrefix("fit") ? [StyledRange(0..<3, "35")] : [] }
        )
    }

    /// What the editor returns for each entry while `script` types.
    private func reading(
        _ count: Int = 1,
        _ environment: [String: String] = ["TERM": "xterm", "NO_COLOR": "1"],
        history: [String] = [],
        editrc: String? = nil,
        columns: UInt16 = 80,
        given: String = "",
        script: (TypedTerminal) async throws -> Void
    ) async throws -> [ReadResult] {
        let typed = try TypedTerminal(columns: columns)
        async let results = onThread {
            var past = History()
            for entry in history { past.add(entry) }
            let editor = LineEditor(
                terminal: typed.terminal(environment),
                history: past,
                assistance: Self.assistance(),
                signals: typed.signals,
                editrc: editrc
            )
            let results = (0..<count).map { _ in
                editor.read(prompt: "> ", continuation: "... ", given: given)
            }
            typed.hangUp()
            return results
        }
        do {
            try await typed.wait(for: "> ")
            try await script(typed)
        } catch {
            typed.type("\u{4}\r\r\u{4}")
            _ = await results
            throw error
        }
        return await results
    }

    @Test("returns what is typed, and the end of input for ctrl-D")
    func plainLines() async throws {
        let results = try await reading(2) { typed in
            typed.type("aé日🙂\r")
            try await typed.wait(for: "> ")
            typed.type("\u{4}")
        }
        #expect(results == [.line("aé日🙂"), .endOfInput])
    }

    @Test("asks on while an entry is unfinished, and recalls it whole")
    func severalLines() async throws {
        let results = try await reading(3) { typed in
            typed.type("x = (1 +\r")
            try await typed.wait(for: "... ")
            typed.type("2)\r")
            try await typed.wait(for: "> ")
            typed.type("\u{1B}[A\r")
            try await typed.wait(for: "> ")
            typed.type("\u{1B}[A\u{1B}[A3\u{1B}[B\u{1B}[F!\r")
        }
        let entry = "x = (1 +\n2)"
        #expect(results == [.line(entry), .line(entry), .line("x 3= (1 +\n2)!")])
    }

    @Test("takes a paste as one entry and runs nothing before Enter")
    func paste() async throws {
        let results = try await reading { typed in
            typed.type("\u{1B}[200~a = 1\r\tb\rc\r\u{1B}[201~")
            try await typed.wait(for: "c")
            typed.type("\r")
        }
        #expect(results == [.line("a = 1\n    b\nc")])
    }

    @Test("edits wide characters where the cursor looks to be, with the keys of a keyboard")
    func keys() async throws {
        let results = try await reading(3) { typed in
            typed.type("日本 = 1\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{7F}\r")
            try await typed.wait(for: "> ")
            typed.type("one two\u{1B}[1;5D<\u{1B}[H\u{1B}[3~\u{1B}[F!\u{1B}[1;2A\u{1B}[15~\r")
            try await typed.wait(for: "> ")
            typed.type("abc\u{1B}\rdef\u{1B}[AX\r")
        }
        #expect(results == [.line("日 = 1"), .line("ne <two!"), .line("abcX\ndef")])
    }

    @Test("drops the line at ctrl-C and reads on")
    func interrupt() async throws {
        let results = try await reading(3) { typed in
            typed.type("half")
            try await typed.wait(for: "half")
            typed.signals.note(SIGINT)
            try await typed.wait(for: "> ")
            typed.signals.note(SIGINT)
            try await typed.wait(for: "> ")
            typed.type("whole\r")
        }
        #expect(results == [.interrupted, .interrupted, .line("whole")])
    }

    @Test("completes what is common, then offers the rest beneath the line")
    func popup() async throws {
        let results = try await reading(4) { typed in
            typed.type("x | h\t\r")
            try await typed.wait(for: "> ")
            typed.type("f\t")
            try await typed.wait(for: "› filter")
            typed.type("\t")
            try await typed.wait(for: "› fit")
            typed.type("\r\r")
            try await typed.wait(for: "> ")
            typed.type("f\t")
            try await typed.wait(for: "› filter")
            typed.type("l\t")
            try await typed.wait(for: "› filter")
            typed.type("\u{1B}[A")
            try await typed.wait(for: "› filler")
            typed.type("\r\r")
            try await typed.wait(for: "> ")
            typed.type("f\t")
            try await typed.wait(for: "› filter")
            typed.signals.note(SIGINT)
        }
        #expect(results == [.line("x | head"), .line("fit"), .line("filler"), .interrupted])
    }

    @Test("colours the line, and takes the ghost text at the right arrow")
    func painting() async throws {
        let results = try await reading(
            1,
            ["TERM": "xterm"],
            history: ["fit(late ~ .)"]
        ) { typed in
            typed.type("fit")
            try await typed.wait(for: "\u{1B}[35mfit\u{1B}[0m\u{1B}[2m(late ~ .)\u{1B}[0m")
            typed.type("\u{1B}[C\r")
        }
        #expect(results == [.line("fit(late ~ .)")])
    }

    @Test("finds earlier entries with ctrl-R")
    func search() async throws {
        let results = try await reading(history: ["fit(late,\nx)", "head"]) { typed in
            typed.type("\u{12}late")
            try await typed.wait(for: "late")
            typed.type("\r")
        }
        #expect(results == [.line("fit(late,\nx)")])
    }

    @Test("has vi's keys when `.editrc` says so, and the file's own")
    func vi() async throws {
        let folder = ScratchFolder()
        let file = folder.path + "/editrc"
        try "# keys\nbind -v\nbind ^O ed-move-to-beg\n".write(
            toFile: file,
            atomically: true,
            encoding: .utf8
        )
        let results = try await reading(2, editrc: file) { typed in
            typed.type("one two")
            try await typed.wait(for: "two")
            typed.type("\u{1B}")
            try await typed.wait(for: "\u{8}")
            typed.type("bxi\u{1B}[H<\r")
            try await typed.wait(for: "> ")
            typed.type("bc\u{F}a\r")
        }
        #expect(results == [.line("<one wo"), .line("abc")])
    }

    @Test("sends no escape to a terminal that knows none, and still lists completions")
    func dumb() async throws {
        var screen = ""
        let results = try await reading(1, ["TERM": "dumb"]) { typed in
            typed.type("f\t")
            try await typed.wait(for: "filler  verb")
            try await typed.wait(for: "> fi")
            typed.type("\u{1B}[D!")
            try await typed.wait(for: "!")
            screen = typed.transcript
            typed.type("\r")
        }
        #expect(results == [.line("f!i")])
        #expect(screen.contains("fi"))
        #expect(!screen.contains("\u{1B}"))
    }

    @Test("goes on after the window changed its size, and begins with what it is given")
    func resize() async throws {
        var drawn: (before: String, after: String) = ("", "")
        let results = try await reading(1, columns: 40, given: "x = 1\ny") { typed in
            try await typed.wait(for: "y")
            try await Task.sleep(for: .milliseconds(100))
            drawn.before = typed.transcript
            for columns: UInt16 in [50, 20, 100] {
                typed.resize(columns: columns, rows: 10)
                typed.signals.note(SIGWINCH)
            }
            try await Task.sleep(for: .milliseconds(100))
            drawn.after = typed.transcript
            typed.type(" ")
            // Drawn anew from the line's first row, once a key came.
            try await typed.wait(for: "\r\u{1B}[J")
            try await typed.wait(for: "y")
            typed.type("= 2\r")
        }
        #expect(results == [.line("x = 1\ny = 2")])
        #expect(drawn.after == drawn.before, "the terminal wraps the line by itself")
    }
}
