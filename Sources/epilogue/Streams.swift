import Glibc

/// Where the program writes: results to one, errors to the other.
enum Output: Int32, Sendable {
    case standard = 1
    case error = 2
}

/// Writes text as it is, at once.
func write(_ text: String, to output: Output) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { Glibc.write(output.rawValue, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        // A reader that went away ends the output, not the work.
        guard count > 0 else { return }
        bytes = bytes.dropFirst(count)
    }
}

/// The lines of standard input, with a look at what follows.
struct InputLines {
    private var buffer: [UInt8] = []
    private var position = 0
    private var hasEnded = false

    /// The next line with its newline, or nil after the last.
    mutating func next() -> String? {
        var line: [UInt8] = []
        while let byte = peek() {
            line.append(byte)
            position += 1
            if byte == 0x0A { break }
        }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// The next byte, which stays.
    mutating func peek() -> UInt8? {
        if position == buffer.count { fill() }
        return position < buffer.count ? buffer[position] : nil
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
