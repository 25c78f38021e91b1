/// A figure in data space: what is drawn, not where on the page.
///
/// A renderer chooses positions, ticks and glyphs. The subtitle is one sentence that says what the
/// figure shows, so that it can be understood without seeing it.
package struct Figure: Hashable, Sendable {
    package var title: String
    package var subtitle: String
    package var x: Axis
    package var y: Axis
    package var marks: [Mark]
    /// Figures beside and below each other that share title and sentence; then there are no marks.
    package var panels: [Figure]
    /// How many panels stand beside each other; nil leaves it to the width.
    package var panelsInRow: Int?
    /// The names of the series, by their numbers; empty where there is one only.
    package var series: [String]
    /// What the shades of points mean, where they have one.
    package var shading: Shading?
    /// Rows of text that the figure may take, where the reader asked for a number.
    package var height: Int?
    /// Columns of text that it may take.
    package var width: Int?

    package init(
        title: String,
        subtitle: String = "",
        x: Axis = Axis(),
        y: Axis = Axis(),
        marks: [Mark],
        panels: [Figure] = [],
        panelsInRow: Int? = nil,
        series: [String] = [],
        shading: Shading? = nil,
        width: Int? = nil,
        height: Int? = nil
    ) {
        self.title = title
        self.subtitle = subtitle
        self.x = x
        self.y = y
        self.marks = marks
        self.panels = panels
        self.panelsInRow = panelsInRow
        self.series = series
        self.shading = shading
        self.width = width
        self.height = height
    }
}

/// One direction of a figure.
package struct Axis: Hashable, Sendable {
    package var title: String
    package var scale: Scale
    /// The values at its ends; nil leaves them to the marks.
    package var domain: ClosedRange<Double>?
    /// Positions with their words, for dates and the like; nil leaves round numbers to the renderer.
    package var ticks: [Tick]?
    /// Whether the ticks are names, each in the middle of a stretch of its own.
    package var hasNames = false
    /// Whether its values are counts, which have no point.
    package var isWhole = false

    package init(
        _ title: String = "",
        scale: Scale = .linear,
        domain: ClosedRange<Double>? = nil,
        ticks: [Tick]? = nil
    ) {
        self.title = title
        self.scale = scale
        self.domain = domain
        self.ticks = ticks
    }

    /// An axis of counts.
    package static func whole(_ title: String, _ domain: ClosedRange<Double>) -> Axis {
        var axis = Axis(title, domain: domain)
        axis.isWhole = true
        return axis
    }

    /// How values become lengths.
    package enum Scale: Hashable, Sendable {
        case linear
        /// To base ten; values that are not positive have no place on it.
        case log
    }

    /// A place on an axis, in its own units, with a word.
    package struct Tick: Hashable, Sendable {
        package var position: Double
        package var label: String

        package init(_ position: Double, _ label: String) {
            self.position = position
            self.label = label
        }
    }
}

/// What the shades between 0 and 1 stand for.
package struct Shading: Hashable, Sendable {
    package var title: String
    package var low: String
    package var high: String
    /// What stands in the middle between two directions, such as zero; nil where there is one only.
    package var middle: String?
    /// The shades of the ends; where directions differ in length, the shorter does not reach its end.
    package var places: ClosedRange<Double>

    package init(
        _ title: String,
        low: String = "low",
        high: String = "high",
        middle: String? = nil,
        places: ClosedRange<Double> = 0...1
    ) {
        self.title = title
        self.low = low
        self.high = high
        self.middle = middle
        self.places = places
    }
}
