import Glibc

/// Where the program writes: results to one, what is said to the other.
enum Output: Int32, Sendable {
    case standard = 1
    case error = 2
}

/// Writes text as it is, at once; the reason if that fails.
///
/// A reader that went away ends the program by the signal, as it ends every program in a pipe.
@discardableResult
func write(_ text: String, to output: Output) -> String? {
    var text = text
    return text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while let base = rest.baseAddress, !rest.isEmpty {
            let count = Glibc.write(output.rawValue, base, rest.count)
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return String(cString: strerror(errno))
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return nil
    }
}

/// The lines of standard input.
struct InputLines {
    private var buffer: [UInt8] = []
    private var position = 0
    private var hasEnded = false

    /// The next line with its newline, or nil after the last.
    mutating func next() -> String? {
        var line: [UInt8] = []
        while true {
            if position == buffer.count { fill() }
            guard position < buffer.count else { break }
            let end = buffer[position...].firstIndex(of: 0x0A)
            line += buffer[position..<(end.map { $0 + 1 } ?? buffer.count)]
            position = end.map { $0 + 1 } ?? buffer.count
            if end != nil { break }
        }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    private mutating func fill() {
        guard !hasEnded else { return }
        var part = [UInt8](repeating: 0, count: 65_536)
        var count = read(0, &part, part.count)
        while count < 0, errno == EINTR { count = read(0, &part, part.count) }
        hasEnded = count <= 0
        buffer = Array(part.prefix(max(0, count)))
        position = 0
    }
}
