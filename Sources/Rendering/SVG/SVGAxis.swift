import Documents

/// A horizontal axis between two places, in pixels.
struct SVGAxis {
    let scale: PlotScale
    let left: Double
    let right: Double
    /// Where numbers may stand: a little beyond the ends, never beyond the picture.
    private let room: ClosedRange<Double>
    private let ticks: [Axis.Tick]
    private let hasNames: Bool

    /// The least distance between the words of two ticks.
    private static let gap = 8.0

    init(
        _ axis: Axis,
        extent: ClosedRange<Double>,
        left: Double,
        right: Double,
        within room: ClosedRange<Double>,
        margins: PlotScale.Margins = .init()
    ) {
        hasNames = axis.hasNames
        self.left = left
        self.right = right
        self.room = room
        let scales = (2...5).reversed().map {
            PlotScale(axis, extent: extent, tickCount: $0, margins: margins)
        }
        func fits(_ ticks: [Axis.Tick], _ scale: PlotScale) -> Bool {
            var free = -Double.infinity
            for tick in ticks {
                let half = SVGText.width(of: tick.label) / 2
                let x = left + scale.share(of: tick.position) * (right - left)
                let middle = Self.middle(x, half, room)
                if middle - half < free { return false }
                free = middle + half + Self.gap
            }
            return true
        }
        let scale = scales.first { fits($0.ticks, $0) } ?? scales[scales.count - 1]
        self.scale = scale
        // Words that are given are not made fewer by another step: every second or third stays.
        let steps = axis.ticks == nil || axis.hasNames ? 1...1 : 1...max(1, scale.ticks.count)
        ticks =
            steps.lazy.map { step in
                scale.ticks.enumerated().filter { $0.offset % step == 0 }.map(\.element)
            }.first { fits($0, scale) } ?? scale.ticks
    }

    /// The place of a value, kept between the ends; nil where it has none.
    func place(_ value: Double) -> Double? {
        let share = scale.share(of: value)
        return share.isNaN ? nil : left + min(max(share, 0), 1) * (right - left)
    }

    /// The middle of words of a half width at a place, moved to stay in the picture.
    private static func middle(
        _ x: Double,
        _ half: Double,
        _ room: ClosedRange<Double>
    ) -> Double {
        max(room.lowerBound + half, min(x, room.upperBound - half))
    }

    /// Draws line, ticks, numbers and title; gives where they end.
    func draw(at y: Double, title: String, on drawing: inout SVGDrawing) -> Double {
        drawing.line(left, y, right, y, SVGColours.faint)
        let stretch = (right - left) / Double(max(1, ticks.count))
        var free = -Double.infinity
        for tick in ticks {
            guard let x = place(tick.position) else { continue }
            var label = VisibleText.of(tick.label)
            if hasNames {
                if stretch > 24 { label = SVGText.cut(label, to: stretch - 4) }
            } else {
                drawing.line(x, y, x, y + 4, SVGColours.faint)
            }
            let half = SVGText.width(of: label) / 2
            let middle = Self.middle(x, half, room)
            guard middle - half >= free else { continue }
            free = middle + half + 4
            draw(label, of: tick, at: (x, y + SVGDrawing.lineHeight), middle, half, on: &drawing)
        }
        guard !title.isEmpty else { return y + 24 }
        drawing.text(title, (left + right) / 2, y + 34, .middle)
        return y + 44
    }

    /// Words that would go beyond the picture end at its edge, however wide the font is.
    private func draw(
        _ label: String,
        of tick: Axis.Tick,
        at place: (x: Double, y: Double),
        _ middle: Double,
        _ half: Double,
        on drawing: inout SVGDrawing
    ) {
        let (x, anchor): (Double, SVGDrawing.Anchor) =
            middle < place.x
            ? (room.upperBound, .end)
            : middle > place.x ? (room.lowerBound, .start) : (place.x, .middle)
        drawing.text(label, x, place.y, anchor, whole: tick.label)
    }
}
