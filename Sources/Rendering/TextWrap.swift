import Documents

/// Breaks lines between words.
enum TextWrap {
    /// Lines no wider than `width`, the later ones indented; a word that is too long stands alone.
    ///
    /// Every space may be a break; spaces where lines meet are dropped.
    static func lines(_ line: StyledLine, width: Int, indent: Int = 0) -> [StyledLine] {
        lines(of: words(of: line), width: width, indent: indent)
    }

    /// The same of words that are given, which may hold spaces of their own.
    static func lines(of words: [StyledLine], width: Int, indent: Int = 0) -> [StyledLine] {
        var lines: [StyledLine] = []
        var current = StyledLine()
        var used = 0
        for word in words {
            let size = word.width
            if used > 0, used + 1 + size > width {
                lines.append(current)
                current = StyledLine(String(repeating: " ", count: indent))
                used = indent
            } else if used > 0 {
                current.append(" ")
                used += 1
            }
            current.parts += word.parts
            used += size
        }
        if !current.parts.isEmpty { lines.append(current) }
        return lines
    }

    static func lines(
        _ text: String,
        _ style: Style = .plain,
        width: Int,
        indent: Int = 0
    )
        -> [StyledLine]
    {
        lines(StyledLine(text, style), width: width, indent: indent)
    }

    /// The words, each perhaps of several styles.
    static func words(of line: StyledLine) -> [StyledLine] {
        var words: [StyledLine] = []
        var open = false
        for part in line.parts {
            let pieces = part.text.split(
                omittingEmptySubsequences: false,
                whereSeparator: { $0 == " " || $0.isNewline }
            )
            for (index, piece) in pieces.enumerated() {
                if index > 0 { open = false }
                guard !piece.isEmpty else { continue }
                if !open { words.append(StyledLine()) }
                words[words.count - 1].append(VisibleText.of(String(piece)), part.style)
                open = true
            }
        }
        return words
    }
}
