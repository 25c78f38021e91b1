/// Draws diagnostics with the lines that they are about, as plain or coloured text.
///
/// Under each line stand its labels: the rightmost with its words behind the carets, the others with
/// theirs below. Lines that are too long for the width are cut around the labels.
package struct SourceExcerpt: Sendable {
    let bytes: [UInt8]
    let name: String?
    let firstLine: Int
    /// Where each line begins; a line that was never asked for costs nothing more.
    let lineStarts: [Int]
    let palette: Palette
    let width: Int
    /// Whether messages go on below where the width ends.
    let wrapsMessages: Bool

    /// Excerpts of a text, for a terminal of so many columns.
    package init(
        _ source: SourceText,
        palette: Palette = .plain,
        width: Int = 100,
        wrapsMessages: Bool = false
    ) {
        bytes = Array(source.text.utf8).blottingSecrets
        name = source.name
        firstLine = source.firstLine
        self.palette = palette
        self.width = max(width, 40)
        self.wrapsMessages = wrapsMessages
        lineStarts = [0] + bytes.indices.lazy.filter { [bytes] in bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    /// The diagnostics one after another, with a blank line between; no newline at the end.
    ///
    /// A hint that a later one repeats is left to the later one.
    package func text(_ diagnostics: [Diagnostic]) -> String {
        var seen: Set<String> = []
        let trimmed = diagnostics.reversed().map { diagnostic in
            var copy = diagnostic
            copy.hints.removeAll { seen.contains($0) }
            seen.formUnion(copy.hints)
            return text(copy)
        }
        return trimmed.reversed().joined(separator: "\n\n")
    }

    /// One diagnostic; no newline at the end.
    package func text(_ diagnostic: Diagnostic) -> String {
        let color = palette.color(of: diagnostic.severity)
        let message = wrapped(sanitized(diagnostic.message), behind: diagnostic.severity.rawValue)
        var lines = [
            palette.paint(diagnostic.severity.rawValue, color)
                + palette.paint(": " + message, palette.message)
        ]
        lines += place(of: diagnostic)
        lines += excerpt(diagnostic.labels, color)
        for hint in diagnostic.hints {
            let indented = hint.split(separator: "\n", omittingEmptySubsequences: false)
                .map { sanitized(String($0)) }.joined(separator: "\n      ")
            lines.append(palette.paint("help", palette.help) + ": " + indented)
        }
        return lines.joined(separator: "\n")
    }

    /// A message over several lines, those below indented to where it begins behind its severity.
    private func wrapped(_ message: String, behind severity: String) -> String {
        let indent = severity.count + 2
        guard wrapsMessages, indent + DisplayWidth.of(message) > width else { return message }
        var lines = [""]
        for word in message.split(separator: " ", omittingEmptySubsequences: false) {
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if indent + DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }

    /// File, line and column of the first label, if the text has a name.
    private func place(of diagnostic: Diagnostic) -> [String] {
        guard let name, let label = diagnostic.labels.first else { return [] }
        let line = index(ofLineAt: Int(label.span.lower))
        let before = lineStarts[line]..<min(Int(label.span.lower), bytes.count)
        let column = String(decoding: bytes[before], as: UTF8.self).count + 1
        let place = "\(sanitized(name)):\(firstLine + line):\(column)"
        return ["  " + palette.paint("at " + place, palette.gutter)]
    }

    /// The index of the line that an offset stands on.
    func index(ofLineAt offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The bytes of a line, without its newline.
    func range(ofLine index: Int) -> Range<Int> {
        let start = lineStarts[index]
        var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }
}

extension SourceExcerpt {
    /// The escape sequences that colour the parts of a diagnostic; empty ones leave them plain.
    package struct Palette: Hashable, Sendable {
        package var error = ""
        package var warning = ""
        package var note = ""
        package var message = ""
        package var gutter = ""
        package var help = ""
        package var reset = ""

        /// No colour and no escape byte.
        package static let plain = Palette()

        /// The sixteen colours that every terminal has.
        package static let ansi = Palette(
            error: "\u{1B}[1;31m",
            warning: "\u{1B}[1;33m",
            note: "\u{1B}[1;36m",
            message: "\u{1B}[1m",
            gutter: "\u{1B}[34m",
            help: "\u{1B}[1;32m",
            reset: "\u{1B}[0m"
        )

        func color(of severity: Diagnostic.Severity) -> String {
            switch severity {
            case .error: error
            case .warning: warning
            case .note: note
            }
        }

        func paint(_ text: String, _ color: String) -> String {
            color.isEmpty || text.isEmpty ? text : color + text + reset
        }
    }
}
