import Glibc

/// Signals as bytes in a pipe, so that whoever waits for keys or for work wakes for them as well.
///
/// A signal may come to any thread; the pipe brings it to the one that waits.
package final class SignalPipe: Sendable {
    /// Where the signals of this process arrive.
    package static let shared = SignalPipe()

    /// Can be polled for reading.
    let readEnd: Int32
    private let writeEnd: Int32

    package init() {
        var ends: [Int32] = [-1, -1]
        let made = pipe(&ends)
        precondition(made == 0, "no pipe for signals: errno \(errno)")
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Puts a signal into the pipe; safe in a signal handler.
    package func note(_ signal: Int32) {
        let before = errno
        var byte = UInt8(truncatingIfNeeded: signal)
        _ = write(writeEnd, &byte, 1)
        errno = before
    }

    /// The oldest signal not yet seen, without waiting.
    func next() -> Int32? {
        var byte: UInt8 = 0
        return read(readEnd, &byte, 1) == 1 ? Int32(byte) : nil
    }

    /// Forgets what came before anybody could be meant by it.
    func drain() {
        while next() != nil {}
    }

    /// From now on these signals go into the shared pipe; the former actions are returned.
    static func capture(_ signals: [Int32]) -> [Int32: sigaction] {
        _ = shared  // made now, never inside the handler
        var former: [Int32: sigaction] = [:]
        for signal in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { SignalPipe.shared.note($0) }
            action.sa_flags = SA_RESTART
            var old = sigaction()
            sigaction(signal, &action, &old)
            former[signal] = old
        }
        return former
    }

    /// Gives signals back the actions that `capture` returned.
    static func restore(_ former: [Int32: sigaction]) {
        for (signal, action) in former {
            var action = action
            sigaction(signal, &action, nil)
        }
    }
}
