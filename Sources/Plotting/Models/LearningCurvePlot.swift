package import Catalog
package import Diagnostics
package import Documents

/// How good a learner gets with more rows, on those that it learned from and on others.
package struct LearningCurvePlot: Plot {
    package struct Subject: Sendable {
        /// A measure with its interval at a number of rows; the ends are NaN where there is none.
        package typealias Point = (rows: Double, value: Double, low: Double, high: Double)

        package var title: String
        package var sentence: String
        package var metric: String
        package var training: [Point]
        package var held: [Point]

        package init(
            title: String,
            sentence: String,
            metric: String,
            training: [Point],
            held: [Point]
        ) {
            self.title = title
            self.sentence = sentence
            self.metric = metric
            self.training = training
            self.held = held
        }
    }

    package var look = FigureLook()

    package static let name = "learning_curve"
    package static let summary =
        "How good a learner gets with more rows, on those that it learned from and on others."
    package static let settings: [Setting<LearningCurvePlot>] = lookSettings

    package init() {}

    package func figure(of subject: Subject) throws(Diagnostic) -> Figure {
        let parts = [subject.held, subject.training].enumerated()
        // Those of training rows stand at the same places; the data have them.
        let intervals = subject.held.filter { $0.low.isFinite && $0.high.isFinite }.map { point in
            Mark.line(Mark.Line(xs: [point.rows, point.rows], ys: [point.low, point.high]))
        }
        let curves = parts.map { series, points in
            Mark.line(
                Mark.Line(series: series, xs: points.map(\.rows), ys: points.map(\.value))
            )
        }
        let places = parts.flatMap { series, points in
            points.map { Mark.point(Mark.Point($0.rows, $0.value, series: series)) }
        }
        return Figure(
            title: look.title ?? "Learning curve of \(subject.title)",
            subtitle: subject.sentence,
            x: Axis("rows learned from"),
            y: Axis(subject.metric),
            marks: intervals + curves + places,
            series: ["held rows, with 95 % intervals", "training rows"],
            width: look.width,
            height: look.height
        )
    }
}
