import Documents

/// One figure as a picture: title, drawing with axes, and the sentence below.
struct SVGFigure {
    let figure: Figure
    let width: Double
    let digits: Int
    /// Whether it is one of several, whose legend stands below all of them.
    let isPanel: Bool

    /// The whole element, with a line end.
    var text: String {
        var drawing = SVGDrawing()
        let columns = Int((width - 24) / SVGDrawing.characterWidth)
        var top = 12.0
        // Bold letters are wider than others.
        for line in TextWrap.lines(figure.title, width: columns * 9 / 10) {
            drawing.text(line.text, 12, top + 6, isBold: true)
            top += SVGDrawing.lineHeight
        }
        var bottom = draw(from: top, on: &drawing)
        for line in TextWrap.lines(figure.subtitle, width: columns) {
            drawing.text(line.text, 12, bottom + 12)
            bottom += SVGDrawing.lineHeight
        }
        let size = [width, bottom + 6].map { NumberFormat.fixed($0, decimals: 0) }
        let head =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"\(size[0])\""
            + " height=\"\(size[1])\" viewBox=\"0 0 \(size[0]) \(size[1])\""
            + " font-family=\"sans-serif\" font-size=\"12\">"
        let words = [
            "<title>" + SVGDrawing.escaped(figure.title) + "</title>",
            "<desc>" + SVGDrawing.escaped(figure.subtitle) + "</desc>",
            "<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>",
        ]
        return ([head] + words + drawing.elements + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    init(_ figure: Figure, width: Double, digits: Int, isPanel: Bool = false) {
        self.figure = figure
        self.isPanel = isPanel
        self.width = width
        self.digits = digits
    }

    /// Draws everything between title and sentence; gives where it ends.
    func draw(from top: Double, on drawing: inout SVGDrawing) -> Double {
        if !figure.panels.isEmpty { return SVGPanels(self).draw(from: top, on: &drawing) }
        if let rows = SVGRows(self) { return rows.draw(from: top, on: &drawing) }
        return SVGPlane(self).draw(from: top, on: &drawing)
    }
}

/// A horizontal axis between two places, in pixels.
struct SVGAxis {
    let scale: PlotScale
    let left: Double
    let right: Double

    private let hasNames: Bool

    init(_ axis: Axis, extent: ClosedRange<Double>, left: Double, right: Double) {
        hasNames = axis.hasNames
        scale = PlotScale(axis, extent: extent, tickCount: right - left < 300 ? 3 : 5)
        self.left = left
        self.right = right
    }

    /// The place of a value, kept between the ends; nil where it has none.
    func place(_ value: Double) -> Double? {
        let share = scale.share(of: value)
        return share.isNaN ? nil : left + min(max(share, 0), 1) * (right - left)
    }

    /// Draws line, ticks, numbers and title; gives where they end.
    func draw(at y: Double, title: String, on drawing: inout SVGDrawing) -> Double {
        drawing.line(left, y, right, y, SVGColours.faint)
        let stretch = (right - left) / Double(max(1, scale.ticks.count))
        var free = -Double.infinity
        for tick in scale.ticks {
            guard let x = place(tick.position) else { continue }
            var label = VisibleText.of(tick.label)
            if hasNames {
                let room = Int(stretch / SVGDrawing.characterWidth)
                label = room < 3 ? label : TextWidth.truncated(label, to: room)
            } else {
                drawing.line(x, y, x, y + 4, SVGColours.faint)
            }
            let half = SVGDrawing.width(of: label) / 2
            guard x - half >= free else { continue }
            free = x + half + 4
            drawing.text(label, x, y + SVGDrawing.lineHeight, .middle)
        }
        guard !title.isEmpty else { return y + 24 }
        drawing.text(title, (left + right) / 2, y + 34, .middle)
        return y + 44
    }
}
