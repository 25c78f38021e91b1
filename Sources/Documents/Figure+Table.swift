extension Figure {
    /// What is drawn, as a table: for media that carry data and not pictures.
    package var table: TableBlock {
        let own = marks.flatMap(\.rows).map { [Cell.missing] + $0 }
        let others = panels.flatMap { panel in
            panel.marks.flatMap(\.rows).map { [.text(panel.title)] + $0 }
        }
        return TableBlock(
            [ColumnHeader("panel", "text")] + Self.headers,
            rows: own + others
        )
        .withoutEmptyColumns(keeping: ["mark"])
    }

    private static let headers = [
        ColumnHeader("mark", "text"), ColumnHeader("name", "text"), ColumnHeader("x", "float"),
        ColumnHeader("y", "float"), ColumnHeader("low", "float"), ColumnHeader("high", "float"),
        ColumnHeader("series", "int"), ColumnHeader("value", "float"),
        ColumnHeader("shade", "float"),
    ]
}

extension Mark {
    /// The mark in the columns mark, name, x, y, low, high, series, value, shade.
    fileprivate var rows: [[Cell]] {
        switch self {
        case .bar(let bar):
            [
                row(
                    "bar",
                    bar.label,
                    bar.value,
                    low: bar.interval?.lowerBound,
                    high: bar.interval?.upperBound,
                    series: bar.series
                )
            ]
        case .bin(let bin): [row("bin", y: bin.height, low: bin.lower, high: bin.upper)]
        case .point(let point):
            [row("point", nil, point.x, y: point.y, series: point.series, shade: point.shade)]
        case .line(let line):
            zip(line.xs, line.ys).map { row("line", line.name, $0, y: $1, series: line.series) }
        case .strip(let strip):
            strip.values.enumerated().map { index, value in
                row(
                    "strip",
                    strip.label,
                    value,
                    shade: strip.shades.isEmpty ? nil : strip.shades[index]
                )
            }
        case .step(let step):
            [row(step.kind == .level ? "level" : "change", step.label, step.value)]
        case .push(let push):
            [
                row(
                    "push",
                    push.label,
                    push.length,
                    low: min(push.from, push.to),
                    high: max(push.from, push.to)
                )
            ]
        case .tile(let tile):
            [
                row(
                    "tile",
                    nil,
                    (tile.x.lowerBound + tile.x.upperBound) / 2,
                    y: (tile.y.lowerBound + tile.y.upperBound) / 2,
                    value: tile.value,
                    shade: tile.shade
                )
            ]
        case .box(let box):
            [
                row(
                    "whiskers",
                    box.label,
                    low: box.whiskers.lowerBound,
                    high: box.whiskers.upperBound
                ),
                row(
                    "box",
                    box.label,
                    box.median,
                    low: box.quartiles.lowerBound,
                    high: box.quartiles.upperBound
                ),
            ] + box.outliers.map { row("outlier", box.label, $0) }
        case .violin(let violin):
            zip(violin.xs, violin.densities).map { row("violin", violin.label, $0, y: $1) }
        case .text(let label): [row("text", label.text, label.x, y: label.y)]
        case .rule(.vertical(let x)): [row("rule", nil, x)]
        case .rule(.horizontal(let y)): [row("rule", y: y)]
        case .rule(.diagonal): [row("rule", "diagonal")]
        }
    }

    private func row(
        _ mark: String,
        _ name: String? = nil,
        _ x: Double? = nil,
        y: Double? = nil,
        low: Double? = nil,
        high: Double? = nil,
        series: Int? = nil,
        value: Double? = nil,
        shade: Double? = nil
    ) -> [Cell] {
        [
            .text(mark), Cell(name), Cell(x), Cell(y), Cell(low), Cell(high), Cell(series),
            Cell(value), Cell(shade),
        ]
    }
}

extension TableBlock {
    /// The table without the columns that hold nothing, but for those that are to stay.
    fileprivate func withoutEmptyColumns(keeping kept: Set<String>) -> TableBlock {
        let used = columns.indices.filter { index in
            kept.contains(columns[index].name) || rows.contains { !$0[index].isMissing }
        }
        return TableBlock(
            used.map { columns[$0] },
            rows: rows.map { row in used.map { row[$0] } }
        )
    }
}
