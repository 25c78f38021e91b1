import Documents

/// Horizontal bars: name, value, and a length from zero.
struct BarRows {
    private let context: TextFigure
    private let bars: [Mark.Bar]

    init(_ context: TextFigure) {
        self.context = context
        bars = context.figure.marks.compactMap { if case .bar(let bar) = $0 { bar } else { nil } }
    }

    var lines: [StyledLine] {
        let format = NumberFormat(digits: context.digits)
        let notation = format.notation(forLargest: bars.map(\.value))
        let labels = context.labelColumn(bars.map(\.label))
        let isWhole = context.figure.x.isWhole
        let values = TextFigure.alignedOnPoint(
            bars.map { bar in
                isWhole && bar.value.magnitude < 1e15
                    ? NumberFormat.grouped(Int64(bar.value.rounded()))
                    : format.string(bar.value, in: notation)
            }
        )
        let intervals = TextFigure.alignedOnPoint(
            bars.map { bar in
                bar.interval.map { range in
                    "[" + format.string(range.lowerBound, in: notation) + ", "
                        + format.string(range.upperBound, in: notation) + "]"
                } ?? ""
            }
        )
        let full = Self.heads(labels, values, intervals)
        let fits = (full.first?.width ?? 0) + 12 <= context.width
        let heads = fits ? full : Self.heads(labels, values, values.map { _ in "" })
        let room = context.width - (heads.first?.width ?? 0)
        guard room >= 4 else { return heads }
        return zip(heads, bars).map { head, bar in
            StyledLine(head.parts + drawing(of: bar, room: room).parts)
        }
    }

    /// What stands left of the bars; all of one width.
    private static func heads(
        _ labels: [String],
        _ values: [String],
        _ intervals: [String]
    )
        -> [StyledLine]
    {
        zip(labels, zip(values, intervals)).map { label, texts in
            var line = StyledLine(label + "  " + texts.0)
            if !texts.1.isEmpty { line.append("  " + texts.1, .muted) }
            line.append("  ")
            return line
        }
    }

    /// A bar from zero; where some are negative, zero is a line among them.
    private func drawing(of bar: Mark.Bar, room: Int) -> StyledLine {
        let value = bar.value
        let finite = bars.map(\.value).filter(\.isFinite)
        let low = min(0, finite.min() ?? 0)
        let high = max(0, finite.max() ?? 0)
        guard value.isFinite, high > low else { return StyledLine() }
        guard low < 0 else {
            return StyledLine(
                rightward(value / high * Double(room)),
                .series(bar.series ?? 0)
            )
        }
        let cells = Double(room - 1)
        // Halves first: the ends may be further apart than a `Double` can say.
        let span = high / 2 - low / 2
        let left = Int((-low / 2 / span * cells).rounded())
        let length = value.magnitude / 2 / span * cells
        var line = StyledLine()
        let negative = value < 0 ? leftward(length, room: left) : ""
        line.append(String(spaces: left - TextWidth.of(negative)))
        line.append(negative, bar.series.map { .series($0) } ?? .decrease)
        line.append(context.plain ? "|" : "│", .muted)
        if value > 0 {
            line.append(
                rightward(min(length, cells - Double(left))),
                bar.series.map { .series($0) } ?? .increase
            )
        }
        return line
    }

    /// Blocks to the right, the last in eighths.
    private func rightward(_ length: Double) -> String {
        if context.plain { return String(repeating: "#", count: Int(length.rounded())) }
        let eighths = Int((length * 8).rounded())
        let last = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + last
    }

    /// Blocks to the left, the last in halves.
    private func leftward(_ length: Double, room: Int) -> String {
        if context.plain {
            return String(repeating: "#", count: min(room, Int(length.rounded())))
        }
        let halves = min(room * 2, Int((length * 2).rounded()))
        return (halves.isMultiple(of: 2) ? "" : "▐") + String(repeating: "█", count: halves / 2)
    }
}
