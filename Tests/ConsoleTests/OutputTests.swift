import Foundation
import Testing

@testable import Console

@Suite("What is shown besides the entry")
struct OutputTests {
    private let text = (1...30).map { "row \($0)\n" }.joined()

    @Test("goes through the pager when it is longer than the screen, and only then")
    func pager() async throws {
        let typed = try TypedTerminal()
        let folder = ScratchFolder()
        let file = folder.path + "/paged"
        let pager = Pager(
            terminal: typed.terminal(["TERM": "xterm"]),
            environment: ["PAGER": "cat > '\(file)'"]
        )
        pager.show(text)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
        pager.show("short\n")
        try await typed.wait(for: "short")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
        typed.hangUp()
    }

    @Test("is printed plainly where there is no pager", arguments: ["", "exit 127"])
    func withoutPager(_ command: String) async throws {
        let typed = try TypedTerminal()
        let terminal = typed.terminal(["TERM": "xterm"])
        Pager(terminal: terminal, environment: ["PAGER": command]).show(text)
        try await typed.wait(for: "row 30")
        typed.hangUp()
    }

    @Test("of progress is one line after a second, and is taken away")
    func progress() async throws {
        let typed = try TypedTerminal(columns: 20)
        var line = ProgressLine(terminal: typed.terminal(["TERM": "xterm"]))
        line.update(label: "early", fraction: 0, elapsed: .milliseconds(900))
        line.update(label: "fitting", fraction: 0.1, elapsed: .seconds(2))
        line.update(label: "fitting", fraction: 0.5, elapsed: .seconds(4))
        line.erase()
        try await typed.wait(for: "\r\u{1B}[Kfitting 10 %\r\u{1B}[Kfitting 50 % · 3 s…\r\u{1B}[K")
        typed.hangUp()
    }

    @Test("of progress is a line for each tenth on a plain terminal")
    func plainProgress() async throws {
        let typed = try TypedTerminal()
        let terminal = typed.terminal(["TERM": "xterm", "ACCESSIBLE": "1"])
        var line = ProgressLine(terminal: terminal)
        for step in 0...20 {
            let elapsed = Duration.seconds(step + 1)
            line.update(label: "fitting", fraction: Double(step) / 100, elapsed: elapsed)
        }
        line.erase()
        let second = "fitting 10 % · 90 s left\r\nfitting 20 % · 80 s left\r\n"
        try await typed.wait(for: "fitting 0 %\r\n" + second)
        typed.hangUp()
    }

    @Test("depends on what the terminal and its reader allow")
    func capabilities() throws {
        let typed = try TypedTerminal(columns: 50, rows: 10)
        let full = typed.terminal(["TERM": "xterm"])
        #expect(full.size == Terminal.Size(columns: 50, rows: 10))
        #expect(full.isInteractive && full.allowsColor && full.allowsRedrawing)
        #expect(!typed.terminal(["TERM": "xterm", "NO_COLOR": "1"]).allowsColor)
        #expect(!typed.terminal(["TERM": "xterm", "ACCESSIBLE": "1"]).allowsRedrawing)
        #expect(!typed.terminal(["TERM": "dumb"]).allowsColor)
        #expect(!typed.terminal([:]).allowsRedrawing)
        typed.hangUp()
    }
}
