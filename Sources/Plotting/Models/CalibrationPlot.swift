package import Catalog
package import Diagnostics
package import Documents

/// How often what was given a probability came true.
package struct CalibrationPlot: Plot {
    package struct Subject: Sendable {
        package var title: String
        package var sentence: String
        /// In rising order: what was predicted, what came true, and the ends of its interval.
        package var points: [(predicted: Double, observed: Double, low: Double, high: Double)]

        package init(
            title: String,
            sentence: String,
            points: [(predicted: Double, observed: Double, low: Double, high: Double)]
        ) {
            self.title = title
            self.sentence = sentence
            self.points = points
        }
    }

    package var bins = 10
    package var look = FigureLook()

    package static let name = "calibration"
    package static let summary = "How often what was given a probability came true, bin by bin."
    package static let settings: [Setting<CalibrationPlot>] =
        [Setting("bins", \.bins, "bins of about as many rows", in: .range(2...100))] + lookSettings

    package init() {}

    package func figure(of subject: Subject) throws(Diagnostic) -> Figure {
        let intervals = subject.points.map { point in
            Mark.line(
                Mark.Line(
                    series: 1,
                    xs: [point.predicted, point.predicted],
                    ys: [point.low, point.high]
                )
            )
        }
        let curve = Mark.Line(
            series: 0,
            xs: subject.points.map(\.predicted),
            ys: subject.points.map(\.observed)
        )
        return Figure(
            title: look.title ?? "Calibration of \(subject.title)",
            subtitle: subject.sentence,
            x: Axis("predicted probability"),
            y: Axis("share that came true"),
            marks: [.rule(.diagonal)] + intervals + [.line(curve)]
                + subject.points.map { .point(Mark.Point($0.predicted, $0.observed)) },
            series: ["came true", "95 % interval"],
            width: look.width,
            height: look.height
        )
    }
}
