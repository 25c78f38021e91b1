import Documents

/// A grid of cells to draw on, each of 2 × 4 dots or one character; dots count from the upper left.
///
/// Without braille, a cell with dots in its upper half is `'`, in its lower half `.`, in both `:`.
struct BrailleCanvas {
    let width: Int
    let height: Int
    private let plain: Bool
    private var dots: [UInt8]
    private var characters: [Character?]
    private var styles: [Style]

    init(width: Int, height: Int, plain: Bool) {
        self.width = width
        self.height = height
        self.plain = plain
        dots = [UInt8](repeating: 0, count: width * height)
        characters = [Character?](repeating: nil, count: width * height)
        styles = [Style](repeating: .plain, count: width * height)
    }

    /// The size in dots.
    var dotWidth: Int { width * 2 }
    var dotHeight: Int { height * 4 }

    /// The bit of each dot in a braille character, by row and column.
    private static let bits: [[UInt8]] = [
        [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
    ]

    /// Sets one dot; what lies outside is left out.
    mutating func set(_ x: Int, _ y: Int, _ style: Style) {
        guard (0..<dotWidth).contains(x), (0..<dotHeight).contains(y) else { return }
        let cell = y / 4 * width + x / 2
        dots[cell] |= Self.bits[y % 4][x % 2]
        styles[cell] = style
    }

    /// Sets the dots of a straight line (Bresenham's algorithm), or every `gap`-th of them.
    mutating func line(
        from: (x: Int, y: Int),
        to: (x: Int, y: Int),
        _ style: Style,
        every gap: Int = 1
    ) {
        let (dx, dy) = (abs(to.x - from.x), -abs(to.y - from.y))
        var (x, y) = from
        var error = dx + dy
        for step in 0...max(dx, -dy) {
            if step.isMultiple(of: gap) { set(x, y, style) }
            let twice = 2 * error
            if twice >= dy {
                error += dy
                x += from.x < to.x ? 1 : -1
            }
            if twice <= dx {
                error += dx
                y += from.y < to.y ? 1 : -1
            }
        }
    }

    /// Puts a character in a cell, over its dots.
    mutating func put(_ character: Character, column: Int, row: Int, _ style: Style) {
        guard (0..<width).contains(column), (0..<height).contains(row) else { return }
        characters[row * width + column] = character
        styles[row * width + column] = style
    }

    /// Writes narrow text from a cell to the right, as far as there is room.
    mutating func write(_ text: String, column: Int, row: Int, _ style: Style = .plain) {
        for (offset, character) in text.enumerated() where TextWidth.of(character) == 1 {
            put(character, column: column + offset, row: row, style)
        }
    }

    /// One row as text.
    func line(_ row: Int) -> StyledLine {
        StyledLine(
            (row * width..<(row + 1) * width).map { cell in
                StyledText(String(characters[cell] ?? glyph(dots[cell])), styles[cell])
            }
        ).joined()
    }

    private func glyph(_ dots: UInt8) -> Character {
        if dots == 0 { return " " }
        if plain {
            let upper = dots & 0x1B != 0
            let lower = dots & 0xE4 != 0
            return upper ? (lower ? ":" : "'") : "."
        }
        return Unicode.Scalar(0x2800 + UInt32(dots)).map(Character.init) ?? " "
    }
}
