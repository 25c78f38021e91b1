import CEditLine
import Glibc

/// Columns that text takes on the screen, as the terminal and libedit count them: by scalar.
enum TextWidth {
    static func of(_ scalar: Unicode.Scalar) -> Int {
        scalar.value < 0x7F && scalar.value >= 0x20
            ? 1 : Int(character_width(wchar_t(scalar.value)))
    }

    static func of(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + max(0, of($1)) }
    }

    /// The width without the escape sequences for colour.
    static func visible(_ text: String) -> Int { of(strippingEscapes(text)) }

    /// The text's beginning that fits, ending in `…` when something was left out.
    static func cut(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var result = ""
        var width = 0
        for character in text {
            let own = of(String(character))
            guard width + own < columns else { break }
            result.append(character)
            width += own
        }
        return result + "…"
    }

    static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - of(text)))
    }

    static func strippingEscapes(_ text: String) -> String {
        pieces(of: text).lazy.filter { !$0.isEscape }.map(\.text).joined()
    }

    /// The text cut into escape sequences (`ESC[…m` and their like) and what stands between them.
    static func pieces(of text: String) -> [(text: String, isEscape: Bool)] {
        var result: [(text: String, isEscape: Bool)] = []
        var current = String.UnicodeScalarView()
        var inEscape = false
        func close() {
            if !current.isEmpty { result.append((String(current), inEscape)) }
            current = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            if scalar == "\u{1B}" {
                close()
                inEscape = true
            }
            current.append(scalar)
            if inEscape, scalar != "[", ("\u{40}"..."\u{7E}").contains(scalar) {
                close()
                inEscape = false
            }
        }
        close()
        return result
    }
}

/// Where the cursor stands after text has been written from the left edge of some row.
struct TextLayout {
    let columns: Int
    private(set) var row = 0
    private(set) var column = 0

    init(columns: Int, startingAt column: Int = 0) {
        self.columns = max(2, columns)
        row = column / self.columns
        self.column = column % self.columns
    }

    /// Moves on as libedit does: a wide character that does not fit begins the next row, and the
    /// cursor never waits beyond the right edge.
    mutating func advance(over scalar: Unicode.Scalar) {
        guard scalar != "\n" else {
            row += 1
            column = 0
            return
        }
        let width = Self.drawnWidth(scalar)
        if column + width > columns {
            row += 1
            column = 0
        }
        column += width
        if column >= columns {
            row += 1
            column = 0
        }
    }

    mutating func advance(over scalars: some Sequence<Unicode.Scalar>) {
        for scalar in scalars { advance(over: scalar) }
    }

    /// libedit draws what cannot be printed as `^A` or `\U+0085`.
    private static func drawnWidth(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x20 || scalar.value == 0x7F { return 2 }
        let width = TextWidth.of(scalar)
        if width >= 0 { return width }
        return scalar.value > 0xFFFF ? 8 : 7
    }
}
