import Documents

/// Boxes and violins in rows: for each name how its values lie along x.
struct SpreadRows {
    private let context: TextFigure
    private let rows: [Row]

    private enum Row {
        case box(Mark.Box)
        case violin(Mark.Violin)

        var label: String {
            switch self {
            case .box(let box): box.label
            case .violin(let violin): violin.label
            }
        }

        /// All values that have a place.
        var values: [Double] {
            switch self {
            case .box(let box):
                [box.whiskers.lowerBound, box.whiskers.upperBound] + box.outliers
            case .violin(let violin): violin.xs
            }
        }
    }

    init(_ context: TextFigure) {
        self.context = context
        rows = context.figure.marks.compactMap { mark in
            switch mark {
            case .box(let box): .box(box)
            case .violin(let violin): .violin(violin)
            default: nil
            }
        }
    }

    /// Where the marks of such a figure lie along x.
    static func extent(of figure: Figure) -> ClosedRange<Double> {
        let values = SpreadRows(TextFigure(figure, width: 80, plain: true, digits: 4))
            .rows.flatMap(\.values)
        let placed = values.filter { $0.isFinite && (figure.x.scale == .linear || $0 > 0) }
        return (placed.min() ?? 0)...(placed.max() ?? 1)
    }

    var lines: [StyledLine] {
        let labels = context.labelColumn(rows.map(\.label))
        let start = labels.map { TextWidth.of($0) }.max().map { $0 == 0 ? 0 : $0 + 2 } ?? 0
        let axis = RowAxis(
            context.figure.x,
            extent: Self.extent(of: context.figure),
            cells: max(8, context.width - start),
            plain: context.plain
        )
        let drawn = zip(labels, rows).map { label, row in
            var line = StyledLine(start == 0 ? "" : label + "  ")
            switch row {
            case .box(let box): line.parts += cells(of: box, on: axis)
            case .violin(let violin): line.parts += cells(of: violin, on: axis)
            }
            return line
        }
        return drawn + axis.lines(indent: start, title: context.figure.x.title)
            + TextWrap.lines(legend, .muted, width: context.width)
    }

    private var legend: String {
        switch rows.first {
        case .box:
            context.plain
                ? "[ ] middle half, | median, - up to 1.5 times its length, o beyond"
                : "▒ middle half, ┃ median, ─ up to 1.5 times its length, ∘ beyond"
        case .violin:
            context.plain
                ? ". few, @ many; | median" : "▁ few, █ many; ┃ median"
        case nil: ""
        }
    }

    private func cells(of box: Mark.Box, on axis: RowAxis) -> [StyledText] {
        var cells = [StyledText](repeating: StyledText(" "), count: axis.cells)
        for value in box.outliers {
            cells[axis.cell(of: value)] = StyledText(context.plain ? "o" : "∘", .decrease)
        }
        let (low, high) = (
            axis.cell(of: box.whiskers.lowerBound), axis.cell(of: box.whiskers.upperBound)
        )
        for cell in low...max(low, high) { cells[cell] = StyledText(context.plain ? "-" : "─") }
        cells[low] = StyledText(context.plain ? "|" : "├")
        cells[max(low, high)] = StyledText(context.plain ? "|" : "┤")
        let (left, right) = (
            axis.cell(of: box.quartiles.lowerBound), axis.cell(of: box.quartiles.upperBound)
        )
        for cell in left...max(left, right) {
            cells[cell] = StyledText(context.plain ? "=" : "▒", .series(0))
        }
        if context.plain {
            cells[left] = StyledText("[")
            cells[max(left, right)] = StyledText("]")
        }
        cells[axis.cell(of: box.median)] = StyledText(context.plain ? "|" : "┃", .strong)
        return cells
    }

    /// A cell is as high as the greatest density in it.
    private func cells(of violin: Mark.Violin, on axis: RowAxis) -> [StyledText] {
        let glyphs = Array(context.plain ? ".:oO@" : "▁▂▃▄▅▆▇█")
        let most = violin.densities.filter(\.isFinite).max() ?? 0
        var heights = [Double](repeating: 0, count: axis.cells)
        for (from, to) in zip(violin.xs.indices, violin.xs.indices.dropFirst()) {
            let (first, last) = (axis.cell(of: violin.xs[from]), axis.cell(of: violin.xs[to]))
            for cell in first...max(first, last) {
                heights[cell] = max(heights[cell], violin.densities[from])
            }
        }
        var cells = heights.map { height -> StyledText in
            guard height > 0, most > 0 else { return StyledText(" ") }
            let level = Int((height / most * Double(glyphs.count)).rounded(.up)) - 1
            return StyledText(
                String(glyphs[min(max(level, 0), glyphs.count - 1)]),
                .series(0)
            )
        }
        cells[axis.cell(of: violin.median)] = StyledText(context.plain ? "|" : "┃", .strong)
        return cells
    }
}
