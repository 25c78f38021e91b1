import Documents

/// A figure over two axes: bins, points and lines.
struct SVGPlane {
    private let figure: Figure
    private let axis: SVGAxis
    private let y: PlotScale
    private let height: Double
    private let hasNames: Bool

    init(_ picture: SVGFigure) {
        figure = picture.figure
        let extent = FigureExtent(figure)
        height = (picture.width * 0.5).rounded()
        y = PlotScale(figure.y, extent: extent.y, tickCount: 5)
        let labels = y.ticks.map { SVGDrawing.width(of: $0.label) }.max() ?? 0
        let names = FigureNames.lines(of: figure).map { SVGDrawing.width(of: $0.name) }.max() ?? 0
        hasNames = names > 0
        axis = SVGAxis(
            figure.x,
            extent: extent.x,
            left: 22 + labels,
            right: picture.width - 12 - min(hasNames ? names + 8 : 0, picture.width / 4)
        )
    }

    /// Draws axes, marks and legend; gives where they end.
    func draw(from start: Double, on drawing: inout SVGDrawing) -> Double {
        var top = start
        if !figure.y.title.isEmpty {
            drawing.text(figure.y.title, 12, top + 12, colour: SVGColours.faint)
            top += 26
        }
        let frame = Frame(axis: axis, y: y, top: top, bottom: top + height)
        drawing.line(axis.left, top, axis.left, frame.bottom, SVGColours.faint)
        for tick in y.ticks {
            guard let place = frame.place(y: tick.position) else { continue }
            drawing.line(axis.left - 4, place, axis.left, place, SVGColours.faint)
            drawing.text(tick.label, axis.left - 7, place + 4, .end)
        }
        for case .rule(let rule) in figure.marks { draw(rule, in: frame, on: &drawing) }
        for mark in figure.marks { draw(mark, in: frame, on: &drawing) }
        drawNames(in: frame, on: &drawing)
        let end = axis.draw(at: frame.bottom, title: figure.x.title, on: &drawing)
        return drawLegend(at: end, on: &drawing)
    }

    /// Where values lie in the picture.
    private struct Frame {
        let axis: SVGAxis
        let y: PlotScale
        let top: Double
        let bottom: Double

        func place(y value: Double) -> Double? {
            let share = y.share(of: value)
            return (0...1).contains(share) ? bottom - share * (bottom - top) : nil
        }

        /// A place inside the figure, or nil.
        func place(_ valueX: Double, _ valueY: Double) -> (x: Double, y: Double)? {
            guard (0...1).contains(axis.scale.share(of: valueX)), let x = axis.place(valueX),
                let y = place(y: valueY)
            else { return nil }
            return (x, y)
        }
    }

    private func draw(_ mark: Mark, in frame: Frame, on drawing: inout SVGDrawing) {
        switch mark {
        case .bin(let bin):
            guard let left = axis.place(bin.lower), let right = axis.place(bin.upper),
                let top = frame.place(y: min(bin.height, y.domain.upperBound))
            else { return }
            drawing.box(left, top, max(left + 0.5, right - 1), frame.bottom, SVGColours.series(0))
        case .point(let point):
            guard let place = frame.place(point.x, point.y) else { return }
            let colour =
                point.shade.map { SVGColours.shade($0) } ?? SVGColours.series(point.series)
            drawing.dot(place.x, place.y, colour)
        case .line(let line):
            let places = zip(line.xs, line.ys).map { frame.place($0, $1) }
            for part in places.split(whereSeparator: { $0 == nil }) {
                drawing.path(part.compactMap(\.self), SVGColours.series(line.series))
            }
        case .text(let label):
            guard let place = frame.place(label.x, label.y) else { return }
            drawing.text(label.text, place.x + 4, place.y - 4)
        case .rule, .bar, .strip, .step: break
        }
    }

    private func draw(_ rule: Mark.Rule, in frame: Frame, on drawing: inout SVGDrawing) {
        let ends: [(x: Double, y: Double)?]
        switch rule {
        case .horizontal(let value):
            ends = [axis.left, axis.right].map { x in frame.place(y: value).map { (x, $0) } }
        case .vertical(let value):
            let x = (0...1).contains(axis.scale.share(of: value)) ? axis.place(value) : nil
            ends = [frame.top, frame.bottom].map { y in x.map { ($0, y) } }
        case .diagonal:
            let low = max(axis.scale.domain.lowerBound, y.domain.lowerBound)
            let high = min(axis.scale.domain.upperBound, y.domain.upperBound)
            ends = [frame.place(low, low), frame.place(high, high)]
        }
        guard let start = ends[0], let end = ends[1] else { return }
        drawing.line(start.x, start.y, end.x, end.y, SVGColours.faint, dashed: true)
    }

    /// Writes each line's name beside its end, moved down where another stands there.
    private func drawNames(in frame: Frame, on drawing: inout SVGDrawing) {
        guard hasNames else { return }
        let names = FigureNames.lines(of: figure).compactMap { line in
            line.ys.last(where: \.isFinite).flatMap { frame.place(y: $0) }.map { (line, $0) }
        }.sorted { ($0.1, $0.0.series) < ($1.1, $1.0.series) }
        var free = frame.top - SVGDrawing.lineHeight
        for (line, wanted) in names {
            let place = max(wanted, free)
            free = place + SVGDrawing.lineHeight
            drawing.text(
                line.name,
                axis.right + 6,
                place + 4,
                colour: SVGColours.series(line.series)
            )
        }
    }

    /// The names of the series of points, and what shades stand for.
    private func drawLegend(at top: Double, on drawing: inout SVGDrawing) -> Double {
        var words: [(text: String, colour: String)] = []
        let hasPoints = figure.marks.contains { if case .point = $0 { true } else { false } }
        if hasPoints, figure.series.count > 1 {
            words += figure.series.enumerated().map { ("● " + $1 + "  ", SVGColours.series($0)) }
        }
        if let shading = figure.shading { words += SVGColours.words(for: shading) }
        drawing.words(words, axis.left, top + 12)
        return words.isEmpty ? top : top + SVGDrawing.lineHeight
    }
}
