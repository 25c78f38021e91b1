import Documents

/// Points, lines and bins over two axes, drawn on a canvas with ticks at its left and below.
struct CanvasPlot {
    private let context: TextFigure
    private let figure: Figure
    private let names: [(row: Int, text: String, style: Style)]
    private let labels: [(row: Int, text: String)]
    private let canvas: BrailleCanvas
    private let axis: RowAxis

    init(_ context: TextFigure) {
        self.context = context
        figure = context.figure
        let extent = FigureExtent(figure)
        let height = figure.height ?? (context.width < 120 ? 14 : 20)
        let y = PlotScale(figure.y, extent: extent.y, tickCount: height < 12 ? 3 : 5)
        let texts = y.ticks.map {
            TextWidth.truncated(VisibleText.of($0.label), to: max(6, context.width / 3))
        }
        let margin = (texts.map { TextWidth.of($0) }.max() ?? 0) + 2
        let naming = FigureNames.width(of: figure, within: context.width / 4)
        axis = RowAxis(
            figure.x,
            extent: extent.x,
            cells: max(8, context.width - margin - naming),
            plain: context.plain
        )
        var painter = FigurePainter(
            figure,
            x: axis.scale,
            y: y,
            on: BrailleCanvas(width: axis.cells, height: max(4, height), plain: context.plain),
            plain: context.plain
        )
        painter.paint()
        canvas = painter.canvas
        let rows = canvas.height
        names = FigureNames.placed(figure, y: y, rows: rows, width: naming)
        labels = zip(y.ticks, texts).map {
            (FigureNames.row(y.share(of: $0.position), rows: rows), $1)
        }
    }

    var lines: [StyledLine] {
        let margin = labels.map { TextWidth.of($0.text) }.max() ?? 0
        var lines: [StyledLine] = []
        if !figure.y.title.isEmpty {
            lines.append(
                StyledLine(
                    TextWidth.truncated(VisibleText.of(figure.y.title), to: context.width),
                    .muted
                )
            )
        }
        for row in 0..<canvas.height {
            let label = labels.first { $0.row == row }?.text
            var line = StyledLine(
                String(spaces: margin - TextWidth.of(label ?? "")) + (label ?? "") + " "
            )
            line.append(
                label == nil ? (context.plain ? "|" : "│") : (context.plain ? "+" : "┤"),
                .muted
            )
            line.parts += canvas.line(row).parts
            if let name = names.first(where: { $0.row == row }) {
                line.pad(to: margin + 2 + canvas.width + 1)
                line.append(name.text, name.style)
            }
            lines.append(line)
        }
        let ruler = axis.lines(indent: margin + 2, title: figure.x.title)
        return lines + ruler + (context.isPanel ? [] : Self.tones(context) + legend)
    }

    /// What the glyphs of tiles stand for.
    static func tones(_ context: TextFigure) -> [StyledLine] {
        let figure = context.figure
        let marks = figure.marks + figure.panels.flatMap(\.marks)
        guard let shading = figure.shading,
            marks.contains(where: { if case .tile = $0 { true } else { false } })
        else { return [] }
        func glyph(_ place: Double) -> Character { TilePainter.glyph(place, plain: context.plain) }
        let text =
            "\(shading.title): \(glyph(shading.places.lowerBound)) \(shading.low), "
            + (shading.middle.map { "\(glyph(0.5)) \($0), " } ?? "")
            + "\(glyph(shading.places.upperBound)) \(shading.high)"
        return TextWrap.lines(text, .muted, width: context.width)
    }

    /// The glyphs of the series, and what shades of points stand for.
    private var legend: [StyledLine] {
        var line = StyledLine()
        let used = Set(
            figure.marks.compactMap { if case .point(let point) = $0 { point.series } else { nil } }
        )
        if figure.series.count > 1 {
            for (index, name) in figure.series.enumerated() where used.contains(index) {
                if !line.parts.isEmpty { line.append(", ") }
                line.append(String(FigurePainter.glyph(ofSeries: index)), .series(index))
                line.append(" " + VisibleText.of(name))
            }
        }
        if let shading = figure.shading, Self.tones(context).isEmpty {
            if !line.parts.isEmpty { line.append("; ") }
            line.append(shading.title + " from ")
            line.append(shading.low, .shade(0))
            line.append(" to ")
            line.append(shading.high, .shade(1))
        }
        return TextWrap.lines(line, width: context.width)
    }
}
