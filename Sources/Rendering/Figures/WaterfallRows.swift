import Documents

/// A waterfall: levels and the signed changes between them, each where the one before ended.
struct WaterfallRows {
    private let context: TextFigure
    private let steps: [Mark.Step]
    /// Where each step begins and ends.
    private let spans: [(from: Double, to: Double)]

    init(_ context: TextFigure) {
        self.context = context
        steps = context.figure.marks.compactMap {
            if case .step(let step) = $0 { step } else { nil }
        }
        spans = Self.spans(of: steps)
    }

    /// Where each step begins and ends: a level at itself, a change where the one before ended.
    static func spans(of steps: [Mark.Step]) -> [(from: Double, to: Double)] {
        var reached = 0.0
        var spans: [(from: Double, to: Double)] = []
        for step in steps {
            let start = step.kind == .level ? step.value : reached
            reached = step.kind == .level ? step.value : reached + step.value
            spans.append((start, reached))
        }
        return spans
    }

    var lines: [StyledLine] {
        let labels = context.labelColumn(steps.map(\.label))
        let (numbers, errors) = (numbers, errors)
        let heads = labels.indices.map {
            labels[$0] + "  " + numbers[$0] + errors[$0] + "  "
        }
        let start = heads.map { TextWidth.of($0) }.max() ?? 0
        let room = context.width - start
        let ends = spans.flatMap { [$0.from, $0.to] }.filter(\.isFinite)
        guard room >= 8, let low = ends.min(), let high = ends.max(), low < high else {
            return heads.map { StyledLine($0) }
        }
        let axis = RowAxis(
            context.figure.x,
            extent: low...high,
            cells: room,
            plain: context.plain
        )
        let rows = heads.indices.map { index in
            StyledLine([StyledText(heads[index])] + drawing(index, on: axis).parts)
        }
        return rows + axis.lines(indent: start, title: context.figure.x.title)
    }

    /// Levels as they are, changes with their sign, all in one notation.
    private var numbers: [String] {
        let format = NumberFormat(digits: context.digits)
        let notation = format.notation(forLargest: steps.map(\.value))
        return TextFigure.alignedOnPoint(
            steps.map { step in
                step.kind == .level
                    ? format.string(step.value, in: notation)
                    : format.signed(step.value, in: notation)
            }
        )
    }

    /// The standard errors of changes that were sampled, as wide as each other.
    private var errors: [String] {
        let format = NumberFormat(digits: 2)
        let texts = steps.map { step in
            step.error.map { (context.plain ? " +- " : " ± ") + format.string($0) } ?? ""
        }
        let width = texts.map { TextWidth.of($0) }.max() ?? 0
        return texts.map { $0 + String(spaces: width - TextWidth.of($0)) }
    }

    private func drawing(_ index: Int, on axis: RowAxis) -> StyledLine {
        let (from, to) = spans[index]
        guard from.isFinite, to.isFinite else { return StyledLine() }
        guard steps[index].kind == .change, from != to else {
            var line = StyledLine(String(spaces: axis.cell(of: to)))
            line.append(context.plain ? "|" : "│", .strong)
            return line
        }
        let style: Style = to > from ? .increase : .decrease
        return context.plain
            ? arrows(from, to, on: axis, style) : blocks(from, to, on: axis, style)
    }

    /// The stretch in half blocks; never less than one.
    private func blocks(
        _ from: Double,
        _ to: Double,
        on axis: RowAxis,
        _ style: Style
    )
        -> StyledLine
    {
        let halves = axis.cells * 2
        let ends = [from, to].map { Int((axis.share(of: $0) * Double(halves)).rounded()) }
        let lower = min(ends[0], ends[1], halves - 1)
        let upper = max(ends[0], ends[1], lower + 1)
        var text = lower.isMultiple(of: 2) ? "" : "▐"
        let full = (lower + 1) / 2
        text += String(repeating: "█", count: max(0, upper / 2 - full))
        if !upper.isMultiple(of: 2), upper / 2 >= full { text += "▌" }
        var line = StyledLine(String(spaces: lower / 2))
        line.append(text, style)
        return line
    }

    /// The stretch in arrow heads that say which way it goes.
    private func arrows(
        _ from: Double,
        _ to: Double,
        on axis: RowAxis,
        _ style: Style
    )
        -> StyledLine
    {
        let lower = axis.cell(of: min(from, to))
        let upper = max(lower, axis.cell(of: max(from, to)) - 1)
        var line = StyledLine(String(spaces: lower))
        line.append(String(repeating: to > from ? ">" : "<", count: upper - lower + 1), style)
        return line
    }
}
