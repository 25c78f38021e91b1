/// How wide text is in a picture: about, as the reader's font is not known.
///
/// The widths are those of a wide sans-serif at the size that labels have, so that in others there is
/// room left.
enum SVGText {
    static func width(of text: String) -> Double {
        VisibleText.of(text).reduce(0) { $0 + width(of: $1) }
    }

    private static func width(of character: Character) -> Double {
        switch character {
        case "i", "I", "j", "J", "l", ".", ",", ":", ";", "'", "|", "!", " ", "·": 4
        case "f", "r", "t", "(", ")", "[", "]", "-", "/": 4.9
        case "m", "w", "M", "W", "%", "@", "=", "+", "<", ">", "~", "…": 11
        case "A"..."Z": 8.4
        default: TextWidth.of(character) == 0 ? 0 : TextWidth.of(character) == 1 ? 7.6 : 12.5
        }
    }

    /// The text, with `…` in place of what goes beyond a width.
    static func cut(_ text: String, to room: Double) -> String {
        let text = VisibleText.of(text)
        guard width(of: text) > room + 0.01 else { return text }
        var left = room - width(of: "…")
        let kept = text.prefix { character in
            left -= width(of: character)
            return left >= 0
        }
        return kept + "…"
    }
}
