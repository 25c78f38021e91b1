/// The plots of frames, in the order in which help lists them.
package enum FramePlots {
    package static let all: [any FramePlot.Type] = [
        HistogramPlot.self, DensityPlot.self, BarPlot.self, LinePlot.self, ScatterPlot.self,
        BoxPlot.self, ViolinPlot.self, HeatmapPlot.self, PairsPlot.self,
    ]
}
