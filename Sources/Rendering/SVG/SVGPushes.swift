import Documents

/// Stretches that push to the right and to the left, as a row of arrows over their axis.
struct SVGPushes {
    private let figure: Figure
    private let pushes: [Mark.Push]
    private let levels: [Mark.Step]
    private let axis: SVGAxis
    private let width: Double
    private let digits: Int

    /// Half the height of the row, and the length of an arrow's head.
    private static let (half, head) = (14.0, 7.0)

    /// Nil if the figure has no such marks.
    init?(_ picture: SVGFigure) {
        figure = picture.figure
        width = picture.width
        digits = picture.digits
        pushes = figure.marks.compactMap { if case .push(let push) = $0 { push } else { nil } }
        levels = figure.marks.compactMap { if case .step(let step) = $0 { step } else { nil } }
        let ends = (pushes.flatMap { [$0.from, $0.to] } + levels.map(\.value)).filter(\.isFinite)
        guard !pushes.isEmpty, let low = ends.min(), let high = ends.max() else { return nil }
        axis = SVGAxis(
            figure.x,
            extent: low...high,
            left: 24,
            right: max(64, width - 24),
            within: 2...(width - 2),
            margins: .both
        )
    }

    /// Draws the levels, the row, its axis and the words; gives where they end.
    func draw(from top: Double, on drawing: inout SVGDrawing) -> Double {
        let middle = top + 2 * SVGDrawing.lineHeight + Self.half + 6
        drawLevels(from: top, to: middle - Self.half, on: &drawing)
        for push in pushes { draw(push, at: middle, on: &drawing) }
        drawNames(at: middle, on: &drawing)
        let end = axis.draw(at: middle + Self.half + 8, title: figure.x.title, on: &drawing)
        return drawWords(from: end, on: &drawing)
    }

    /// Names with values over their places, the second one line higher.
    private func drawLevels(from top: Double, to bottom: Double, on drawing: inout SVGDrawing) {
        let format = NumberFormat(digits: digits)
        let notation = format.notation(forLargest: levels.map(\.value))
        for (index, level) in levels.enumerated() {
            guard let x = axis.place(level.value) else { continue }
            let y = top + Double(index + 1) * SVGDrawing.lineHeight
            let text = "\(level.label) \(format.string(level.value, in: notation))"
            let reach = SVGText.width(of: text) / 2
            let place = min(max(x, 4 + reach), max(4 + reach, width - 4 - reach))
            drawing.text(text, place, y - 4, .middle)
            drawing.line(x, y, x, bottom, SVGColours.ink, dashed: index == 0)
        }
    }

    private func draw(_ push: Mark.Push, at y: Double, on drawing: inout SVGDrawing) {
        guard let from = axis.place(push.from), let to = axis.place(push.to), from != to else {
            return
        }
        let way = to > from ? 1.0 : -1.0
        let head = min(Self.head, abs(to - from)) * way
        // The tail takes the head of the stretch behind it.
        let points = [
            (from, y - Self.half), (to - head, y - Self.half), (to, y), (to - head, y + Self.half),
            (from, y + Self.half),
        ]
        drawing.shape(
            points.map { (x: $0.0, y: $0.1) },
            push.length < 0 ? SVGColours.decrease : SVGColours.increase
        )
    }

    /// The names that fit into their stretches.
    private func drawNames(at y: Double, on drawing: inout SVGDrawing) {
        for push in pushes {
            guard let from = axis.place(push.from), let to = axis.place(push.to) else { continue }
            guard SVGText.width(of: push.label) + 2 * Self.head < abs(to - from) else { continue }
            drawing.text(push.label, (from + to) / 2, y + 4, .middle)
        }
    }

    private func drawWords(from top: Double, on drawing: inout SVGDrawing) -> Double {
        var bottom = top
        let columns = Int((width - 24) / SVGDrawing.characterWidth)
        for (word, some, colour) in [
            ("raise: ", pushes.reversed().filter { $0.length > 0 }, SVGColours.increase),
            ("lower: ", pushes.filter { $0.length < 0 }, SVGColours.decrease),
        ] where !some.isEmpty {
            for line in TextWrap.lines(word + told(some), width: columns) {
                drawing.text(line.text, 12, bottom + 12, colour: colour)
                bottom += SVGDrawing.lineHeight
            }
        }
        return bottom
    }

    private func told(_ some: [Mark.Push]) -> String {
        let format = NumberFormat(digits: digits)
        let notation = format.notation(forLargest: pushes.map(\.length))
        return some.map { push in
            "\(push.label) \(format.signed(push.length, in: notation))"
                + (push.error.map { " ± " + NumberFormat(digits: 2).string($0) } ?? "")
        }.joined(separator: ", ")
    }
}
