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

    /// About the width of a character at the size that labels have.
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

    mutating func path(_ points: [(x: Double, y: Double)], _ colour: String) {
        guard points.count > 1 else { return }
        let places = points.map { px($0.x) + "," + px($0.y) }.joined(separator: " ")
        elements.append(
            "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(colour)\""
                + " stroke-width=\"1.8\"/>"
        )
    }

    mutating func text(
        _ text: String,
        _ x: Double,
        _ y: Double,
        _ anchor: Anchor = .start,
        colour: String = SVGColours.ink,
        isBold: Bool = false
    ) {
        guard !text.isEmpty else { return }
        elements.append(
            "<text x=\"\(px(x))\" y=\"\(px(y))\" text-anchor=\"\(anchor.rawValue)\""
                + " fill=\"\(colour)\"" + (isBold ? " font-weight=\"bold\"" : "") + ">"
                + Self.escaped(text) + "</text>"
        )
    }

    /// A line of words, each in its colour.
    mutating func words(_ words: [(text: String, colour: String)], _ x: Double, _ y: Double) {
        guard !words.isEmpty else { return }
        let spans = words.map { "<tspan fill=\"\($0.colour)\">\(Self.escaped($0.text))</tspan>" }
        elements.append(
            "<text x=\"\(px(x))\" y=\"\(px(y))\">" + spans.joined() + "</text>"
        )
    }

    /// The width that text takes, about.
    static func width(of text: String) -> Double {
        Double(TextWidth.of(VisibleText.of(text))) * characterWidth
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
