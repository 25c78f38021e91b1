import Documents

/// What colours and marks mean: signs with their words, in lines.
struct SVGLegend {
    /// What stands before a word.
    enum Sign {
        case none
        case mark(series: Int)
        case line(series: Int)
        case swatch(String)

        var width: Double {
            switch self {
            case .none: 0
            case .mark: 12
            case .line: 30
            case .swatch: 18
            }
        }
    }

    private var entries: [(sign: Sign, text: String)] = []

    private static let gap = 16.0

    /// The names of the series of a figure, and what its shades stand for.
    init(_ figure: Figure, namesLines: Bool) {
        let marks = figure.marks + figure.panels.flatMap(\.marks)
        let hasPoints = marks.contains { if case .point = $0 { true } else { false } }
        if figure.series.count > 1, hasPoints || namesLines {
            entries = figure.series.enumerated().map { index, name in
                (hasPoints ? .mark(series: index) : .line(series: index), name)
            }
        }
        guard let shading = figure.shading else { return }
        let hasTiles = marks.contains { if case .tile = $0 { true } else { false } }
        let colour = hasTiles ? SVGColours.tiles(shading) : SVGColours.shade
        entries += [
            (.none, shading.title + ":"),
            (.swatch(colour(shading.places.lowerBound)), shading.low),
        ]
        if let middle = shading.middle { entries.append((.swatch(colour(0.5)), middle)) }
        entries.append((.swatch(colour(shading.places.upperBound)), shading.high))
    }

    /// Draws the entries between two places, line after line; gives where they end.
    func draw(
        at top: Double,
        from left: Double,
        to right: Double,
        on drawing: inout SVGDrawing
    ) -> Double {
        guard !entries.isEmpty else { return top }
        var (x, y) = (left, top + 12)
        for (sign, name) in entries {
            let text = SVGText.cut(name, to: right - left - sign.width)
            let size = sign.width + SVGText.width(of: text)
            if x > left, x + size > right { (x, y) = (left, y + SVGDrawing.lineHeight) }
            draw(sign, at: x, y - 4, on: &drawing)
            drawing.text(text, x + sign.width, y, whole: name)
            x += size + Self.gap
        }
        return y + 6
    }

    private func draw(_ sign: Sign, at x: Double, _ y: Double, on drawing: inout SVGDrawing) {
        switch sign {
        case .none: break
        case .mark(let series):
            drawing.mark(x + 4, y, SVGColours.series(series), series: series)
        case .line(let series):
            drawing.path([(x, y), (x + 24, y)], SVGColours.series(series), series: series)
        case .swatch(let colour):
            drawing.box(x, y - 6, x + 13, y + 6, SVGColours.faint)
            drawing.box(x + 0.5, y - 5.5, x + 12.5, y + 5.5, colour)
        }
    }
}
