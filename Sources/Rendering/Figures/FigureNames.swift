import Documents

/// The names of lines, written beside their ends.
enum FigureNames {
    /// The columns that names take, the gap before them included.
    static func width(of figure: Figure, within limit: Int) -> Int {
        let widest = lines(of: figure).map { TextWidth.of(label(of: $0, in: figure)) }.max() ?? 0
        return lines(of: figure).allSatisfy(\.name.isEmpty) ? 0 : min(widest + 1, limit)
    }

    /// The row, from the top, of a share of the height.
    static func row(_ share: Double, rows: Int) -> Int {
        share.isFinite ? min(max(Int((1 - share) * Double(rows)), 0), rows - 1) : rows - 1
    }

    /// Each name on the row of its line's end, or the nearest that is free.
    static func placed(
        _ figure: Figure,
        y: PlotScale,
        rows: Int,
        width: Int
    )
        -> [(row: Int, text: String, style: Style)]
    {
        var free = Set(0..<rows)
        return lines(of: figure).compactMap { line in
            guard width > 1, !line.name.isEmpty, let end = line.ys.last(where: \.isFinite)
            else { return nil }
            let wanted = row(y.share(of: end), rows: rows)
            guard let row = free.min(by: { (abs($0 - wanted), $0) < (abs($1 - wanted), $1) })
            else { return nil }
            free.remove(row)
            let text = TextWidth.truncated(label(of: line, in: figure), to: width - 1)
            return (row, text, .series(line.series))
        }
    }

    /// The name, after the glyph that marks its line where there are several.
    private static func label(of line: Mark.Line, in figure: Figure) -> String {
        let name = VisibleText.of(line.name)
        guard lines(of: figure).count > 1 else { return name }
        return String(FigurePainter.glyph(ofSeries: line.series)) + " " + name
    }

    static func lines(of figure: Figure) -> [Mark.Line] {
        figure.marks.compactMap { if case .line(let line) = $0 { line } else { nil } }
    }
}
