import Documents

/// A box or a violin in a row of a picture.
struct SVGSpread {
    private let axis: SVGAxis

    init(_ axis: SVGAxis) { self.axis = axis }

    func draw(_ box: Mark.Box, at y: Double, on drawing: inout SVGDrawing) {
        let places = [
            box.whiskers.lowerBound, box.quartiles.lowerBound, box.median,
            box.quartiles.upperBound, box.whiskers.upperBound,
        ].compactMap { axis.place($0) }
        guard places.count == 5 else { return }
        drawing.line(places[0], y, places[4], y, SVGColours.ink)
        for end in [places[0], places[4]] {
            drawing.line(end, y - 4, end, y + 4, SVGColours.ink)
        }
        drawing.box(places[1], y - 8, places[3], y + 8, SVGColours.series(5))
        drawing.line(places[2], y - 8, places[2], y + 8, SVGColours.ink, width: 2.5)
        for value in box.outliers {
            guard let x = axis.place(value) else { continue }
            drawing.dot(x, y, SVGColours.ink, radius: 1.8)
        }
    }

    func draw(_ violin: Mark.Violin, at y: Double, on drawing: inout SVGDrawing) {
        let most = violin.densities.filter(\.isFinite).max() ?? 0
        guard most > 0 else { return }
        let upper = zip(violin.xs, violin.densities).compactMap { x, density in
            axis.place(x).map { (x: $0, y: y - density / most * 11) }
        }
        let lower = upper.reversed().map { (x: $0.x, y: 2 * y - $0.y) }
        drawing.shape(upper + lower, SVGColours.series(0))
        if let low = axis.place(violin.quartiles.lowerBound),
            let high = axis.place(violin.quartiles.upperBound)
        {
            drawing.line(low, y, high, y, SVGColours.ink, width: 3)
        }
        guard let middle = axis.place(violin.median) else { return }
        drawing.line(middle, y - 6, middle, y + 6, SVGColours.ink, width: 2)
    }
}
