import Documents

extension StyledLine {
    /// The columns of a terminal that the line takes.
    var width: Int { parts.reduce(0) { $0 + TextWidth.of($1.text) } }

    /// The line without the spaces at its end.
    func trimmed() -> StyledLine {
        var copy = self
        while let last = copy.parts.popLast() {
            let kept = last.text.reversed().drop { $0 == " " }.reversed()
            guard !kept.isEmpty else { continue }
            copy.append(String(kept), last.style)
            break
        }
        return copy
    }

    /// The same line in as few parts as it takes; spaces go on in the style before them.
    func joined() -> StyledLine {
        var joined = StyledLine()
        for part in trimmed().parts where !part.text.isEmpty {
            let isBlank = part.text.allSatisfy { $0 == " " }
            if let last = joined.parts.last, isBlank || last.style == part.style {
                joined.parts[joined.parts.count - 1].text += part.text
            } else {
                joined.append(part.text, isBlank ? .plain : part.style)
            }
        }
        return joined
    }

    /// Adds spaces up to `width` columns.
    mutating func pad(to width: Int) {
        let missing = width - self.width
        if missing > 0 { append(String(repeating: " ", count: missing)) }
    }
}

extension String {
    init(spaces count: Int) { self.init(repeating: " ", count: Swift.max(0, count)) }
}
