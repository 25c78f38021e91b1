/// One thing drawn in a figure, in the units of its axes.
package enum Mark: Hashable, Sendable {
    /// A length along x for a name on y.
    case bar(Bar)
    /// A stretch of x with a height: one part of a histogram.
    case bin(Bin)
    case point(Point)
    case line(Line)
    /// A row of points for a name on y, as in a beeswarm.
    case strip(Strip)
    /// A start, a change or an end of a waterfall, in the order of the marks.
    case step(Step)
    /// A stretch along x that pushes towards one of its ends, of a figure that is a single row of them.
    case push(Push)
    /// A rectangle over both axes with a shade: a field of a heat map, a part of a dense scatter.
    case tile(Tile)
    /// The five numbers of values along x for a name on y, with what lies outside.
    case box(Box)
    /// How densely values lie along x for a name on y.
    case violin(Violin)
    case text(Label)
    case rule(Rule)
}

extension Mark {
    /// A named length, with an interval where it is known.
    package struct Bar: Hashable, Sendable {
        package var label: String
        package var value: Double
        package var interval: ClosedRange<Double>?
        /// The series it belongs to, where there are several.
        package var series: Int?

        package init(
            _ label: String,
            _ value: Double,
            interval: ClosedRange<Double>? = nil,
            series: Int? = nil
        ) {
            self.label = label
            self.value = value
            self.interval = interval
            self.series = series
        }
    }

    /// A height over a stretch of x.
    package struct Bin: Hashable, Sendable {
        package var lower: Double
        package var upper: Double
        package var height: Double

        package init(_ lower: Double, _ upper: Double, height: Double) {
            self.lower = lower
            self.upper = upper
            self.height = height
        }
    }

    /// A place on both axes, of a series (counted from 0) or with a shade between 0 and 1.
    package struct Point: Hashable, Sendable {
        package var x: Double
        package var y: Double
        package var series: Int
        package var shade: Double?

        package init(_ x: Double, _ y: Double, series: Int = 0, shade: Double? = nil) {
            self.x = x
            self.y = y
            self.series = series
            self.shade = shade
        }
    }

    /// Places joined in order, with a name that is written at its end.
    package struct Line: Hashable, Sendable {
        package var name: String
        package var series: Int
        package var xs: [Double]
        package var ys: [Double]

        package init(_ name: String = "", series: Int = 0, xs: [Double], ys: [Double]) {
            precondition(xs.count == ys.count, "a line has a y for every x")
            self.name = name
            self.series = series
            self.xs = xs
            self.ys = ys
        }
    }

    /// Values along x for one name; each may have a shade between 0 and 1, nil for missing.
    package struct Strip: Hashable, Sendable {
        package var label: String
        package var values: [Double]
        package var shades: [Double?]

        package init(_ label: String, values: [Double], shades: [Double?] = []) {
            precondition(
                shades.isEmpty || shades.count == values.count,
                "a shade for every value, or none"
            )
            self.label = label
            self.values = values
            self.shades = shades
        }
    }

    /// One line of a waterfall: where it starts, what changes, where it ends.
    package struct Step: Hashable, Sendable {
        package var label: String
        package var value: Double
        package var kind: Kind
        /// The standard error of a change that was sampled.
        package var error: Double?

        package init(
            _ label: String,
            _ value: Double,
            _ kind: Kind = .change,
            error: Double? = nil
        ) {
            self.label = label
            self.value = value
            self.kind = kind
            self.error = error
        }

        /// A level is a height reached; a change is added to what was reached before.
        package enum Kind: Hashable, Sendable {
            case level
            case change
        }
    }

    /// A named stretch along x and the end that it pushes to, to the right or to the left.
    package struct Push: Hashable, Sendable {
        package var label: String
        package var from: Double
        package var to: Double
        /// The standard error of its length, where it was sampled.
        package var error: Double?

        package init(_ label: String, from: Double, to: Double, error: Double? = nil) {
            self.label = label
            self.from = from
            self.to = to
            self.error = error
        }

        package var length: Double { to - from }
    }

    /// A shade between 0 and 1 over a rectangle, and the value that it stands for.
    package struct Tile: Hashable, Sendable {
        package var x: ClosedRange<Double>
        package var y: ClosedRange<Double>
        package var value: Double
        package var shade: Double

        package init(
            x: ClosedRange<Double>,
            y: ClosedRange<Double>,
            value: Double,
            shade: Double
        ) {
            self.x = x
            self.y = y
            self.value = value
            self.shade = shade
        }
    }

    /// Quartiles, whiskers and the values beyond them.
    package struct Box: Hashable, Sendable {
        package var label: String
        /// The ends of the whiskers.
        package var whiskers: ClosedRange<Double>
        package var quartiles: ClosedRange<Double>
        package var median: Double
        package var outliers: [Double]

        package init(
            _ label: String,
            whiskers: ClosedRange<Double>,
            quartiles: ClosedRange<Double>,
            median: Double,
            outliers: [Double] = []
        ) {
            self.label = label
            self.whiskers = whiskers
            self.quartiles = quartiles
            self.median = median
            self.outliers = outliers
        }
    }

    /// A density at places along x, and the quartiles of what it is of.
    package struct Violin: Hashable, Sendable {
        package var label: String
        package var xs: [Double]
        package var densities: [Double]
        package var quartiles: ClosedRange<Double>
        package var median: Double

        package init(
            _ label: String,
            xs: [Double],
            densities: [Double],
            quartiles: ClosedRange<Double>,
            median: Double
        ) {
            precondition(xs.count == densities.count, "a density for every place")
            self.label = label
            self.xs = xs
            self.densities = densities
            self.quartiles = quartiles
            self.median = median
        }
    }

    /// Words at a place.
    package struct Label: Hashable, Sendable {
        package var x: Double
        package var y: Double
        package var text: String

        package init(_ x: Double, _ y: Double, _ text: String) {
            self.x = x
            self.y = y
            self.text = text
        }
    }

    /// A straight line through the whole figure, such as chance or zero.
    package enum Rule: Hashable, Sendable {
        case vertical(at: Double)
        case horizontal(at: Double)
        case diagonal
    }
}
