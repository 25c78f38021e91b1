package import Catalog
import Diagnostics
import Documents
package import Values

/// A way to draw the rows of a frame: it asks for aggregates, however many rows there are, and
/// makes marks of what they give.
package protocol FramePlot: Plot where Subject == PlottedRows {
    /// What of the frame is drawn, in the order of the arguments.
    static var roles: [PlotRole] { get }
    /// The axes that can be logarithmic: `x`, `y`, `xy`.
    static var logarithmic: [String] { get }
    static var examples: [Example] { get }
    /// What all plots of frames can be told.
    var options: FrameOptions { get set }
}

/// One thing that a plot of rows needs: the column along an axis.
package struct PlotRole: Sendable {
    package enum Kind: Sendable {
        /// One column, or an expression over the columns.
        case column
        /// The same, or reductions, one value a group.
        case measure
        /// Several columns.
        case columns
    }

    package var name: String
    package var summary: String
    package var kind: Kind
    package var isOptional: Bool

    package init(
        _ name: String,
        _ summary: String,
        _ kind: Kind = .column,
        isOptional: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.kind = kind
        self.isOptional = isOptional
    }
}

/// What readers may ask of any plot of a frame, beyond how large it is.
package struct FrameOptions: Sendable, Hashable {
    /// Series that differ by colour, and by glyph or dashes.
    package var color = Grouping()
    /// A panel for each value.
    package var facet = Grouping()
    package var log: String?

    package init() {}

    func isLogarithmic(_ axis: Character) -> Bool { log?.contains(axis) ?? false }
    func scale(_ axis: Character) -> Axis.Scale { isLogarithmic(axis) ? .log : .linear }
}

extension FramePlot {
    package static var logarithmic: [String] { [] }

    /// The settings that all plots of frames have, which end every plot's own.
    package static var frameSettings: [Setting<Self>] {
        let log =
            logarithmic.isEmpty
            ? []
            : [
                Setting<Self>(
                    "log",
                    \.options.log,
                    "the axes on a logarithmic scale",
                    in: .choice(logarithmic)
                )
            ]
        return [
            Setting("color", \.options.color, "a column whose values are told apart by colour"),
            Setting("facet", \.options.facet, "a column with a panel for each of its values"),
        ] + log + lookSettings
    }

    /// The figure of one list of marks a panel.
    func assembled(
        _ title: String,
        _ sentence: String,
        x: Axis,
        y: Axis,
        panels: [[Mark]],
        _ groups: PlotGroups,
        shading: Shading? = nil,
        height: Int? = nil
    ) -> Figure {
        var figure = Figure(
            title: look.title ?? title,
            subtitle: sentence,
            x: x,
            y: y,
            marks: groups.hasFacets ? [] : panels[0],
            series: groups.colors,
            shading: shading,
            width: look.width,
            height: look.height ?? height
        )
        guard groups.hasFacets else { return figure }
        figure.panels = zip(groups.facets, panels).map { name, marks in
            var panel = figure
            panel.title = name
            panel.subtitle = ""
            panel.x.title = ""
            panel.y.title = ""
            panel.width = nil
            panel.marks = marks.map(\.withoutName)
            return panel
        }
        return figure
    }
}

extension Mark {
    /// A line whose name stands elsewhere.
    fileprivate var withoutName: Mark {
        guard case .line(var line) = self else { return self }
        line.name = ""
        return .line(line)
    }
}
