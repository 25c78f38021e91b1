import Foundation
import Glibc
import Testing

@testable import Console

@Suite("A shell that is killed", .serialized, .timeLimit(.minutes(10)))
struct CrashTests {
    let folder = ScratchFolder()
    /// How often it is killed: `make soak` tries harder.
    static let kills = ProcessInfo.processInfo.environment["EPILOGUE_SOAK"] == nil ? 5 : 50

    /// What the shell is doing when it is killed.
    enum Moment: CaseIterable {
        /// The output of the last line has just begun to appear.
        case shown
        /// The last line runs.
        case running
        /// The next line is half typed.
        case typing
        /// The next line stands unfinished over two rows.
        case unfinished
        /// Lines that were typed ahead wait for the one that runs.
        case typedAhead
    }

    @Test("loses no line that it accepted, however often that happens")
    func killed() async throws {
        var bound: [Int] = []
        for kill in 1...Self.kills {
            let shell = try await begin(goingOnWith: bound.count)
            for _ in 0..<2 { try await bind(&bound, in: shell) }
            let moment = Moment.allCases[kill % Moment.allCases.count]
            try await reach(moment, &bound, in: shell)
            try shell.kill()
        }
        let shell = try await begin(goingOnWith: bound.count)
        let terms = bound.map { "x\($0) * \($0)" }
        shell.terminal.type(terms.joined(separator: " + ") + "\r")
        try await shell.terminal.wait(forOutput: "\(bound.map { $0 * $0 }.reduce(0, +))")
        shell.terminal.type(":quit\r")
        #expect(try shell.waitForEnd() == 0)
        try expectHistory(of: bound)
    }

    /// A shell at its prompt, all that was bound before brought back.
    private func begin(goingOnWith count: Int) async throws -> ShellProgram {
        let shell = try ShellProgram(home: folder.path)
        if count > 0 {
            try await shell.terminal.wait(for: "leave it: ")
            shell.terminal.type("y")
            try await shell.terminal.wait(for: "\(count) of \(count) statement")
        }
        try await shell.terminal.wait(for: "> ")
        return shell
    }

    /// Types a line, and waits until something shows that it was accepted.
    private func bind(_ bound: inout [Int], in shell: ShellProgram) async throws {
        let number = bound.count + 1
        bound.append(number)
        shell.terminal.type("x\(number) = \(number)\r")
        // What is only looked at is not kept, and says that the line before has run.
        shell.terminal.type(":set seed\r")
        try await shell.terminal.wait(forOutput: "0")
    }

    private func reach(
        _ moment: Moment,
        _ bound: inout [Int],
        in shell: ShellProgram
    ) async throws {
        let number = bound.count + 1
        let line = "x\(number) = \(number)"
        switch moment {
        case .shown:
            bound.append(number)
            shell.terminal.type("\(line); 1000 * 1000 + \(number)\r")
            try await shell.terminal.wait(forOutput: "\(1_000_000 + number)")
        case .running:
            bound.append(number)
            let mark = folder.path + "/running\(number)"
            shell.terminal.type("\(line)\r! touch running\(number); sleep 20\r")
            try await wait(forFile: mark)
        case .typing:
            shell.terminal.type("y\(number) = 1")
            try await shell.terminal.wait(for: "y\(number)")
        case .unfinished:
            shell.terminal.type("y\(number) = (1 +\r")
            try await shell.terminal.wait(for: "… ")
        case .typedAhead:
            let mark = folder.path + "/ahead\(number)"
            shell.terminal.type("! touch ahead\(number); sleep 20\ry\(number) = 1\r")
            try await wait(forFile: mark)
        }
    }

    private func wait(forFile path: String) async throws {
        for _ in 0..<4_000 {
            if access(path, F_OK) == 0 { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("\(path) does not appear")
        throw CancellationError()
    }

    /// Each accepted line is in the history too.
    private func expectHistory(of bound: [Int]) throws {
        let path = folder.path + "/.local/state/epilogue/history"
        let history = try String(contentsOfFile: path, encoding: .utf8)
        for number in bound {
            #expect(history.contains("x\(number) = \(number)"), "line \(number)")
        }
        #expect(!history.contains("= (1 +"))
    }
}
