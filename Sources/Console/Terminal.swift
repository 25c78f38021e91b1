import Glibc

/// The terminal in front of the reader: which streams it is behind, what it can show, its size.
package struct Terminal: Sendable {
    package struct Size: Sendable, Equatable {
        package var columns: Int
        package var rows: Int

        package init(columns: Int, rows: Int) {
            self.columns = columns
            self.rows = rows
        }
    }

    package var input: Int32
    package var output: Int32
    package var error: Int32
    /// The kind of terminal, from `TERM`; "dumb" when there is none.
    package var name: String
    package var inputIsTerminal: Bool
    package var outputIsTerminal: Bool
    package var errorIsTerminal: Bool
    /// Neither boxes nor redrawing are wanted: `ACCESSIBLE=1` or `:set plain on`.
    package var isPlain: Bool
    /// Colour is not refused by `NO_COLOR`; whether it can be shown is another question.
    package var permitsColor: Bool
    /// The size to believe where the terminal itself does not tell one.
    package var assumedSize: Size

    package init(
        input: Int32 = STDIN_FILENO,
        output: Int32 = STDOUT_FILENO,
        error: Int32 = STDERR_FILENO,
        environment: [String: String]
    ) {
        useUTF8()
        self.input = input
        self.output = output
        self.error = error
        name = environment["TERM"].flatMap { $0.isEmpty ? nil : $0 } ?? "dumb"
        inputIsTerminal = isatty(input) == 1
        outputIsTerminal = isatty(output) == 1
        errorIsTerminal = isatty(error) == 1
        isPlain = Self.isPlain(environment)
        permitsColor = environment["NO_COLOR"]?.isEmpty ?? true
        assumedSize = Size(
            columns: environment["COLUMNS"].flatMap { Int($0) } ?? 80,
            rows: environment["LINES"].flatMap { Int($0) } ?? 24
        )
    }

    /// Whether `ACCESSIBLE` asks for output without boxes and redrawing.
    package static func isPlain(_ environment: [String: String]) -> Bool {
        environment["ACCESSIBLE"].map { !["", "0"].contains($0) } ?? false
    }

    /// The terminal of this process.
    package static var current: Terminal { Terminal(environment: processEnvironment()) }

    /// It knows no escape sequences.
    package var isDumb: Bool { name == "dumb" }

    /// Whether somebody types and reads: then there are prompts, and keys to edit with.
    package var isInteractive: Bool { inputIsTerminal && outputIsTerminal }

    /// Whether lines may be drawn over: a popup, a progress line, a repainted entry.
    package var allowsRedrawing: Bool { outputIsTerminal && !isDumb && !isPlain }

    package var allowsColor: Bool { outputIsTerminal && !isDumb && permitsColor }

    /// The size now; asked anew each time, for windows are dragged.
    package var size: Size {
        for descriptor in [output, error, input] {
            var window = winsize()
            guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 1 else {
                continue
            }
            let rows = window.ws_row > 0 ? Int(window.ws_row) : assumedSize.rows
            return Size(columns: Int(window.ws_col), rows: rows)
        }
        return assumedSize
    }

    /// Sends text to the screen at once, past every buffer.
    func write(_ text: String) {
        write(text, to: output)
    }

    func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let base = rest.baseAddress, !rest.isEmpty {
                let count = Glibc.write(descriptor, base, rest.count)
                if count < 0 {
                    guard errno == EINTR || errno == EAGAIN else { return }
                    continue
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}

/// Every variable of the environment that is text.
package func processEnvironment() -> [String: String] {
    var result: [String: String] = [:]
    var entry = environ
    while let pointer = entry.pointee {
        let pair = String(cString: pointer)
        if let equals = pair.firstIndex(of: "=") {
            result[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
        }
        entry += 1
    }
    return result
}

/// Makes the C library's idea of text UTF-8, whatever `LANG` says; the editor counts on it.
func useUTF8() { _ = utf8IsInUse }

/// Made true once: other threads may be looking at the locale when it is set again.
private let utf8IsInUse: Bool = {
    setlocale(LC_ALL, "")
    let codeset = nl_langinfo(Int32(CODESET)).map { String(cString: $0) }
    if codeset != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
    // Numbers are read and printed the same everywhere.
    setlocale(LC_NUMERIC, "C")
    return true
}()
