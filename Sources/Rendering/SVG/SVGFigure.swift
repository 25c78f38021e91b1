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
        if let pushes = SVGPushes(self) { return pushes.draw(from: top, on: &drawing) }
        if let rows = SVGRows(self) { return rows.draw(from: top, on: &drawing) }
        return SVGPlane(self).draw(from: top, on: &drawing)
    }
}
