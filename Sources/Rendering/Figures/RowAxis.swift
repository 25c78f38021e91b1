import Documents

/// The x axis under the rows of a figure: values to cells, and a ruler with round numbers.
struct RowAxis {
    let scale: PlotScale
    let cells: Int
    private let plain: Bool
    private let hasNames: Bool

    init(_ axis: Axis, extent: ClosedRange<Double>, cells: Int, plain: Bool) {
        scale = PlotScale(axis, extent: extent, tickCount: cells < 40 ? 3 : 5)
        self.cells = cells
        hasNames = axis.hasNames
        self.plain = plain
    }

    /// Where a value lies between the ends, from 0 to 1; at the lower end what has no place.
    func share(of value: Double) -> Double {
        let share = scale.share(of: value)
        return share.isNaN ? 0 : min(max(share, 0), 1)
    }

    func cell(of value: Double) -> Int { min(cells - 1, Int(share(of: value) * Double(cells))) }

    /// The word of a tick; a name is cut to the stretch that is its own.
    private func label(of tick: Axis.Tick) -> String {
        let text = VisibleText.of(tick.label)
        guard hasNames, scale.ticks.count > 1 else { return text }
        let room = cells / scale.ticks.count - 1
        return room < 3 ? text : TextWidth.truncated(text, to: room)
    }

    /// A ruler, and under it the numbers and the title.
    func lines(indent: Int, title: String) -> [StyledLine] {
        var ruler = [Character](repeating: plain ? "-" : "─", count: cells)
        var labels = LabelLine(width: cells)
        for tick in scale.ticks {
            let cell = cell(of: tick.position)
            if !hasNames { ruler[cell] = plain ? "+" : "┴" }
            labels.place(label(of: tick), around: cell)
        }
        let space = String(spaces: indent)
        var lines = [
            StyledLine([StyledText(space), StyledText(String(ruler), .muted)]),
            StyledLine(space + labels.text),
        ]
        if !title.isEmpty {
            let shown = TextWidth.truncated(VisibleText.of(title), to: cells)
            let before = (cells - TextWidth.of(shown)) / 2
            lines.append(StyledLine(space + String(spaces: before) + shown))
        }
        return lines
    }
}

/// A line on which short texts are centred at cells, leaving out those that would touch.
struct LabelLine {
    private(set) var text = ""
    private let width: Int

    init(width: Int) { self.width = width }

    mutating func place(_ label: String, around cell: Int) {
        let size = TextWidth.of(label)
        let start = min(max(0, cell - size / 2), max(0, width - size))
        let used = TextWidth.of(text)
        guard text.isEmpty || start > used else { return }
        text += String(spaces: start - used) + label
    }
}
