import Documents

/// Fills rectangles with shades: each cell of the canvas is as dark as what lies under it.
struct TilePainter {
    private let tiles: [Mark.Tile]
    private let x: PlotScale
    private let y: PlotScale
    private let plain: Bool
    /// Whether shades part in the middle.
    private let diverges: Bool

    init(_ figure: Figure, x: PlotScale, y: PlotScale, plain: Bool) {
        tiles = figure.marks.compactMap { if case .tile(let tile) = $0 { tile } else { nil } }
        self.x = x
        self.y = y
        self.plain = plain
        diverges = figure.shading?.middle != nil
    }

    /// From light to dark.
    static func glyphs(plain: Bool) -> [Character] { Array(plain ? ".:+*#" : "·░▒▓█") }

    static func glyph(_ shade: Double, plain: Bool) -> Character {
        let all = glyphs(plain: plain)
        return all[min(all.count - 1, Int(max(0, shade) * Double(all.count)))]
    }

    func paint(on canvas: inout BrailleCanvas) {
        guard !tiles.isEmpty else { return }
        let isCoarse = tiles.allSatisfy { tile in
            let area = cells(of: tile, on: canvas)
            return area.columns.upperBound - area.columns.lowerBound >= 1
                && area.rows.upperBound - area.rows.lowerBound >= 0.99
        }
        if isCoarse { paintFields(on: &canvas) } else { paintDensity(on: &canvas) }
    }

    /// The columns and rows that a tile covers, with their fractions.
    private func cells(
        of tile: Mark.Tile,
        on canvas: BrailleCanvas
    ) -> (columns: ClosedRange<Double>, rows: ClosedRange<Double>) {
        let (width, height) = (Double(canvas.width), Double(canvas.height))
        let left = clamped(x.share(of: tile.x.lowerBound)) * width
        let right = clamped(x.share(of: tile.x.upperBound)) * width
        let top = (1 - clamped(y.share(of: tile.y.upperBound))) * height
        let bottom = (1 - clamped(y.share(of: tile.y.lowerBound))) * height
        return (min(left, right)...max(left, right), min(top, bottom)...max(top, bottom))
    }

    private func clamped(_ share: Double) -> Double {
        share.isFinite ? min(max(share, 0), 1) : 0
    }

    /// Each tile as a block of its own, its value within where there is room.
    private func paintFields(on canvas: inout BrailleCanvas) {
        let texts = NumberFormat(digits: 3).fieldTexts(tiles.map(\.value))
        let least = tiles.map { whole(cells(of: $0, on: canvas).columns, canvas.width).count }.min()
        // Values stand in all fields or in none.
        let hasRoom = (texts.map { TextWidth.of($0) }.max() ?? 0) + 3 <= (least ?? 0)
        for (tile, text) in zip(tiles, texts) {
            let area = cells(of: tile, on: canvas)
            let columns = whole(area.columns, canvas.width)
            let rows = whole(area.rows, canvas.height)
            let glyph = Self.glyph(tile.shade, plain: plain)
            // A column is left free between fields that are wide enough.
            let end = columns.count > 3 ? columns.upperBound - 1 : columns.upperBound
            for row in rows {
                for column in columns.lowerBound..<end {
                    let style: Style = diverges ? .shade(tile.shade) : .series(0)
                    canvas.put(glyph, column: column, row: row, style)
                }
            }
            let room = end - columns.lowerBound
            guard hasRoom, let first = rows.first else { continue }
            let start = columns.lowerBound + (room - TextWidth.of(text) - 2) / 2
            canvas.write(
                " " + text + " ",
                column: start,
                row: first + (rows.count - 1) / 2
            )
        }
    }

    private func whole(_ range: ClosedRange<Double>, _ limit: Int) -> Range<Int> {
        let low = min(max(0, Int(range.lowerBound.rounded())), limit - 1)
        return low..<max(low + 1, min(limit, Int(range.upperBound.rounded())))
    }

    /// Small tiles, shared out among the cells that they touch.
    private func paintDensity(on canvas: inout BrailleCanvas) {
        var sums = [Double](repeating: 0, count: canvas.width * canvas.height)
        for tile in tiles where tile.value > 0 {
            let area = cells(of: tile, on: canvas)
            let (columns, rows) = (
                covered(area.columns, canvas.width), covered(area.rows, canvas.height)
            )
            for (column, across) in columns {
                for (row, down) in rows {
                    sums[row * canvas.width + column] += tile.value * across * down
                }
            }
        }
        let most = sums.max() ?? 0
        guard most > 0 else { return }
        for row in 0..<canvas.height {
            for column in 0..<canvas.width where sums[row * canvas.width + column] > 1e-9 {
                let share = (sums[row * canvas.width + column] / most).squareRoot()
                canvas.put(
                    Self.glyph(min(share, 0.999), plain: plain),
                    column: column,
                    row: row,
                    .series(0)
                )
            }
        }
    }

    /// The cells that a stretch touches, each with its share of the stretch.
    private func covered(_ range: ClosedRange<Double>, _ limit: Int) -> [(cell: Int, share: Double)]
    {
        let length = range.upperBound - range.lowerBound
        let first = min(max(0, Int(range.lowerBound)), limit - 1)
        guard length > 1e-9 else { return [(first, 1)] }
        let last = min(limit - 1, max(first, Int(range.upperBound.rounded(.up)) - 1))
        return (first...last).map { cell in
            let part =
                min(range.upperBound, Double(cell + 1)) - max(range.lowerBound, Double(cell))
            return (cell, max(0, part) / length)
        }
    }
}

extension NumberFormat {
    /// Numbers as they stand in fields: whole ones without a point.
    func fieldTexts(_ values: [Double]) -> [String] {
        if values.allSatisfy({ $0.isFinite && $0 == $0.rounded() && $0.magnitude < 1e7 }) {
            return values.map { String(Int($0)) }
        }
        return strings(values)
    }
}
