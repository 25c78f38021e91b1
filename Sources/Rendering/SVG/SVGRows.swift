import Documents

/// A figure whose y axis is names: bars, a waterfall, a beeswarm.
struct SVGRows {
    private let figure: Figure
    private let rows: [Row]
    private let axis: SVGAxis
    private let width: Double

    /// Whether some bars go to the left, so that colour tells the sign.
    private let isSigned: Bool

    private static let rowHeight = 26.0

    /// A name, the text of its value, and what is drawn.
    private struct Row {
        var label: String
        var value: String
        var content: Content

        var isBar: Bool { if case .bar = content { true } else { false } }
    }

    private enum Content {
        case bar(Mark.Bar)
        case change(from: Double, to: Double, error: Double?)
        case level(Double)
        case strip(Mark.Strip)
        case box(Mark.Box)
        case violin(Mark.Violin)
    }

    /// Nil if the figure has no such marks.
    init?(_ picture: SVGFigure) {
        figure = picture.figure
        width = picture.width
        rows = Self.rows(of: picture.figure, NumberFormat(digits: picture.digits))
        guard !rows.isEmpty else { return nil }
        isSigned = rows.contains {
            if case .bar(let bar) = $0.content { bar.value < 0 } else { false }
        }
        let labels = rows.map { SVGText.width(of: $0.label) }.max() ?? 0
        let left = 12 + min(labels, width / 3) + 10
        let values = rows.map { SVGText.width(of: $0.value) }.max() ?? 0
        axis = SVGAxis(
            figure.x,
            extent: Self.extent(of: rows, isLogarithmic: figure.x.scale == .log),
            left: left,
            right: max(left + 40, width - values - 24),
            within: 2...(width - 2),
            margins: rows.contains(where: \.isBar) ? .init() : .both
        )
    }

    private static func rows(of figure: Figure, _ format: NumberFormat) -> [Row] {
        let bars = figure.marks.compactMap { if case .bar(let bar) = $0 { bar } else { nil } }
        let steps = figure.marks.compactMap { if case .step(let step) = $0 { step } else { nil } }
        let notation =
            steps.isEmpty
            ? format.notation(forLargest: bars.map(\.value))
            : format.notation(for: bars.map(\.value) + steps.map(\.value))
        let spans = WaterfallRows.spans(of: steps)
        let strips = figure.marks.compactMap {
            if case .strip(let strip) = $0 { strip } else { nil }
        }
        let spreads = figure.marks.compactMap { mark -> Row? in
            switch mark {
            case .box(let box): Row(label: box.label, value: "", content: .box(box))
            case .violin(let violin):
                Row(label: violin.label, value: "", content: .violin(violin))
            default: nil
            }
        }
        return spreads
            + bars.map {
                Row(
                    label: $0.label,
                    value: figure.x.isWhole && $0.value.magnitude < 1e15
                        ? NumberFormat.grouped(Int64($0.value.rounded()))
                        : format.string($0.value, in: notation),
                    content: .bar($0)
                )
            }
            + zip(steps, spans).map { step, span in
                step.kind == .level
                    ? Row(
                        label: step.label,
                        value: format.string(step.value, in: notation),
                        content: .level(step.value)
                    )
                    : Row(
                        label: step.label,
                        value: format.signed(step.value, in: notation)
                            + (step.error.map { " ± " + NumberFormat(digits: 2).string($0) } ?? ""),
                        content: .change(from: span.from, to: span.to, error: step.error)
                    )
            } + strips.map { Row(label: $0.label, value: "", content: .strip($0)) }
    }

    private static func extent(of rows: [Row], isLogarithmic: Bool) -> ClosedRange<Double> {
        let values = rows.flatMap { row -> [Double] in
            switch row.content {
            case .bar(let bar):
                [0, bar.value] + (bar.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
            case .change(let from, let to, let error): [from, to - (error ?? 0), to + (error ?? 0)]
            case .level(let value): [value]
            case .strip(let strip): [0] + strip.values
            case .box(let box):
                [box.whiskers.lowerBound, box.whiskers.upperBound] + box.outliers
            case .violin(let violin): violin.xs
            }
        }.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
        return (values.min() ?? 0)...(values.max() ?? 1)
    }

    /// Draws the rows and their axis; gives where they end.
    func draw(from top: Double, on drawing: inout SVGDrawing) -> Double {
        let bottom = top + Double(rows.count) * Self.rowHeight
        if axis.scale.domain.contains(0), let zero = axis.place(0) {
            drawing.line(zero, top, zero, bottom, SVGColours.faint, dashed: true)
        }
        for (index, row) in rows.enumerated() {
            let middle = top + (Double(index) + 0.5) * Self.rowHeight
            let label = SVGText.cut(row.label, to: axis.left - 22)
            drawing.text(label, axis.left - 8, middle + 4, .end, whole: row.label)
            drawing.text(row.value, width - 12, middle + 4, .end)
            draw(row.content, at: middle, on: &drawing)
        }
        let end = axis.draw(at: bottom, title: figure.x.title, on: &drawing)
        return SVGLegend(figure, namesLines: false)
            .draw(at: end, from: 12, to: width - 12, on: &drawing)
    }

    private func draw(_ content: Content, at y: Double, on drawing: inout SVGDrawing) {
        switch content {
        case .bar(let bar):
            guard let zero = axis.place(0), let end = axis.place(bar.value) else { return }
            let plainColour =
                bar.value < 0
                ? SVGColours.decrease
                : isSigned ? SVGColours.increase : SVGColours.series(0)
            let colour = bar.series.map { SVGColours.series($0) } ?? plainColour
            drawing.box(zero, y - 8, end, y + 8, colour)
            if let interval = bar.interval { drawWhisker(interval, at: y, on: &drawing) }
        case .change(let from, let to, let error):
            guard let start = axis.place(from), let end = axis.place(to) else { return }
            drawing.box(
                start,
                y - 8,
                end,
                y + 8,
                to < from ? SVGColours.decrease : SVGColours.increase
            )
            drawing.line(end, y - 8, end, y + 8, SVGColours.ink)
            if let error { drawWhisker(to - error...to + error, at: y, on: &drawing) }
        case .level(let value):
            guard let place = axis.place(value) else { return }
            drawing.line(place, y - 10, place, y + 10, SVGColours.ink, width: 2)
        case .strip(let strip): draw(strip, at: y, on: &drawing)
        case .box(let box): SVGSpread(axis).draw(box, at: y, on: &drawing)
        case .violin(let violin): SVGSpread(axis).draw(violin, at: y, on: &drawing)
        }
    }

    private func drawWhisker(
        _ interval: ClosedRange<Double>,
        at y: Double,
        on drawing: inout SVGDrawing
    ) {
        guard let low = axis.place(interval.lowerBound),
            let high = axis.place(interval.upperBound)
        else { return }
        drawing.line(low, y, high, y, SVGColours.ink, width: 1.5)
        for x in [low, high] { drawing.line(x, y - 4, x, y + 4, SVGColours.ink) }
    }

    /// Points that would lie on each other are moved up and down in turn, as far as the row reaches.
    private func draw(_ strip: Mark.Strip, at y: Double, on drawing: inout SVGDrawing) {
        var counts: [Int: Int] = [:]
        for (index, value) in strip.values.enumerated() {
            guard value.isFinite, let x = axis.place(value) else { continue }
            let cell = Int(x / 4)
            let count = counts[cell, default: 0]
            counts[cell] = count + 1
            let step = Double((count + 1) / 2 % 5) * 2.4
            drawing.dot(
                x,
                y + (count.isMultiple(of: 2) ? step : -step),
                SVGColours.shade(strip.shades.isEmpty ? nil : strip.shades[index]),
                radius: 2
            )
        }
    }
}
