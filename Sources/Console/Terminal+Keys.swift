import Glibc

extension Terminal {
    /// One key, without Enter; nil for ctrl-C, ctrl-D or a terminal that is gone.
    package func readKey() -> Character? {
        var former = termios()
        guard tcgetattr(input, &former) == 0 else { return nil }
        var changed = former
        changed.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(input, TCSADRAIN, &changed)
        defer { tcsetattr(input, TCSADRAIN, &former) }
        var byte: UInt8 = 0
        while true {
            let count = read(input, &byte, 1)
            if count == 1 { break }
            guard count < 0, errno == EINTR else { return nil }
        }
        return byte == 3 || byte == 4 ? nil : Character(Unicode.Scalar(byte))
    }

    /// Runs `body` without showing what is typed meanwhile: it belongs to the next prompt.
    package func withoutEcho<Result>(_ body: () -> Result) -> Result {
        var former = termios()
        guard tcgetattr(input, &former) == 0 else { return body() }
        var changed = former
        changed.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(input, TCSADRAIN, &changed)
        defer { tcsetattr(input, TCSADRAIN, &former) }
        return body()
    }
}
