import Documents

/// One figure as a picture: title, drawing with axes, and the sentence below.
struct SVGFigure {
    let figure: Figure
    let width: Double
    let digits: Int

    /// The whole element, with a line end.
    var text: String {
        var drawing = SVGDrawing()
        let top = 28.0
        drawing.text(figure.title, 12, 18, isBold: true)
        var bottom = draw(from: top, on: &drawing)
        let columns = Int((width - 24) / SVGDrawing.characterWidth)
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

    init(_ figure: Figure, width: Double, digits: Int) {
        self.figure = figure
        self.width = width
        self.digits = digits
    }

    /// Draws everything between title and sentence; gives where it ends.
    private func draw(from top: Double, on drawing: inout SVGDrawing) -> Double {
        if let rows = SVGRows(self) { return rows.draw(from: top, on: &drawing) }
        return SVGPlane(self).draw(from: top, on: &drawing)
    }
}

/// A horizontal axis between two places, in pixels.
struct SVGAxis {
    let scale: PlotScale
    let left: Double
    let right: Double

    init(_ axis: Axis, extent: ClosedRange<Double>, left: Double, right: Double) {
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
        for tick in scale.ticks {
            guard let x = place(tick.position) else { continue }
            drawing.line(x, y, x, y + 4, SVGColours.faint)
            drawing.text(tick.label, x, y + SVGDrawing.lineHeight, .middle)
        }
        guard !title.isEmpty else { return y + 24 }
        drawing.text(title, (left + right) / 2, y + 34, .middle)
        return y + 44
    }
}
