import Foundation
import Glibc
import Synchronization
import Testing

@testable import Console

/// A terminal without a window: the test types at one end, the editor sits at the other.
final class TypedTerminal: Sendable {
    let signals = SignalPipe()
    private let keyboard: Int32
    private let editorEnd: Int32
    /// The name of the end at which a program sits.
    let path: String
    private let shown = Mutex<[UInt8]>([])
    private let everything = Mutex<[UInt8]>([])

    init(columns: UInt16 = 80, rows: UInt16 = 24) throws {
        keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        try #require(keyboard >= 0)
        // Linux's requests to unlock the other end (TIOCSPTLCK) and to tell its number (TIOCGPTN).
        var lock: Int32 = 0
        var number: UInt32 = 0
        try #require(ioctl(keyboard, 0x4004_5431, &lock) == 0)
        try #require(ioctl(keyboard, 0x8004_5430, &number) == 0)
        path = "/dev/pts/\(number)"
        editorEnd = open(path, O_RDWR | O_NOCTTY)
        try #require(editorEnd >= 0)
        resize(columns: columns, rows: rows)
        Thread.detachNewThread { self.watch() }
    }

    func hangUp() {
        close(editorEnd)
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(keyboard, UInt(TIOCSWINSZ), &size)
    }

    func terminal(_ environment: [String: String]) -> Terminal {
        Terminal(input: editorEnd, output: editorEnd, error: editorEnd, environment: environment)
    }

    /// All that the terminal has been sent.
    var transcript: String { everything.withLock { String(decoding: $0, as: UTF8.self) } }

    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        #expect(write(keyboard, bytes, bytes.count) == bytes.count)
    }

    /// Waits until the text is shown, then forgets what was shown up to its end.
    func wait(for text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let wanted = Array(text.utf8)
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let found = shown.withLock { bytes in
                guard let range = bytes.firstRange(of: wanted) else { return false }
                bytes.removeSubrange(..<range.upperBound)
                return true
            }
            if found { return }
            try await Task.sleep(for: .milliseconds(2))
        }
        let end = shown.withLock { String(decoding: $0.suffix(2_000), as: UTF8.self) }
        Issue.record(
            "not shown: \(text.debugDescription) but \(end.debugDescription)",
            sourceLocation: sourceLocation
        )
        throw CancellationError()
    }

    /// Waits for a line that the shell prints just after it took an entry, not for its echo.
    func wait(
        forOutput text: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await wait(for: "\u{1B}[?2004l\(text)\r\n", sourceLocation: sourceLocation)
    }

    private func watch() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(keyboard, &buffer, buffer.count)
            guard count > 0 else { break }
            everything.withLock { $0 += buffer[..<count] }
            shown.withLock { $0 += buffer[..<count] }
        }
        close(keyboard)
    }
}
