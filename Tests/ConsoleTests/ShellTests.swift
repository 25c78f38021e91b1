import Foundation
import Glibc
import Testing

@testable import Console

@Suite("The shell at a terminal", .serialized, .timeLimit(.minutes(5)))
struct ShellTests {
    let folder = ScratchFolder()

    private func start(_ environment: [String: String] = [:]) async throws -> ShellProgram {
        let shell = try ShellProgram(home: folder.path, environment: environment)
        try await shell.terminal.wait(for: "> ")
        return shell
    }

    private func quit(_ shell: ShellProgram) throws {
        shell.terminal.type(":quit\r")
        #expect(try shell.waitForEnd() == 0)
    }

    @Test("keeps as typed what is pressed at the offer to go on, and asks again next time")
    func keysAtTheOffer() async throws {
        let first = try await start()
        first.terminal.type("x = 1\r:set seed\r")
        try await first.terminal.wait(forOutput: "0")
        try first.kill()
        for keys in ["20 + 3\r", "y = 23; y\r"] {
            let shell = try ShellProgram(home: folder.path)
            try await shell.terminal.wait(for: "leave it: ")
            shell.terminal.type(keys)
            try await shell.terminal.wait(forOutput: "23")
            try quit(shell)
        }
        let last = try ShellProgram(home: folder.path)
        try await last.terminal.wait(for: "leave it: ")
        last.terminal.type("y")
        try await last.terminal.wait(for: "1 of 1 statement ran again")
        last.terminal.type("x + 1\r")
        try await last.terminal.wait(forOutput: "2")
        try quit(last)
    }

    @Test("does not run a command of the system's shell again when it goes on")
    func commandsOnce() async throws {
        let first = try await start()
        first.terminal.type("! echo once >> count\r:set seed\r")
        try await first.terminal.wait(forOutput: "0")
        try first.kill()
        let second = try ShellProgram(home: folder.path)
        try await second.terminal.wait(for: "leave it: ")
        second.terminal.type("y")
        try await second.terminal.wait(for: "1 command of the system's shell did not")
        try quit(second)
        let count = try String(contentsOfFile: folder.path + "/count", encoding: .utf8)
        #expect(count == "once\n")
    }

    @Test("keeps a statement that saved a file when it goes on, and the file")
    func savedOnce() async throws {
        let first = try await start()
        first.terminal.type("f = frame(a = [1, 2])\rf | save(\"f.csv\")\rb = 3\rb + 4\r")
        try await first.terminal.wait(forOutput: "7")
        try first.kill()
        try "kept".write(toFile: folder.path + "/f.csv", atomically: true, encoding: .utf8)
        let second = try ShellProgram(home: folder.path)
        try await second.terminal.wait(for: "leave it: ")
        second.terminal.type("y")
        try await second.terminal.wait(for: "4 of 4 statements ran again")
        second.terminal.type(":save s.md\r")
        try await second.terminal.wait(for: "to `s.md`")
        try quit(second)
        let file = try String(contentsOfFile: folder.path + "/f.csv", encoding: .utf8)
        #expect(file == "kept")
        let session = try String(contentsOfFile: folder.path + "/s.md", encoding: .utf8)
        #expect(session.contains("f | save(\"f.csv\")"))
    }

    @Test(
        "keeps a statement that saved a table when it goes on, and the table",
        arguments: ["d.sqlite", "d.duckdb"]
    )
    func savedTableOnce(database: String) async throws {
        let first = try await start()
        first.terminal.type(
            "f = frame(a = [1, 2])\rf | save(\"\(database)\", table: \"t\")\rb = 3\rb + 4\r"
        )
        try await first.terminal.wait(forOutput: "7")
        try first.kill()
        let second = try ShellProgram(home: folder.path)
        try await second.terminal.wait(for: "leave it: ")
        second.terminal.type("y")
        try await second.terminal.wait(for: "4 of 4 statements ran again")
        second.terminal.type("load(\"\(database)\").a | sum\r:save s.md\r")
        try await second.terminal.wait(for: "to `s.md`")
        try quit(second)
        let session = try String(contentsOfFile: folder.path + "/s.md", encoding: .utf8)
        #expect(session.contains("f | save(\"\(database)\", table: \"t\")"))
        #expect(session.contains("```output\n3\n```"), "\(session)")
    }

    @Test("gives the prompt back at ctrl-C, and keeps what is bound")
    func interrupt() async throws {
        let shell = try await start()
        shell.terminal.type("x = 20\r! trap '' INT; touch started; sleep 20\r")
        for _ in 0..<4_000 where access(folder.path + "/started", F_OK) != 0 { usleep(5_000) }
        let start = ContinuousClock.now
        shell.terminal.type("\u{3}")
        try await shell.terminal.wait(for: "the work was stopped")
        try await shell.terminal.wait(for: "> ")
        // Far from 20 s, and no promise about busy machines.
        #expect(ContinuousClock.now - start < .seconds(10))
        shell.terminal.type("x + 1\r")
        try await shell.terminal.wait(forOutput: "21")
        try quit(shell)
    }

    @Test("recalls older lines and its own, not another shell's")
    func twoShells() async throws {
        let old = try await start()
        old.terminal.type("10 + 1\r")
        try await old.terminal.wait(forOutput: "11")
        try quit(old)
        let (first, second) = (try await start(), try await start())
        first.terminal.type("20 + 1\r")
        try await first.terminal.wait(forOutput: "21")
        second.terminal.type("\u{1B}[A\u{1B}[A\r")
        try await second.terminal.wait(forOutput: "11")
        try quit(first)
        try quit(second)
        let third = try await start()
        third.terminal.type("\u{1B}[A\u{1B}[A\u{1B}[A\r")
        try await third.terminal.wait(forOutput: "21")
        try quit(third)
    }

    @Test("completes verbs, arguments and columns as they are at that point of the pipe")
    func completion() async throws {
        let shell = try await start()
        let terminal = shell.terminal
        terminal.type("rows = frame(flight_no = [1, 2], carrier = [\"UA\", \"AA\"])\r")
        try await terminal.wait(for: "> ")
        terminal.type("rows | derive(slow_one = flight_no > 1) | filt\tslow_\t) | count()\r")
        try await terminal.wait(forOutput: "1")
        terminal.type("rows | tai\trow\t\r 1)\r")
        try await terminal.wait(for: "AA")
        try quit(shell)
    }

    @Test("runs nothing of a long paste before Enter, and all of it then")
    func longPaste() async throws {
        let shell = try await start()
        let list = "[" + (1...2_000).map { "\($0)" }.joined(separator: ", ") + "]"
        #expect(list.count > 10_000)
        shell.terminal.type("\u{1B}[200~long = \(list)\nsum(frame(a = long).a)\u{1B}[201~")
        shell.terminal.type("\r")
        try await shell.terminal.wait(forOutput: "2001000")
        try quit(shell)
    }

    @Test("edits a line of 500 columns, wide characters and emoji, whatever the window does")
    func longLine() async throws {
        let shell = try await start()
        let terminal = shell.terminal
        terminal.type("日本 = \"🙂" + String(repeating: "x", count: 500) + "\"")
        terminal.resize(columns: 40, rows: 20)
        shell.signal(SIGWINCH)
        terminal.type("\u{1B}[D\u{7F}\u{7F}")
        terminal.resize(columns: 100, rows: 30)
        shell.signal(SIGWINCH)
        terminal.type("\u{5}\rlength(日本)\r")
        try await terminal.wait(forOutput: "499")
        try quit(shell)
    }

    @Test("hands the last output to the terminal's clipboard")
    func copy() async throws {
        let shell = try await start()
        shell.terminal.type("20 + 3\r")
        try await shell.terminal.wait(forOutput: "23")
        shell.terminal.type(":copy\r")
        let code = Data("23\n".utf8).base64EncodedString()
        try await shell.terminal.wait(for: "\u{1B}]52;c;\(code)\u{7}")
        try await shell.terminal.wait(for: "1 line handed")
        try quit(shell)
    }
}
