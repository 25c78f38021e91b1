import Documents

/// A beeswarm in rows: for each name the mean size, the trend, and how its values lie along x.
///
/// The height of a glyph is how many values fall in its cell, its shade their mean shade. An arrow says
/// without colour what shades show: whether high values lie to the right (↑) or to the left (↓).
struct StripRows {
    private let context: TextFigure
    private let strips: [Mark.Strip]

    init(_ context: TextFigure) {
        self.context = context
        strips = context.figure.marks.compactMap {
            if case .strip(let strip) = $0 { strip } else { nil }
        }
    }

    var lines: [StyledLine] {
        let format = NumberFormat(digits: context.digits)
        let sizes = strips.map(Self.meanSize)
        let notation = format.notation(forLargest: sizes)
        let means = sizes.map { format.string($0, in: notation) }
        let texts = TextFigure.alignedToEnd(["mean |x|"] + TextFigure.alignedOnPoint(means))
        let labels = context.labelColumn([context.figure.y.title] + strips.map(\.label))
        let heads = zip(labels, texts).enumerated().map { index, texts in
            texts.0 + "  " + texts.1 + "  " + (index == 0 ? " " : trend(strips[index - 1])) + "  "
        }
        let start = heads.map { TextWidth.of($0) }.max() ?? 0
        let values = strips.flatMap(\.values).filter(\.isFinite)
        guard context.width - start >= 8, let low = values.min(), let high = values.max() else {
            return heads.map { StyledLine($0) }
        }
        let axis = RowAxis(
            context.figure.x,
            extent: min(low, 0)...max(high, 0),
            cells: context.width - start,
            plain: context.plain
        )
        let cells = strips.map { Cells($0, on: axis) }
        let most = cells.flatMap(\.counts).max() ?? 1
        var lines = [StyledLine(heads[0], .muted)]
        for (head, cells) in zip(heads.dropFirst(), cells) {
            lines.append(StyledLine([StyledText(head)] + row(cells, most: most, on: axis)))
        }
        return lines + axis.lines(indent: start, title: context.figure.x.title) + legend
    }

    private static func meanSize(_ strip: Mark.Strip) -> Double {
        let sizes = strip.values.filter(\.isFinite).map(\.magnitude)
        return sizes.isEmpty ? 0 : sizes.reduce(0, +) / Double(sizes.count)
    }

    /// Whether values rise with their shades, by the sign of a correlation of at least 0.2.
    private func trend(_ strip: Mark.Strip) -> String {
        let pairs = zip(strip.shades, strip.values).compactMap { shade, value in
            shade.map { (shade: $0, value: value) }
        }.filter { $0.shade.isFinite && $0.value.isFinite }
        guard !pairs.isEmpty else { return " " }
        let count = Double(pairs.count)
        let shade = pairs.reduce(0) { $0 + $1.shade } / count
        let value = pairs.reduce(0) { $0 + $1.value } / count
        var both = 0.0
        var shades = 0.0
        var values = 0.0
        for pair in pairs {
            both += (pair.shade - shade) * (pair.value - value)
            shades += (pair.shade - shade) * (pair.shade - shade)
            values += (pair.value - value) * (pair.value - value)
        }
        let bound = 0.2 * (shades * values).squareRoot()
        if both.magnitude <= bound { return "~" }
        return both > 0 ? (context.plain ? "^" : "↑") : (context.plain ? "v" : "↓")
    }

    private func row(_ cells: Cells, most: Int, on axis: RowAxis) -> [StyledText] {
        let zero = axis.scale.domain.contains(0) ? axis.cell(of: 0) : nil
        return cells.counts.indices.map { index in
            guard cells.counts[index] > 0 else {
                return StyledText(index == zero ? (context.plain ? "|" : "│") : " ", .muted)
            }
            let share = (Double(cells.counts[index]) / Double(most)).squareRoot()
            let level = max(0, Int((share * Double(glyphs.count)).rounded(.up)) - 1)
            return StyledText(
                String(glyphs[level]),
                cells.shade(at: index).map(Style.shade) ?? .plain
            )
        }
    }

    /// From few to many.
    private var glyphs: [Character] { Array(context.plain ? ".:oO@" : "▁▂▃▄▅▆▇█") }

    private var legend: [StyledLine] {
        var line = StyledLine("\(glyphs[0]) few, \(glyphs[glyphs.count - 1]) many")
        if let shading = context.figure.shading {
            line.append("; ")
            line.append(shading.title + " from ")
            line.append(shading.low, .shade(0))
            line.append(" to ")
            line.append(shading.high, .shade(1))
            line.append(
                context.plain
                    ? "; ^ high to the right, v to the left, ~ neither"
                    : "; ↑ high to the right, ↓ to the left, ~ neither"
            )
        }
        return TextWrap.lines(line, width: context.width)
    }

    /// How many values fall in each cell, and the sums of their shades.
    private struct Cells {
        var counts: [Int]
        private var shades: [Double]
        private var shaded: [Int]

        init(_ strip: Mark.Strip, on axis: RowAxis) {
            counts = [Int](repeating: 0, count: axis.cells)
            shades = [Double](repeating: 0, count: axis.cells)
            shaded = counts
            for (index, value) in strip.values.enumerated() where value.isFinite {
                let cell = axis.cell(of: value)
                counts[cell] += 1
                if !strip.shades.isEmpty, let shade = strip.shades[index], shade.isFinite {
                    shades[cell] += shade
                    shaded[cell] += 1
                }
            }
        }

        func shade(at cell: Int) -> Double? {
            shaded[cell] == 0 ? nil : shades[cell] / Double(shaded[cell])
        }
    }
}
