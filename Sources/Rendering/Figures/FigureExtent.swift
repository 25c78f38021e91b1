import Documents

/// How far the marks of a figure reach.
struct FigureExtent {
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>

    init(_ figure: Figure) {
        var xs: [Double] = []
        var ys: [Double] = []
        for mark in figure.marks {
            switch mark {
            case .bin(let bin):
                xs += [bin.lower, bin.upper]
                ys += [0, bin.height]
            case .point(let point):
                xs.append(point.x)
                ys.append(point.y)
            case .line(let line):
                xs += line.xs
                ys += line.ys
            case .tile(let tile):
                xs += [tile.x.lowerBound, tile.x.upperBound]
                ys += [tile.y.lowerBound, tile.y.upperBound]
            case .text(let label):
                xs.append(label.x)
                ys.append(label.y)
            case .rule(.horizontal(let value)): ys.append(value)
            case .rule(.vertical(let value)): xs.append(value)
            case .bar, .strip, .step, .push, .box, .violin, .rule(.diagonal): break
            }
        }
        x = Self.range(of: xs, on: figure.x)
        y = Self.range(of: ys, on: figure.y)
    }

    private static func range(of values: [Double], on axis: Axis) -> ClosedRange<Double> {
        let placed = values.filter { $0.isFinite && (axis.scale == .linear || $0 > 0) }
        guard let low = placed.min(), let high = placed.max() else { return 0...1 }
        return low...high
    }
}
