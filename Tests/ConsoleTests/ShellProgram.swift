import Foundation
import Glibc
import Testing

/// The program itself at a terminal of its own, with a home folder of its own.
///
/// Every wait has an end: a program that hangs fails its test.
final class ShellProgram {
    let terminal: TypedTerminal
    private let child: pid_t
    private var hasEnded = false

    /// Starts the shell; it finds nothing of the reader's own, and works in `home`.
    init(
        home: String,
        environment: [String: String] = [:],
        columns: UInt16 = 80,
        rows: UInt16 = 24
    ) throws {
        terminal = try TypedTerminal(columns: columns, rows: rows)
        let variables = ["HOME": home, "TERM": "xterm", "NO_COLOR": "1", "PATH": "/usr/bin:/bin"]
            .merging(environment) { $1 }
        child = try Self.start(
            ["/bin/sh", "-c", "cd \"$HOME\" && exec \"$0\"", Self.path()],
            variables.map { "\($0)=\($1)" },
            at: terminal.path
        )
    }

    deinit {
        if !hasEnded { try? kill() }
        terminal.hangUp()
    }

    /// Ends the program as a crash would: it hears of nothing.
    func kill() throws {
        Glibc.kill(child, SIGKILL)
        _ = try waitForEnd()
    }

    func signal(_ signal: Int32) { Glibc.kill(child, signal) }

    /// The exit status of the program, or the signal that ended it, negative.
    func waitForEnd() throws -> Int32 {
        var status: Int32 = 0
        for _ in 0..<4_000 {
            if waitpid(child, &status, WNOHANG) == child {
                hasEnded = true
                return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
            }
            usleep(5_000)
        }
        Issue.record("the program does not end")
        throw CancellationError()
    }

    /// A program in a session of its own, whose terminal is the one at `path`.
    private static func start(
        _ words: [String],
        _ environment: [String],
        at path: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // A new session takes the first terminal it opens for its own.
        posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // glibc's POSIX_SPAWN_SETSID, which is hidden behind _GNU_SOURCE.
        posix_spawnattr_setflags(&attributes, 0x80)
        let (arguments, variables) = (words.map { strdup($0) }, environment.map { strdup($0) })
        defer { for word in arguments + variables { free(word) } }
        var child = pid_t()
        let status = posix_spawn(
            &child,
            words[0],
            &actions,
            &attributes,
            arguments + [nil],
            variables + [nil]
        )
        try #require(status == 0, "\(words) does not start: \(status)")
        return child
    }

    /// The program stands beside the tests.
    static func path() throws -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        try #require(count > 0)
        let tests = URL(fileURLWithPath: String(decoding: buffer[..<count], as: UTF8.self))
        let candidates = [tests, URL(fileURLWithPath: CommandLine.arguments[0])].map {
            $0.resolvingSymlinksInPath().deletingLastPathComponent().path + "/epilogue"
        }
        return try #require(candidates.first { access($0, X_OK) == 0 }, "\(candidates)")
    }
}
