package import Catalog
package import Diagnostics
package import Documents
import Values

/// What a model predicts over the values of one column.
package struct EffectCurves: Sendable {
    /// What is predicted by whom: `late by boosted`.
    package var title: String
    package var column: String
    /// What is predicted, as an axis has it: `probability of late`.
    package var unit: String
    package var values: PlottedValues
    /// The mean over the rows, one a class where there are several.
    package var curves: [Curve]
    /// Single rows of the first curve.
    package var lines: [[Double]]

    package struct Curve: Sendable {
        package var name: String
        package var ys: [Double]

        package init(_ name: String, _ ys: [Double]) {
            self.name = name
            self.ys = ys
        }
    }

    package init(
        title: String,
        column: String,
        unit: String,
        values: PlottedValues,
        curves: [Curve],
        lines: [[Double]] = []
    ) {
        self.title = title
        self.column = column
        self.unit = unit
        self.values = values
        self.curves = curves
        self.lines = lines
    }
}

/// A plot of such curves.
package protocol EffectPlot: Plot where Subject == EffectCurves {
    static var heading: String { get }
    /// What a curve is, as a sentence begins: `The mean prediction`.
    static var subject: String { get }
}

extension EffectPlot {
    package func figure(of subject: EffectCurves) throws(Diagnostic) -> Figure {
        let title = look.title ?? "\(Self.heading) of \(subject.title) on \(subject.column)"
        switch subject.values {
        case .names(let names):
            return Figure(
                title: title,
                subtitle: sentence(subject, names),
                x: Axis(subject.unit),
                y: Axis(subject.column),
                marks: bars(subject, names),
                series: subject.curves.count > 1 ? subject.curves.map(\.name) : [],
                width: look.width,
                height: look.height
            )
        case .numbers(let numbers, let ticks):
            let format = NumberFormat()
            let words = numbers.map { number in
                ticks?.first { $0.position == number }?.label ?? format.string(number)
            }
            let isSeveral = subject.curves.count > 1
            let lines = subject.lines.map { line in
                Mark.line(Mark.Line(series: 1, xs: numbers, ys: line))
            }
            let means = subject.curves.enumerated().map { place, curve in
                Mark.line(
                    Mark.Line(
                        isSeveral ? curve.name : "",
                        series: place,
                        xs: numbers,
                        ys: curve.ys
                    )
                )
            }
            return Figure(
                title: title,
                subtitle: sentence(subject, words),
                x: Axis(subject.column, ticks: ticks),
                y: Axis(subject.unit),
                marks: lines + means,
                series: isSeveral
                    ? subject.curves.map(\.name) : subject.lines.isEmpty ? [] : ["mean", "rows"],
                width: look.width,
                height: look.height
            )
        }
    }

    /// Names with the largest first, by the first curve.
    private func bars(_ subject: EffectCurves, _ names: [String]) -> [Mark] {
        let first = subject.curves.first?.ys ?? []
        let order = names.indices.sorted {
            first[$0] == first[$1] ? $0 < $1 : first[$0] > first[$1]
        }
        let isSeveral = subject.curves.count > 1
        return order.flatMap { place in
            subject.curves.enumerated().map { series, curve in
                .bar(Mark.Bar(names[place], curve.ys[place], series: isSeveral ? series : nil))
            }
        }
    }

    private func sentence(_ subject: EffectCurves, _ words: [String]) -> String {
        let format = NumberFormat()
        guard let curve = subject.curves.first,
            let low = curve.ys.indices.min(by: { curve.ys[$0] < curve.ys[$1] }),
            let high = curve.ys.indices.max(by: { curve.ys[$0] < curve.ys[$1] }),
            curve.ys[low] != curve.ys[high]
        else { return "\(Self.subject) is the same at every value of \(subject.column)." }
        let whose = subject.curves.count > 1 ? " of \(curve.name)" : ""
        return "\(Self.subject)\(whose) lies between \(format.string(curve.ys[low])) at "
            + "\(subject.column) = \(words[low]) and \(format.string(curve.ys[high])) at "
            + "\(subject.column) = \(words[high])."
    }
}

/// The mean prediction over the values of one column.
package struct PartialDependencePlot: EffectPlot {
    package var look = FigureLook()
    package static let name = "partial_dependence"
    package static let summary =
        "The mean prediction when one column has other values and all else stays as it is."
    package static let settings: [Setting<PartialDependencePlot>] = lookSettings
    package static let heading = "Partial dependence"
    package static let subject = "The mean prediction"

    package init() {}
}

/// The predictions of single rows over the values of one column.
package struct IcePlot: EffectPlot {
    package var look = FigureLook()
    package static let name = "ice"
    package static let summary =
        "The predictions of single rows when one column has other values, and their mean."
    package static let settings: [Setting<IcePlot>] = lookSettings
    package static let heading = "Individual conditional expectations"
    package static let subject = "The mean prediction"

    package init() {}
}

/// What the values of one column change among rows that are like those that have them.
package struct AlePlot: EffectPlot {
    package var look = FigureLook()
    package static let name = "ale"
    package static let summary =
        "What the values of one column change, step by step among the rows that have them."
    package static let settings: [Setting<AlePlot>] = lookSettings
    package static let heading = "Accumulated local effects"
    package static let subject = "The effect"

    package init() {}
}
