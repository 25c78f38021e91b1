import Documents

/// The colours of a terminal's own sixteen, chosen so that they differ for colour-blind readers:
/// blue, orange (the terminal's yellow), sky blue (cyan), vermilion (red), purple (magenta), green.
enum Palette {
    /// The parameters of the escape sequence that turns a style on; nil where there is nothing to do.
    static func code(of style: Style) -> String? {
        switch style {
        case .plain: nil
        case .strong: "1"
        case .muted: "2"
        case .code: "36"
        case .error: "1;31"
        case .warning: "33"
        case .note: "36"
        case .good: "32"
        case .increase: "33"
        case .decrease: "94"
        case .series(let index): series[index % series.count]
        case .shade(let place): shades[Int(min(max(place, 0), 0.999) * Double(shades.count))]
        }
    }

    private static let series = ["94", "33", "36", "35", "32", "31"]
    /// From low to high; the middle is the terminal's own colour.
    private static let shades = ["94", "36", "39", "33", "31"]
}
