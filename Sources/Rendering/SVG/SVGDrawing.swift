import Documents

/// The elements of a picture, as they are drawn; lengths in pixels from the upper left.
struct SVGDrawing {
    private(set) var elements: [String] = []

    /// Where text stands relative to its place.
    enum Anchor: String {
        case start
        case middle
        case end
    }

    /// About the width of a character of prose.
    static let characterWidth = 6.6
    static let lineHeight = 16.0

    mutating func line(
        _ x1: Double,
        _ y1: Double,
        _ x2: Double,
        _ y2: Double,
        _ colour: String,
        width: Double = 1,
        dashed: Bool = false
    ) {
        elements.append(
            "<line x1=\"\(px(x1))\" y1=\"\(px(y1))\" x2=\"\(px(x2))\" y2=\"\(px(y2))\""
                + " stroke=\"\(colour)\" stroke-width=\"\(px(width))\""
                + (dashed ? " stroke-dasharray=\"2 3\"" : "") + "/>"
        )
    }

    /// A rectangle between two corners, in any order.
    mutating func box(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: String) {
        elements.append(
            "<rect x=\"\(px(min(x1, x2)))\" y=\"\(px(min(y1, y2)))\""
                + " width=\"\(px(abs(x2 - x1)))\" height=\"\(px(abs(y2 - y1)))\""
                + " fill=\"\(colour)\"/>"
        )
    }

    mutating func dot(_ x: Double, _ y: Double, _ colour: String, radius: Double = 2.5) {
        elements.append(
            "<circle cx=\"\(px(x))\" cy=\"\(px(y))\" r=\"\(px(radius))\""
                + " fill=\"\(colour)\" fill-opacity=\"0.7\"/>"
        )
    }

    /// The elements of another drawing, moved.
    mutating func place(_ other: SVGDrawing, _ x: Double, _ y: Double) {
        elements.append("<g transform=\"translate(\(px(x)),\(px(y)))\">")
        elements += other.elements + ["</g>"]
    }

    /// A closed shape.
    mutating func shape(_ points: [(x: Double, y: Double)], _ colour: String) {
        guard points.count > 2 else { return }
        let places = points.map { px($0.x) + "," + px($0.y) }.joined(separator: " ")
        elements.append(
            "<polygon points=\"\(places)\" fill=\"\(colour)\" fill-opacity=\"0.5\""
                + " stroke=\"\(colour)\"/>"
        )
    }

    /// A point of a series: each has a shape of its own, so that colour is not needed.
    mutating func mark(_ x: Double, _ y: Double, _ colour: String, series: Int) {
        let r = 3.0
        switch series % 4 {
        case 1: box(x - r + 0.4, y - r + 0.4, x + r - 0.4, y + r - 0.4, colour)
        case 2:
            shape(
                [(x, y - r - 0.6), (x + r + 0.4, y + r - 0.4), (x - r - 0.4, y + r - 0.4)],
                colour
            )
        case 3:
            line(x - r, y - r, x + r, y + r, colour, width: 1.4)
            line(x - r, y + r, x + r, y - r, colour, width: 1.4)
        default: dot(x, y, colour)
        }
    }

    /// A line through places; each series has dashes of its own.
    mutating func path(_ points: [(x: Double, y: Double)], _ colour: String, series: Int = 0) {
        guard points.count > 1 else { return }
        let dashes = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 2 1 2"][series % 6]
        let places = points.map { px($0.x) + "," + px($0.y) }.joined(separator: " ")
        elements.append(
            "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(colour)\""
                + " stroke-width=\"1.8\""
                + (dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\"") + "/>"
        )
    }

    /// Words at a place; where they are cut, `whole` is all of them.
    mutating func text(
        _ text: String,
        _ x: Double,
        _ y: Double,
        _ anchor: Anchor = .start,
        colour: String = SVGColours.ink,
        isBold: Bool = false,
        whole: String? = nil
    ) {
        guard !text.isEmpty else { return }
        // What was cut is told where the pointer stands on it.
        let title = whole.map { VisibleText.of($0) }.flatMap { $0 == text ? nil : $0 }
        elements.append(
            "<text x=\"\(px(x))\" y=\"\(px(y))\" text-anchor=\"\(anchor.rawValue)\""
                + " fill=\"\(colour)\"" + (isBold ? " font-weight=\"bold\"" : "") + ">"
                + (title.map { "<title>" + Self.escaped($0) + "</title>" } ?? "")
                + Self.escaped(text) + "</text>"
        )
    }

    /// Text as XML, control characters written out.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in VisibleText.of(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            // XML 1.0 has no place for these, not even escaped.
            case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private func px(_ length: Double) -> String {
        length.isFinite ? NumberFormat.fixed(length, decimals: 1) : "0.0"
    }
}
