package import Catalog
package import Diagnostics
package import Documents

/// Curves of a model over its thresholds, one for each class that is told from the others.
package struct ModelCurves: Sendable {
    /// What is judged: `boosted on test`.
    package var title: String
    /// What the figure says, in a sentence.
    package var sentence: String
    package var curves: [Curve]

    package struct Curve: Sendable {
        package var name: String
        package var xs: [Double]
        package var ys: [Double]

        package init(_ name: String, xs: [Double], ys: [Double]) {
            precondition(xs.count == ys.count, "a y for every x")
            self.name = name
            self.xs = xs
            self.ys = ys
        }
    }

    package init(title: String, sentence: String, curves: [Curve]) {
        self.title = title
        self.sentence = sentence
        self.curves = curves
    }
}

/// A plot of such curves.
package protocol CurvePlot: Plot where Subject == ModelCurves {
    static var heading: String { get }
    static var axes: (x: Axis, y: Axis) { get }
    /// What a model without skill would do, where that is one line.
    static var rule: Mark.Rule? { get }
}

extension CurvePlot {
    package func figure(of subject: ModelCurves) throws(Diagnostic) -> Figure {
        let hasNames = subject.curves.count > 1
        let lines = subject.curves.enumerated().map { place, curve in
            Mark.line(curve.drawn(as: hasNames ? curve.name : "", series: place))
        }
        return Figure(
            title: look.title ?? "\(Self.heading) of \(subject.title)",
            subtitle: subject.sentence,
            x: Self.axes.x,
            y: Self.axes.y,
            marks: (Self.rule.map { [.rule($0)] } ?? []) + lines,
            series: hasNames ? subject.curves.map(\.name) : [],
            width: look.width,
            height: look.height
        )
    }
}

extension ModelCurves.Curve {
    /// More points than this lie closer than any page can show.
    private static let mostPoints = 400

    /// Points at even steps of the way along the curve; those without a place are left out.
    fileprivate func drawn(as name: String, series: Int) -> Mark.Line {
        let places = xs.indices.filter { xs[$0].isFinite && ys[$0].isFinite }
        var length = 0.0
        var reached = [0.0]
        for (one, next) in zip(places, places.dropFirst()) {
            length += (xs[next] - xs[one]).magnitude + (ys[next] - ys[one]).magnitude
            reached.append(length)
        }
        var kept: [Int] = []
        var following = 0.0
        for (place, way) in zip(places, reached)
        where places.count <= Self.mostPoints || way >= following || place == places.last {
            kept.append(place)
            following = way + length / Double(Self.mostPoints)
        }
        return Mark.Line(name, series: series, xs: kept.map { xs[$0] }, ys: kept.map { ys[$0] })
    }
}

/// The share of positives found against the share of negatives taken for positive.
package struct RocPlot: CurvePlot {
    package var look = FigureLook()
    package static let name = "roc"
    package static let summary = "The positives found against the false alarms, at every threshold."
    package static let settings: [Setting<RocPlot>] = lookSettings
    package static let heading = "ROC curve"
    package static let axes = (
        x: Axis("false positive rate", domain: 0...1),
        y: Axis("true positive rate", domain: 0...1)
    )
    package static let rule: Mark.Rule? = .diagonal

    package init() {}
}

/// The share of true among the rows taken for positive against the share of positives found.
package struct PrecisionRecallPlot: CurvePlot {
    package var look = FigureLook()
    package static let name = "pr_curve"
    package static let summary = "Precision against recall, at every threshold."
    package static let settings: [Setting<PrecisionRecallPlot>] = lookSettings
    package static let heading = "Precision and recall"
    package static let axes = (
        x: Axis("recall", domain: 0...1), y: Axis("precision", domain: 0...1)
    )
    package static let rule: Mark.Rule? = nil

    package init() {}
}

/// How many times more positives are among the rows with the highest scores than among all.
package struct LiftPlot: CurvePlot {
    package var look = FigureLook()
    package static let name = "lift"
    package static let summary =
        "How many times more positives are among the rows scored highest than among all."
    package static let settings: [Setting<LiftPlot>] = lookSettings
    package static let heading = "Lift"
    package static let axes = (x: Axis("share of the rows taken", domain: 0...1), y: Axis("lift"))
    package static let rule: Mark.Rule? = .horizontal(at: 1)

    package init() {}
}
