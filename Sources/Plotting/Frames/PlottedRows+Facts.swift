import Diagnostics
import Documents
import Relations
import Tables

extension PlottedRows {
    /// A variable's part that has a place: on a logarithmic axis what is above zero.
    func placed(_ variable: PlotVariable, _ scale: Axis.Scale) throws(Diagnostic) -> RowExpression {
        guard scale == .log else { return variable.expression }
        return try call(
            "if",
            call(">", variable.expression, .literal(.int(0))),
            variable.expression,
            .literal(.missing, variable.expression.type)
        )
    }

    /// Rows, missing values, and the ends of a variable, under its role's name.
    func facts(
        _ role: String,
        _ variable: PlotVariable,
        _ scale: Axis.Scale = .linear
    ) throws(Diagnostic) -> [NamedExpression] {
        let placed = try placed(variable, scale)
        return [
            NamedExpression("rows", try call("count")),
            NamedExpression(role + " present", try call("count", variable.expression)),
            NamedExpression(role + " placed", try call("count", placed)),
            NamedExpression(role + " low", try call("min", placed)),
            NamedExpression(role + " high", try call("max", placed)),
        ]
    }

    /// What of the rows is not drawn, as the end of a sentence.
    func absence(_ overview: PlotOverview, _ role: String) -> String {
        let missing = overview.sum("rows") - overview.sum(role + " present")
        let off = overview.sum(role + " present") - overview.sum(role + " placed")
        var parts: [String] = []
        if missing > 0 { parts.append("\(NumberFormat.grouped(missing)) missing") }
        if off > 0 { parts.append("\(NumberFormat.grouped(off)) not above zero") }
        return parts.isEmpty ? "" : "; " + parts.joined(separator: ", ") + " left out"
    }
}

/// A count with its word.
package enum PlotWords {
    static func count(_ number: Int, _ word: String) -> String {
        NumberFormat.grouped(number) + " " + word + (number == 1 ? "" : "s")
    }

    /// A sentence with its full stop, unless a name that ends it has one.
    static func ended(_ sentence: String) -> String {
        sentence.hasSuffix(".") ? sentence : sentence + "."
    }

    /// A share in whole percents, never a part as all or nothing.
    package static func percent(_ share: Double) -> String {
        let rounded = Int((share * 100).rounded())
        if share < 1, rounded == 100 { return "over 99 %" }
        if share > 0, rounded == 0 { return "under 1 %" }
        return "\(rounded) %"
    }
}
