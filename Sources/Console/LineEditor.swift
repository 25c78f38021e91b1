import CEditLine
package import Diagnostics
import Glibc

/// Reads entries from a terminal by way of libedit, which knows the keys; what libedit does not
/// know is added here: pasting, several lines, a popup of completions, colour, ghost text.
///
/// Signals reach only the main thread reliably: read there, from a synchronous `main`.
package final class LineEditor {
    package enum ReadResult: Sendable, Equatable {
        /// An entry, of several lines perhaps, without a newline at its end.
        case line(String)
        /// ctrl-C: what was typed is dropped.
        case interrupted
        /// ctrl-D on an empty line, or the terminal is gone.
        case endOfInput
    }

    package enum Mode: String, Sendable {
        case emacs
        case vi
    }

    package var terminal: Terminal
    package var assistance: LineAssistance
    package internal(set) var history: History

    let handle: OpaquePointer
    let signals: SignalPipe
    let mode: Mode
    private let streams: [UnsafeMutablePointer<FILE>]
    private let entries: OpaquePointer
    private let promptStorage = PromptStorage()

    var decoder = KeyDecoder()
    var state = ReadingState()

    /// The reader's `.editrc` has the last word on keys, and may choose vi's.
    ///
    /// Only with the process's own signals, `.shared`, their actions are changed while it reads.
    package init(
        terminal: Terminal,
        history: History = History(),
        mode: Mode = .emacs,
        assistance: LineAssistance = LineAssistance(),
        signals: SignalPipe = .shared,
        editrc: String? = LineEditor.standardEditrc(environment: processEnvironment())
    ) {
        self.terminal = terminal
        self.history = history
        self.assistance = assistance
        self.signals = signals
        streams = [
            Self.stream(terminal.input, "r"), Self.stream(terminal.output, "w"),
            Self.stream(terminal.error, "w"),
        ]
        guard let handle = editline_open("epilogue", streams[0], streams[1], streams[2]),
            let entries = history_winit()
        else { preconditionFailure("no memory for the line editor") }
        self.handle = handle
        self.entries = entries
        editline_set_terminal(handle, terminal.name)
        let file = editrc.flatMap { EditorFile(path: $0) }
        self.mode = file?.mode(on: handle) ?? mode
        editline_set_editor(handle, self.mode.rawValue)
        editline_set_signals(handle, 0)
        editline_set_client(handle, Unmanaged.passUnretained(self).toOpaque())
        editline_set_prompt(handle) { LineEditor.behind($0)?.promptStorage.pointer }
        editline_set_reader(handle) { LineEditor.behind($0)?.readScalar(into: $1) ?? -1 }
        bindKeys()
        file?.apply(to: handle)
        editline_history_size(entries, Int32.max)
        mirrorHistory()
        editline_set_history(handle, entries)
    }

    deinit {
        editline_close(handle, streams[0], streams[1], streams[2])
        history_wend(entries)
    }

    /// `$EDITRC`, or `.editrc` in the home folder.
    package static func standardEditrc(environment: [String: String]) -> String? {
        environment["EDITRC"] ?? environment["HOME"].map { $0 + "/.editrc" }
    }

    /// The editor that libedit's callback is meant for.
    static func behind(_ handle: OpaquePointer?) -> LineEditor? {
        var client: UnsafeMutableRawPointer?
        editline_get_client(handle, &client)
        return client.map { Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue() }
    }

    /// A stream of libedit's own, so that closing it leaves the process's alone.
    private static func stream(_ descriptor: Int32, _ mode: String) -> UnsafeMutablePointer<FILE> {
        guard let stream = fdopen(fcntl(descriptor, F_DUPFD_CLOEXEC, 3), mode) else {
            preconditionFailure("no stream on descriptor \(descriptor): errno \(errno)")
        }
        return stream
    }

    /// Reads one entry; blocks until there is one.
    ///
    /// A prompt may hold colour; it should end in a plain blank. `given` stands in the line already.
    @available(*, noasync)
    package func read(prompt: String, continuation: String, given: String = "") -> ReadResult {
        fflush(nil)
        signals.drain()
        let heeded = [SIGINT, SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP]
        let former = signals === SignalPipe.shared ? SignalPipe.capture(heeded) : [:]
        defer { SignalPipe.restore(former.filter { $0.key != SIGINT }) }
        var lines: [String] = []
        var prompt = prompt
        state = ReadingState()
        if !given.isEmpty {
            state.given = given
            state.began = given
            decoder.pushBack([Key.insertGiven])
        }
        while true {
            state.earlier = lines.map { $0 + "\n" }.joined()
            switch readLine(prompt: prompt) {
            case .interrupted: return .interrupted
            case .endOfInput: return lines.isEmpty ? .endOfInput : accept(lines)
            case .line(let line): lines.append(line)
            }
            if assistance.isComplete(lines.joined(separator: "\n")) { return accept(lines) }
            prompt = continuation
        }
    }

    /// Takes keys that were pressed before it reads, and that nobody else wanted.
    package func typeAhead(_ keys: [UInt8]) { decoder.feed(keys) }

    /// What is wrong with the history's file, the first time it is asked for.
    package func takeHistoryFault() -> Diagnostic? { history.takeFault() }

    /// Kept before it runs: it must outlive whatever the run does.
    private func accept(_ lines: [String]) -> ReadResult {
        let entry = lines.joined(separator: "\n")
        switch history.add(entry) {
        case .dropped: break
        case .appended: enter(entry)
        case .reordered: mirrorHistory()
        }
        return .line(entry)
    }

    private func readLine(prompt: String) -> ReadResult {
        promptStorage.set(prompt)
        // By itself libedit takes the keys over after it has shown the prompt; until then ctrl-R and its
        // like are the terminal's own.
        editline_prepare_terminal(handle, 1)
        if terminal.allowsBracketedPaste { terminal.write("\u{1B}[?2004h") }
        var count: Int32 = 0
        let text = el_wgets(handle, &count)
        if terminal.allowsBracketedPaste { terminal.write("\u{1B}[?2004l") }
        if state.wasInterrupted {
            moveBelowLine(saying: "^C")
            return .interrupted
        }
        guard let text, count > 0 else {
            terminal.write("\n")
            return .endOfInput
        }
        var line = String(wide: UnsafeBufferPointer(start: text, count: Int(count)))
        while line.last == "\n" { line.removeLast() }
        return .line(line)
    }

    /// libedit walks through a list of its own.
    private func mirrorHistory() {
        editline_history_clear(entries)
        for entry in history.entries { enter(entry) }
    }

    private func enter(_ entry: String) {
        editline_history_enter(entries, entry.wide)
    }

    /// Columns that the prompt takes.
    var promptWidth: Int { promptStorage.width }
}

/// What belongs to one reading.
struct ReadingState {
    /// Lines of the entry that were entered before this one, each with its newline.
    var earlier = ""
    /// Text to begin with.
    var given = ""
    /// What stood in the line at the beginning: it is whole, and needs no ghost text.
    var began = ""
    var wasInterrupted = false
    /// What takes the keys, if not libedit's own commands.
    var modal: Modal?
    /// Signals that came while something modal could not heed them.
    var deferred: [Int32] = []
    /// Whether the window's size has changed since the line was drawn.
    var hasNewSize = false
    /// The ghost text on the screen.
    var shownHint: String?
    /// The ghost text that stood there when the last key was pressed.
    var offeredHint: String?

    enum Modal {
        case menu
        case pasting
    }
}

/// The prompt in the form libedit wants, alive as long as libedit may ask for it.
private final class PromptStorage {
    private(set) var width = 0
    private var buffer = UnsafeMutableBufferPointer<wchar_t>.allocate(capacity: 0)

    var pointer: UnsafeMutablePointer<wchar_t>? { buffer.baseAddress }

    deinit { buffer.deallocate() }

    func set(_ prompt: String) {
        let pieces = TextWidth.pieces(of: prompt)
        let marked = pieces.map { $0.isEscape ? "\u{1}\($0.text)\u{1}" : $0.text }.joined()
        buffer.deallocate()
        buffer = .allocate(capacity: marked.wide.count)
        _ = buffer.initialize(from: marked.wide)
        width = TextWidth.visible(prompt)
    }
}

extension Terminal {
    /// Whether it marks what is pasted, so that nothing in it runs.
    var allowsBracketedPaste: Bool { outputIsTerminal && !isDumb }
}

extension String {
    /// One scalar in each place, and a zero at the end.
    var wide: [wchar_t] { unicodeScalars.map { wchar_t($0.value) } + [0] }

    init(wide: some Sequence<wchar_t>) {
        var scalars = String.UnicodeScalarView()
        for character in wide {
            scalars.append(Unicode.Scalar(UInt32(bitPattern: character)) ?? "\u{FFFD}")
        }
        self = String(scalars)
    }
}
