import Documents

/// Several figures beside and below each other, each under its own title.
struct PanelRows {
    private let context: TextFigure
    private let panels: [Figure]
    private let inRow: Int

    private static let gap = 2
    /// The least columns in which a panel can be read.
    private static let least = 26

    init(_ context: TextFigure) {
        self.context = context
        panels = context.figure.panels
        // Panels that belong in a row stay in it while anything can be seen in them.
        let wanted = context.figure.panelsInRow ?? 0
        let isHeld = wanted > 0 && (context.width + Self.gap) / wanted >= 14 + Self.gap
        inRow =
            isHeld
            ? wanted
            : min(panels.count, max(1, (context.width + Self.gap) / (Self.least + Self.gap)))
    }

    var lines: [StyledLine] {
        let width = (context.width - Self.gap * (inRow - 1)) / inRow
        var lines: [StyledLine] = []
        for start in stride(from: 0, to: panels.count, by: inRow) {
            let row = panels[start..<min(panels.count, start + inRow)].map { panel in
                drawn(panel, width: width)
            }
            for index in 0..<(row.map(\.count).max() ?? 0) {
                var line = StyledLine()
                for (place, panel) in row.enumerated() {
                    line.pad(to: place * (width + Self.gap))
                    if index < panel.count { line.parts += panel[index].parts }
                }
                lines.append(line)
            }
        }
        return lines + axes + CanvasPlot.tones(context) + legend
    }

    private func drawn(_ panel: Figure, width: Int) -> [StyledLine] {
        var small = panel
        small.height = panel.height ?? context.figure.height ?? 7
        let text = TextFigure(
            small,
            width: width,
            plain: context.plain,
            digits: context.digits,
            isPanel: true
        )
        let title = TextWidth.truncated(VisibleText.of(panel.title), to: width)
        let lines = panel.marks.isEmpty ? [StyledLine("no value", .muted)] : text.drawing
        return (title.isEmpty ? [] : [StyledLine(title, .strong)]) + lines
    }

    /// What the axes of all panels mean, said once.
    private var axes: [StyledLine] {
        let titles = [("across", context.figure.x.title), ("up", context.figure.y.title)]
            .filter { !$0.1.isEmpty }.map { "\($0.0): \(VisibleText.of($0.1))" }
        return TextWrap.lines(titles.joined(separator: "; "), .muted, width: context.width)
    }

    private var legend: [StyledLine] {
        guard context.figure.series.count > 1 else { return [] }
        var line = StyledLine()
        for (index, name) in context.figure.series.enumerated() {
            if index > 0 { line.append(", ") }
            line.append(String(FigurePainter.glyph(ofSeries: index)), .series(index))
            line.append(" " + VisibleText.of(name))
        }
        return TextWrap.lines(line, width: context.width)
    }
}
