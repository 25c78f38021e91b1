import Documents

/// Stretches that push to the right and to the left, in one row over their axis, and in words below
/// it.
struct PushRows {
    private let context: TextFigure
    private let pushes: [Mark.Push]
    private let levels: [Mark.Step]

    init(_ context: TextFigure) {
        self.context = context
        pushes = context.figure.marks.compactMap {
            if case .push(let push) = $0 { push } else { nil }
        }
        levels = context.figure.marks.compactMap {
            if case .step(let step) = $0 { step } else { nil }
        }
    }

    var lines: [StyledLine] {
        let ends = pushes.flatMap { [$0.from, $0.to] } + levels.map(\.value)
        let finite = ends.filter(\.isFinite)
        guard context.width >= 20, let low = finite.min(), let high = finite.max(), low < high
        else { return words }
        let axis = RowAxis(
            context.figure.x,
            extent: low...high,
            cells: context.width,
            plain: context.plain
        )
        return names(on: axis) + [marks(on: axis), row(on: axis)]
            + axis.lines(indent: 0, title: context.figure.x.title) + words
    }

    /// The levels with their values, each over its place; on two lines where they would touch.
    private func names(on axis: RowAxis) -> [StyledLine] {
        let format = NumberFormat(digits: context.digits)
        let notation = format.notation(forLargest: levels.map(\.value))
        let texts = levels.map { level in
            let label = "\(level.label) \(format.string(level.value, in: notation))"
            let size = TextWidth.of(label)
            let start = axis.cell(of: level.value) - size / 2
            return (label, start: min(max(0, start), max(0, axis.cells - size)), size)
        }.sorted { $0.start < $1.start }
        var lines: [String] = []
        for (label, start, _) in texts {
            let used = lines.last.map { TextWidth.of($0) } ?? 0
            if let last = lines.last, used < start {
                lines[lines.count - 1] = last + String(spaces: start - used) + label
            } else {
                lines.append(String(spaces: start) + label)
            }
        }
        return lines.map { StyledLine($0) }
    }

    private func marks(on axis: RowAxis) -> StyledLine {
        var cells = [Character](repeating: " ", count: axis.cells)
        for level in levels where level.value.isFinite {
            cells[axis.cell(of: level.value)] = context.plain ? "|" : "│"
        }
        return StyledLine(String(cells)).trimmed()
    }

    /// Each stretch ends in a head that shows where it pushes to; one that is too short for a cell
    /// is left to the words.
    private func row(on axis: RowAxis) -> StyledLine {
        var line = StyledLine()
        var used = 0
        for push in pushes {
            let ends = [push.from, push.to].map {
                Int((axis.share(of: $0) * Double(axis.cells)).rounded())
            }
            let (start, end) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
            guard end > max(start, used) else { continue }
            let from = max(start, used)
            line.append(String(spaces: from - used), .plain)
            let isRaising = push.length > 0
            let body = String(
                repeating: context.plain ? "=" : isRaising ? "█" : "▒",
                count: end - from - 1
            )
            line.append(
                isRaising
                    ? body + (context.plain ? ">" : "▶") : (context.plain ? "<" : "◀") + body,
                isRaising ? .increase : .decrease
            )
            used = end
        }
        return line
    }

    /// What raises and what lowers, those nearest to where they meet first.
    private var words: [StyledLine] {
        let format = NumberFormat(digits: context.digits)
        let notation = format.notation(forLargest: pushes.map(\.length))
        func told(_ word: String, _ some: [Mark.Push], _ style: Style) -> [StyledLine] {
            guard !some.isEmpty else { return [] }
            let texts = some.map { push in
                let error = push.error.map {
                    (context.plain ? " +- " : " ± ") + NumberFormat(digits: 2).string($0)
                }
                return "\(VisibleText.of(push.label)) \(format.signed(push.length, in: notation))"
                    + (error ?? "")
            }
            // A name stays with its number.
            let words = texts.enumerated().map { place, text in
                StyledLine(place < texts.count - 1 ? text + "," : text)
            }
            let head = StyledLine([StyledText(word, style)])
            return TextWrap.lines(of: [head] + words, width: context.width, indent: 2)
        }
        let heads = context.plain ? ("> raise:", "< lower:") : ("▶ raise:", "◀ lower:")
        return told(heads.0, pushes.reversed().filter { $0.length > 0 }, .increase)
            + told(heads.1, pushes.filter { $0.length < 0 }, .decrease)
    }
}
