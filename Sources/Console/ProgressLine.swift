import Glibc

/// One line on the error stream that says how far lasting work is: `fitting 43 % · 12 s left`.
///
/// Shown after a second, redrawn in place, erased at the end. A plain terminal gets a line for each
/// tenth instead, and what is not a terminal nothing.
package struct ProgressLine {
    private let terminal: Terminal
    private var estimate = ProgressEstimate()
    private var isShown = false
    private var tenth = 0

    package init(terminal: Terminal) {
        self.terminal = terminal
    }

    /// Takes a reading; `elapsed` is the time since the work began.
    package mutating func update(label: String, fraction: Double?, elapsed: Duration) {
        guard terminal.errorIsTerminal else { return }
        let sameStep = estimate.label == label
        estimate.update(label: label, fraction: fraction, elapsed: elapsed)
        guard elapsed >= .seconds(1), !label.isEmpty else { return }
        if terminal.isDumb || terminal.isPlain {
            printTenth(isNew: !sameStep)
        } else {
            let text = TextWidth.cut(estimate.text, to: terminal.size.columns - 1)
            terminal.write("\r\u{1B}[K\(text)", to: terminal.error)
            isShown = true
        }
    }

    /// Takes the line away again.
    package mutating func erase() {
        if isShown { terminal.write("\r\u{1B}[K", to: terminal.error) }
        isShown = false
    }

    private mutating func printTenth(isNew: Bool) {
        let reached = Int((estimate.fraction ?? 0) * 10)
        guard isNew || !isShown || reached > tenth else { return }
        tenth = reached
        isShown = true
        terminal.write(estimate.text + "\n", to: terminal.error)
    }
}

/// How much time a step still needs, judged by its own pace so far.
struct ProgressEstimate {
    private(set) var label = ""
    private(set) var fraction: Double?
    private var start: (elapsed: Duration, fraction: Double)?
    private var elapsed = Duration.zero

    mutating func update(label: String, fraction: Double?, elapsed: Duration) {
        let fraction = fraction.flatMap { $0.isFinite ? min(max($0, 0), 1) : nil }
        let goesBack = (fraction ?? 0) < (self.fraction ?? 0)
        if label != self.label || goesBack { start = nil }
        self.label = label
        self.fraction = fraction
        self.elapsed = elapsed
        if start == nil, let fraction { start = (elapsed, fraction) }
    }

    /// Nil until enough has been seen to judge by.
    var remaining: Duration? {
        guard let fraction, let start, fraction - start.fraction >= 0.01 else { return nil }
        let spent = elapsed - start.elapsed
        guard spent >= .milliseconds(500) else { return nil }
        return spent * ((1 - fraction) / (fraction - start.fraction))
    }

    var text: String {
        guard let fraction else { return label }
        let percent = "\(label) \(Int(fraction * 100)) %"
        guard let remaining else { return percent }
        return "\(percent) · \(Self.spoken(remaining)) left"
    }

    /// `12 s`, `3 min`, `2 h 5 min`.
    static func spoken(_ duration: Duration) -> String {
        let seconds = Int((duration / .seconds(1)).rounded(.up))
        if seconds < 100 { return "\(seconds) s" }
        let minutes = (seconds + 30) / 60
        if minutes < 100 { return "\(minutes) min" }
        return "\(minutes / 60) h \(minutes % 60) min"
    }
}
