import Documents

/// Draws the marks of a figure on a canvas.
struct FigurePainter {
    private(set) var canvas: BrailleCanvas
    private let figure: Figure
    private let x: PlotScale
    private let y: PlotScale
    private let plain: Bool

    /// What marks a series without colour, where there are several.
    static func glyph(ofSeries index: Int) -> Character {
        let glyphs: [Character] = ["o", "x", "+", "*", "#", "@"]
        return glyphs[index % glyphs.count]
    }

    init(_ figure: Figure, x: PlotScale, y: PlotScale, on canvas: BrailleCanvas, plain: Bool) {
        self.figure = figure
        self.x = x
        self.y = y
        self.canvas = canvas
        self.plain = plain
    }

    /// Draws rules first, words last, so that neither hides the data.
    mutating func paint() {
        for case .rule(let rule) in figure.marks { paint(rule) }
        paint(figure.marks.compactMap { if case .bin(let bin) = $0 { bin } else { nil } })
        TilePainter(figure, x: x, y: y, plain: plain).paint(on: &canvas)
        for mark in figure.marks {
            switch mark {
            case .line(let line): paint(line)
            case .point(let point): paint(point)
            case .bin, .tile, .text, .rule, .bar, .strip, .step, .push, .box, .violin: break
            }
        }
        let lines = FigureNames.lines(of: figure)
        if Set(lines.map(\.series)).count > 1 { for line in lines { mark(line) } }
        for case .text(let label) in figure.marks { paint(label) }
    }

    /// The dot of a place; nil outside the figure.
    private func dot(_ valueX: Double, _ valueY: Double) -> (x: Int, y: Int)? {
        let (shareX, shareY) = (x.share(of: valueX), y.share(of: valueY))
        guard (0...1).contains(shareX), (0...1).contains(shareY) else { return nil }
        return (
            min(canvas.dotWidth - 1, Int(shareX * Double(canvas.dotWidth))),
            min(canvas.dotHeight - 1, Int((1 - shareY) * Double(canvas.dotHeight)))
        )
    }

    private mutating func paint(_ point: Mark.Point) {
        guard let dot = dot(point.x, point.y) else { return }
        if figure.series.count > 1 || plain {
            canvas.put(
                Self.glyph(ofSeries: point.series),
                column: dot.x / 2,
                row: dot.y / 4,
                point.shade.map(Style.shade) ?? .series(point.series)
            )
        } else {
            canvas.set(dot.x, dot.y, point.shade.map(Style.shade) ?? .series(point.series))
        }
    }

    /// Joins neighbours; where a place is missing or outside, the line is broken.
    private mutating func paint(_ line: Mark.Line) {
        var before: (x: Int, y: Int)?
        for (valueX, valueY) in zip(line.xs, line.ys) {
            let here = dot(valueX, valueY)
            if let here { canvas.line(from: before ?? here, to: here, .series(line.series)) }
            before = here
        }
    }

    /// Puts the glyph of its series on a line in three places, each series a little further right.
    private mutating func mark(_ line: Mark.Line) {
        let dots = zip(line.xs, line.ys).map(dot)
        for quarter in 1...3 {
            let wanted = canvas.dotWidth * quarter / 4 + line.series * 6
            for case (let from?, let to?) in zip(dots, dots.dropFirst())
            where min(from.x, to.x) <= wanted && wanted <= max(from.x, to.x) {
                let along =
                    from.x == to.x ? 0 : (wanted - from.x) * (to.y - from.y) / (to.x - from.x)
                canvas.put(
                    Self.glyph(ofSeries: line.series),
                    column: wanted / 2,
                    row: (from.y + along) / 4,
                    .series(line.series)
                )
                break
            }
        }
    }

    private mutating func paint(_ rule: Mark.Rule) {
        let (right, bottom) = (canvas.dotWidth - 1, canvas.dotHeight - 1)
        switch rule {
        case .horizontal(let value):
            guard let dot = dot(x.domain.lowerBound, value) else { return }
            canvas.line(from: (0, dot.y), to: (right, dot.y), .muted, every: 2)
        case .vertical(let value):
            guard let dot = dot(value, y.domain.lowerBound) else { return }
            canvas.line(from: (dot.x, 0), to: (dot.x, bottom), .muted, every: 2)
        case .diagonal:
            let low = max(x.domain.lowerBound, y.domain.lowerBound)
            let high = min(x.domain.upperBound, y.domain.upperBound)
            guard low < high, let start = dot(low, low), let end = dot(high, high) else { return }
            canvas.line(from: start, to: end, .muted, every: 4)
        }
    }

    /// Columns of blocks; a cell shows the highest bin that lies in it.
    private mutating func paint(_ bins: [Mark.Bin]) {
        guard !bins.isEmpty else { return }
        let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        for (column, height) in heights(of: bins).enumerated() where height > 0 {
            // What is not empty shows at least a trace.
            let eighths = max(1, Int((height * Double(canvas.height * 8)).rounded()))
            for row in 0..<canvas.height {
                let filled = min(8, eighths - row * 8)
                guard filled > 0 else { break }
                let glyph: Character =
                    plain ? (filled > 4 || row == 0 ? "#" : " ") : blocks[filled - 1]
                canvas.put(glyph, column: column, row: canvas.height - 1 - row, .series(0))
            }
        }
    }

    /// The height of each column of cells, as a share of the whole.
    private func heights(of bins: [Mark.Bin]) -> [Double] {
        var heights = [Double](repeating: 0, count: canvas.width)
        for bin in bins where bin.height > 0 {
            let edges = [x.share(of: bin.lower), x.share(of: bin.upper)].map {
                min(max($0, 0), 1) * Double(canvas.width)
            }
            let share = min(1, y.share(of: bin.height))
            guard edges[0].isFinite, edges[1].isFinite, share.isFinite else { continue }
            let first = min(canvas.width - 1, Int(edges[0].rounded()))
            let last = max(first + 1, min(canvas.width, Int(edges[1].rounded())))
            for column in first..<last { heights[column] = max(heights[column], share) }
        }
        return heights
    }

    private mutating func paint(_ label: Mark.Label) {
        guard let dot = dot(label.x, label.y) else { return }
        let text = VisibleText.of(label.text)
        let column = min(dot.x / 2, max(0, canvas.width - TextWidth.of(text)))
        canvas.write(text, column: column, row: dot.y / 4)
    }
}
