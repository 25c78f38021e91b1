import Documents

/// A figure over two axes: bins, points and lines.
struct SVGPlane {
    private let figure: Figure
    private let axis: SVGAxis
    private let y: PlotScale
    private let height: Double
    private let hasNames: Bool
    /// What is written in tiles, where they are few.
    private let values: [Mark.Tile: String]
    private let width: Double
    /// The room for the names of the y axis.
    private let labels: Double
    private let hasLegend: Bool

    init(_ picture: SVGFigure) {
        figure = picture.figure
        hasLegend = !picture.isPanel
        width = picture.width
        let extent = FigureExtent(figure)
        let tiles = figure.marks.compactMap { if case .tile(let tile) = $0 { tile } else { nil } }
        let texts =
            tiles.count > 400 ? [] : NumberFormat(digits: 3).fieldTexts(tiles.map(\.value))
        let columns = Double(figure.x.ticks?.count ?? 1)
        let widest = texts.map { SVGText.width(of: $0) }.max() ?? 0
        // Values stand in all tiles or in none.
        let fits = widest + 4 < (picture.width - 100) / columns
        values = Dictionary(
            fits ? Array(zip(tiles, texts)) : [],
            uniquingKeysWith: { first, _ in first }
        )
        let rows = figure.y.hasNames ? Double(figure.y.ticks?.count ?? 0) * 22 : 0
        height = max(rows, (picture.width * (picture.width < 400 ? 0.7 : 0.5)).rounded())
        let margins = Self.margins(figure)
        y = PlotScale(figure.y, extent: extent.y, tickCount: 5, margins: margins.y)
        let names = y.ticks.map { SVGText.width(of: $0.label) }.max() ?? 0
        labels = min(names, picture.width / 3)
        let ends = FigureNames.lines(of: figure).map { SVGText.width(of: $0.name) }.max() ?? 0
        hasNames = ends > 0
        axis = SVGAxis(
            figure.x,
            extent: extent.x,
            left: 22 + labels,
            right: picture.width - 12 - min(hasNames ? ends + 8 : 0, picture.width / 4),
            within: 2...(picture.width - 2),
            margins: margins.x
        )
    }

    /// Points and lines keep off the frame; what fills it, and what stands on zero, does not.
    private static func margins(
        _ figure: Figure
    ) -> (x: PlotScale.Margins, y: PlotScale.Margins) {
        var (fills, hasPoints) = (false, false)
        for mark in figure.marks {
            switch mark {
            case .bin, .tile: fills = true
            case .point: hasPoints = true
            default: break
            }
        }
        if fills { return (.init(), .init()) }
        let standsOnZero = !hasPoints && figure.y.domain?.lowerBound == 0
        return (.both, standsOnZero ? .init(high: 0.03) : .both)
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
            if !figure.y.hasNames {
                drawing.line(axis.left - 4, place, axis.left, place, SVGColours.faint)
            }
            let label = SVGText.cut(tick.label, to: labels)
            drawing.text(label, axis.left - 7, place + 4, .end, whole: tick.label)
        }
        for case .rule(let rule) in figure.marks { draw(rule, in: frame, on: &drawing) }
        for mark in figure.marks { draw(mark, in: frame, on: &drawing) }
        drawNames(in: frame, on: &drawing)
        let end = axis.draw(at: frame.bottom, title: figure.x.title, on: &drawing)
        guard hasLegend else { return end }
        return SVGLegend(figure, namesLines: false)
            .draw(at: end, from: axis.left, to: width - 12, on: &drawing)
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
            drawing.mark(place.x, place.y, colour, series: point.series)
        case .line(let line):
            let places = zip(line.xs, line.ys).map { frame.place($0, $1) }
            for part in places.split(whereSeparator: { $0 == nil }) {
                drawing.path(
                    part.compactMap(\.self),
                    SVGColours.series(line.series),
                    series: line.series
                )
            }
        case .text(let label):
            guard let place = frame.place(label.x, label.y) else { return }
            drawing.text(label.text, place.x + 4, place.y - 4)
        case .tile(let tile):
            guard let low = frame.place(tile.x.lowerBound, tile.y.lowerBound),
                let high = frame.place(tile.x.upperBound, tile.y.upperBound)
            else { return }
            let colour = SVGColours.tiles(figure.shading)(tile.shade)
            drawing.box(low.x, low.y, high.x, high.y, colour)
            guard let text = values[tile], high.x - low.x > SVGText.width(of: text) + 4,
                low.y - high.y > SVGDrawing.lineHeight
            else { return drawSign(of: tile, low, high, on: &drawing) }
            drawing.text(
                text,
                (low.x + high.x) / 2,
                (low.y + high.y) / 2 + 4,
                .middle,
                colour: SVGColours.isDark(tile.shade, figure.shading)
                    ? "#FFFFFF" : SVGColours.ink
            )
        case .rule, .bar, .strip, .step, .push, .box, .violin: break
        }
    }

    /// A minus on what lies well below the middle of two directions: without colour both are dark.
    private func drawSign(
        of tile: Mark.Tile,
        _ low: (x: Double, y: Double),
        _ high: (x: Double, y: Double),
        on drawing: inout SVGDrawing
    ) {
        guard figure.shading?.middle != nil, tile.shade < 0.4, high.x - low.x > 5 else { return }
        let (x, y) = ((low.x + high.x) / 2, (low.y + high.y) / 2)
        let colour = SVGColours.isDark(tile.shade, figure.shading) ? "#FFFFFF" : SVGColours.ink
        drawing.line(x - 2, y, x + 2, y, colour)
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
                SVGText.cut(line.name, to: width - axis.right - 8),
                axis.right + 6,
                place + 4,
                colour: SVGColours.series(line.series),
                whole: line.name
            )
        }
    }
}
