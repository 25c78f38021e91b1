package import Catalog
import Plotting

/// The plots of frames and models as verbs, in the order in which help lists them.
package enum FigureVerbs {
    package static let all: [Function] =
        FramePlots.all.map { $0 == HeatmapPlot.self ? .heatmap : Function(plot: $0) }
        + ModelFigures.all
}
