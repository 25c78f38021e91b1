package import Catalog
package import Diagnostics
package import Documents

/// How far truths lie from predictions, along the predictions.
package struct ResidualsPlot: Plot {
    package struct Subject: Sendable {
        package var title: String
        package var sentence: String
        package var target: String
        /// The rows drawn.
        package var points: [(predicted: Double, residual: Double)]
        /// The mean residual of neighbouring predictions, in rising order.
        package var means: [(predicted: Double, residual: Double)]

        package init(
            title: String,
            sentence: String,
            target: String,
            points: [(predicted: Double, residual: Double)],
            means: [(predicted: Double, residual: Double)]
        ) {
            self.title = title
            self.sentence = sentence
            self.target = target
            self.points = points
            self.means = means
        }
    }

    package var look = FigureLook()

    package static let name = "residuals"
    package static let summary = "How far truths lie from predictions, along the predictions."
    package static let settings: [Setting<ResidualsPlot>] = lookSettings

    package init() {}

    package func figure(of subject: Subject) throws(Diagnostic) -> Figure {
        let means = Mark.Line(
            series: 1,
            xs: subject.means.map(\.predicted),
            ys: subject.means.map(\.residual)
        )
        return Figure(
            title: look.title ?? "Residuals of \(subject.title)",
            subtitle: subject.sentence,
            x: Axis("predicted \(subject.target)"),
            y: Axis("truth less prediction"),
            marks: [.rule(.horizontal(at: 0))]
                + subject.points.map { .point(Mark.Point($0.predicted, $0.residual)) }
                + [.line(means)],
            series: ["row", "mean of a bin"],
            width: look.width,
            height: look.height
        )
    }
}
