/// The popup beneath the line: some rows of candidates, one of them chosen.
struct CompletionMenu {
    let candidates: [Completion]
    private(set) var chosen = 0
    private var first = 0

    init(_ candidates: [Completion]) {
        self.candidates = candidates
    }

    /// Moves the choice, around the ends.
    mutating func move(by step: Int) {
        chosen = (chosen + step % candidates.count + candidates.count) % candidates.count
    }

    /// Moves by rows, stopping at the ends.
    mutating func scroll(by step: Int) {
        chosen = min(max(0, chosen + step), candidates.count - 1)
    }

    /// The rows to draw, at most `height`, none wider than `width`; the choice is among them.
    mutating func rows(width: Int, height: Int, colored: Bool) -> [String] {
        let shown = max(1, min(height, candidates.count))
        if chosen < first { first = chosen }
        if chosen >= first + shown { first = chosen - shown + 1 }
        first = min(first, candidates.count - shown)
        let names = min(
            candidates.reduce(0) { max($0, TextWidth.of(Self.oneLine($1.text))) },
            max(8, width * 3 / 5)
        )
        let position = shown < candidates.count ? "\(chosen + 1)/\(candidates.count)" : ""
        return (first..<first + shown).map { index in
            row(
                index,
                names: names,
                width: width,
                colored: colored,
                position: index == first + shown - 1 ? position : ""
            )
        }
    }

    private func row(
        _ index: Int,
        names: Int,
        width: Int,
        colored: Bool,
        position: String
    ) -> String {
        let candidate = candidates[index]
        let isChosen = index == chosen
        let mark = isChosen ? "› " : "  "
        let name = TextWidth.padded(
            TextWidth.cut(Self.oneLine(candidate.text), to: names),
            to: names
        )
        let room = width - 2 - names - 2 - (position.isEmpty ? 0 : position.count + 2)
        let words = [candidate.kind, Self.oneLine(candidate.summary)].filter { !$0.isEmpty }
        var note = TextWidth.cut(words.joined(separator: " · "), to: max(0, room))
        if !position.isEmpty { note = TextWidth.padded(note, to: max(0, room)) + "  " + position }
        guard colored else { return TextWidth.cut(mark + name + "  " + note, to: width) }
        let head = TextWidth.cut(mark + name, to: width)
        let tail = TextWidth.cut("  " + note, to: width - TextWidth.of(head))
        return (isChosen ? "\u{1B}[7m\(head)\u{1B}[0m" : head) + "\u{1B}[2m\(tail)\u{1B}[0m"
    }

    private static func oneLine(_ text: String) -> String {
        text.contains("\n") ? text.split(separator: "\n").joined(separator: " ") : text
    }
}
