import Foundation
import Glibc
import Synchronization
import Testing

/// The program itself with pipes for its streams, and with a home folder of its own.
final class PipedProgram {
    private let process = Process()
    private let input = Pipe()
    private let output = Collected()
    private let errors = Collected()

    init(
        _ arguments: [String],
        in folder: String,
        environment: [String: String] = [:]
    ) throws {
        process.executableURL = URL(fileURLWithPath: try ShellProgram.path())
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["HOME": folder, "PATH": "/usr/bin:/bin", "TERM": "xterm"]
            .merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output.pipe
        process.standardError = errors.pipe
        try process.run()
        output.watch()
        errors.watch()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    func type(_ text: String) {
        try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    func signal(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits until standard output has the text.
    func wait(for text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<4_000 {
            if output.text.contains(text) { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("not printed: \(text); \(errors.text)", sourceLocation: sourceLocation)
        throw CancellationError()
    }

    /// Ends its input, waits for its end, and tells all that it printed.
    func end(
        typing text: String = ""
    ) async throws -> (
        status: Int32, output: String, errors: String
    ) {
        if !text.isEmpty { type(text) }
        try? input.fileHandleForWriting.close()
        for _ in 0..<6_000 where process.isRunning || !output.hasEnded || !errors.hasEnded {
            try await Task.sleep(for: .milliseconds(5))
        }
        try #require(!process.isRunning, "the program does not end")
        return (process.terminationStatus, output.text, errors.text)
    }

    /// What comes out of a pipe.
    private final class Collected: Sendable {
        let pipe = Pipe()
        private let bytes = Mutex<[UInt8]>([])
        private let ended = Mutex(false)

        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
        var hasEnded: Bool { ended.withLock { $0 } }

        func watch() {
            let descriptor = pipe.fileHandleForReading.fileDescriptor
            Thread.detachNewThread {
                var buffer = [UInt8](repeating: 0, count: 4096)
                while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
                    self.bytes.withLock { $0 += buffer[..<count] }
                }
                self.ended.withLock { $0 = true }
            }
        }
    }
}
