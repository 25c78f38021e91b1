package import Catalog
package import Diagnostics
package import Documents

/// How truth and decision meet, class by class.
package struct ConfusionPlot: Plot {
    package struct Subject: Sendable {
        package var title: String
        package var sentence: String
        package var labels: [String]
        /// `counts[truth][decision]`.
        package var counts: [[Double]]

        package init(title: String, sentence: String, labels: [String], counts: [[Double]]) {
            precondition(counts.count == labels.count, "a row for every class")
            self.title = title
            self.sentence = sentence
            self.labels = labels
            self.counts = counts
        }
    }

    package var look = FigureLook()

    package static let name = "confusion"
    package static let summary = "How many rows of each class were taken for which."
    package static let settings: [Setting<ConfusionPlot>] = lookSettings

    package init() {}

    /// Shades are shares of the true class, which sizes of classes do not hide; words are counts.
    package func figure(of subject: Subject) throws(Diagnostic) -> Figure {
        let size = subject.labels.count
        var marks: [Mark] = []
        for (truth, counts) in subject.counts.enumerated() {
            let total = counts.reduce(0, +)
            let top = Double(size - truth)
            for (decision, count) in counts.enumerated() {
                let left = Double(decision)
                marks.append(
                    .tile(
                        Mark.Tile(
                            x: left...left + 1,
                            y: top - 1...top,
                            value: count,
                            shade: total > 0 ? min(0.999, count / total) : 0
                        )
                    )
                )
            }
        }
        return Figure(
            title: look.title ?? "Confusion of \(subject.title)",
            subtitle: subject.sentence,
            x: axis("predicted", subject.labels.enumerated().map { (Double($0), $1) }, size),
            y: axis("true", subject.labels.enumerated().map { (Double(size - 1 - $0), $1) }, size),
            marks: marks,
            shading: Shading("share of the true class", low: "0", high: "1"),
            width: look.width,
            height: look.height ?? min(60, max(3, 2 * size))
        )
    }

    private func axis(_ title: String, _ names: [(low: Double, name: String)], _ size: Int) -> Axis
    {
        var axis = Axis(
            title,
            domain: 0...Double(size),
            ticks: names.map { Axis.Tick($0.low + 0.5, $0.name) }
        )
        axis.hasNames = true
        return axis
    }
}
