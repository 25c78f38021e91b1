import Glibc

extension Terminal {
    /// The bytes of what is pressed next, without Enter and without an echo; empty where the
    /// terminal is gone.
    package func readKeys() -> [UInt8] {
        var former = termios()
        guard tcgetattr(input, &former) == 0 else { return [] }
        var changed = former
        changed.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        // The same key as in the editor: Enter is a newline.
        changed.c_iflag |= tcflag_t(ICRNL)
        tcsetattr(input, TCSADRAIN, &changed)
        defer { tcsetattr(input, TCSADRAIN, &former) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(input, &buffer, buffer.count)
            if count >= 0 { return Array(buffer[..<count]) }
            guard errno == EINTR else { return [] }
        }
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
