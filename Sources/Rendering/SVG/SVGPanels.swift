import Documents

/// Several pictures beside and below each other, each under its own title.
struct SVGPanels {
    private let picture: SVGFigure
    private let inRow: Int

    private static let gap = 12.0

    init(_ picture: SVGFigure) {
        self.picture = picture
        let count = picture.figure.panels.count
        inRow = picture.figure.panelsInRow ?? min(count, count == 4 ? 2 : 3)
    }

    /// Draws the panels, row after row; gives where they end.
    func draw(from top: Double, on drawing: inout SVGDrawing) -> Double {
        let panels = picture.figure.panels
        let width = (picture.width - Self.gap * Double(inRow - 1)) / Double(inRow)
        var bottom = top
        for start in stride(from: 0, to: panels.count, by: inRow) {
            var end = bottom
            for place in 0..<min(inRow, panels.count - start) {
                var part = SVGDrawing()
                let height = draw(panels[start + place], width: width, on: &part)
                drawing.place(part, Double(place) * (width + Self.gap), bottom)
                end = max(end, bottom + height)
            }
            bottom = end + 8
        }
        return drawWords(at: bottom, on: &drawing)
    }

    private func draw(_ panel: Figure, width: Double, on drawing: inout SVGDrawing) -> Double {
        // Bold letters are wider than others.
        let title = SVGText.cut(panel.title, to: (width - 12) * 0.9)
        drawing.text(title, 12, 14, isBold: true, whole: panel.title)
        guard !panel.marks.isEmpty else {
            drawing.text("no value", 12, 32, colour: SVGColours.faint)
            return 40
        }
        let part = SVGFigure(panel, width: width, digits: picture.digits, isPanel: true)
        return part.draw(from: title.isEmpty ? 4 : 24, on: &drawing)
    }

    /// What axes and series mean, said once.
    private func drawWords(at top: Double, on drawing: inout SVGDrawing) -> Double {
        var bottom = top
        let figure = picture.figure
        let axes = [("across", figure.x.title), ("up", figure.y.title)]
            .filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }.joined(separator: "; ")
        if !axes.isEmpty {
            drawing.text(axes, 12, bottom + 12, colour: SVGColours.faint)
            bottom += SVGDrawing.lineHeight
        }
        return SVGLegend(figure, namesLines: true)
            .draw(at: bottom, from: 12, to: picture.width - 12, on: &drawing)
    }
}
