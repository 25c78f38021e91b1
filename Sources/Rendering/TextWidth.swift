/// How many columns of a terminal text takes.
///
/// Wide and full-width characters (Unicode Standard Annex 11) and emoji take two, ambiguous ones one,
/// combining marks and format characters none; a grapheme cluster is taken as a whole.
package enum TextWidth {
    package static func of(_ text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    package static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        guard scalars.count > 1 else { return of(first) }
        if isEmoji(first, among: scalars) { return 2 }
        return scalars.reduce(0) { $0 + of($1) }
    }

    /// The longest beginning of `text` that takes no more than `width` columns.
    package static func prefix(of text: String, within width: Int) -> Substring {
        var used = 0
        var index = text.startIndex
        while index < text.endIndex {
            used += of(text[index])
            if used > width { break }
            index = text.index(after: index)
        }
        return text[..<index]
    }

    /// The text, with `…` in place of what goes beyond `width` columns.
    package static func truncated(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        var kept = prefix(of: text, within: max(0, width - 1))
        // What is cut between two parts of a list ends in its last one.
        if kept.last == " ", kept.dropLast().last == "," { kept.removeLast() }
        if kept.last == "," { kept.removeLast() }
        return kept + "…"
    }

    /// Flags, keycaps, faces with a skin tone and all that is joined or asked to be drawn as emoji.
    private static func isEmoji(
        _ first: Unicode.Scalar,
        among scalars: Character.UnicodeScalarView
    ) -> Bool {
        guard first.properties.isEmoji || isRegionalIndicator(first) else { return false }
        return first.properties.isEmojiPresentation
            || scalars.dropFirst().contains { scalar in
                scalar == "\u{FE0F}" || scalar == "\u{20E3}"
                    || scalar.properties.isEmojiModifier || isRegionalIndicator(scalar)
            }
    }

    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return scalar == "\u{AD}" ? 0 : 1 }
        if joins(scalar) { return 0 }
        if isRegionalIndicator(scalar) { return 1 }
        return isWide(scalar.value) || scalar.properties.isEmojiPresentation ? 2 : 1
    }

    /// Marks, format characters, and the vowels and finals that complete a Hangul syllable.
    private static func joins(_ scalar: Unicode.Scalar) -> Bool {
        if (0x1160...0x11FF).contains(scalar.value) { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return true
        default: return false
        }
    }

    /// Whether the scalar lies in a block whose characters are wide or full-width.
    private static func isWide(_ value: UInt32) -> Bool {
        if value < 0x1100 { return false }
        return wide.contains { $0.contains(value) }
    }

    /// Blocks of wide characters; emoji are known by their property.
    private static let wide: [ClosedRange<UInt32>] = [
        0x4E00...0xA4CF, 0xAC00...0xD7A3, 0x3041...0x3247, 0x3250...0x4DBF, 0xFF01...0xFF60,
        0x2E80...0x303E, 0x1100...0x115F, 0x2329...0x232A, 0xA960...0xA97F, 0xF900...0xFAFF,
        0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFFE0...0xFFE6, 0x16FE0...0x18D7F,
        0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}
