package import Diagnostics
import Documents
package import Relations
package import Tables

/// A frame about to be drawn: what of it is drawn, and the way to its numbers.
package struct PlottedRows: Sendable {
    package let frame: Frame
    /// What stands for each role.
    package let roles: [String: [NamedExpression]]
    /// The whole call, and each argument.
    package let spans: [String: SourceSpan]
    package let span: SourceSpan
    /// Runs a plan to its end.
    package let run: @Sendable (Frame) throws(Diagnostic) -> Table
    /// A cell as it is shown, in the session's zone.
    package let text: @Sendable (Scalar) -> String
    /// What the session's clocks are ahead of UTC, in seconds, at a moment.
    package let offset: @Sendable (Double) -> Double

    package init(
        frame: Frame,
        roles: [String: [NamedExpression]],
        spans: [String: SourceSpan],
        span: SourceSpan,
        run: @escaping @Sendable (Frame) throws(Diagnostic) -> Table,
        text: @escaping @Sendable (Scalar) -> String,
        offset: @escaping @Sendable (Double) -> Double
    ) {
        self.frame = frame
        self.roles = roles
        self.spans = spans
        self.span = span
        self.run = run
        self.text = text
        self.offset = offset
    }

    /// The same rows with other columns in the roles.
    func with(_ roles: [String: [NamedExpression]], frame other: Frame? = nil) -> PlottedRows {
        PlottedRows(
            frame: other ?? frame,
            roles: roles,
            spans: spans,
            span: span,
            run: run,
            text: text,
            offset: offset
        )
    }

    func fault(
        _ code: Diagnostic.Code,
        _ message: String,
        at role: String,
        _ words: String = "",
        hints: [String] = []
    ) -> Diagnostic {
        Diagnostic(code, message, at: spans[role] ?? span, words, hints: hints)
    }

    /// A call of a row function; what does not fit is told at the whole plot.
    func call(
        _ name: String,
        _ arguments: RowExpression...
    ) throws(Diagnostic) -> RowExpression {
        do {
            return try RowExpression.calling(named: name, arguments)
        } catch {
            throw Diagnostic("plot.type", error.message, at: span)
        }
    }

    /// The one column in a role.
    func column(_ role: String) throws(Diagnostic) -> NamedExpression {
        guard let columns = roles[role], columns.count == 1 else {
            throw fault(
                "argument.columns",
                "one column was expected, \(roles[role]?.count ?? 0) were found",
                at: role
            )
        }
        return columns[0]
    }

    /// The column in a role as something with a length; `instead` is what draws names.
    func variable(
        _ role: String,
        instead: String = "bar"
    ) throws(Diagnostic) -> PlotVariable {
        let column = try column(role)
        switch column.expression.type {
        case .int, .float:
            return PlotVariable(
                column.name,
                column.expression,
                isWhole: column.expression.type == .int
            )
        case .bool:
            return PlotVariable(column.name, try call("int", column.expression), isWhole: true)
        case .date, .timestamp:
            return PlotVariable(
                column.name,
                try call("epoch", column.expression),
                isMoment: true
            )
        case let type:
            throw fault(
                "plot.type",
                "`\(column.name)` is \(type.described), which has no place on an axis of numbers",
                at: role,
                "a number or a moment was expected",
                hints: ["\(instead)(\(column.name))"]
            )
        }
    }
}

/// A column as numbers along an axis.
struct PlotVariable: Sendable {
    let name: String
    let expression: RowExpression
    /// Whether the numbers are seconds since 1970.
    let isMoment: Bool
    let isWhole: Bool

    init(
        _ name: String,
        _ expression: RowExpression,
        isMoment: Bool = false,
        isWhole: Bool = false
    ) {
        self.name = name
        self.expression = expression
        self.isMoment = isMoment
        self.isWhole = isWhole
    }

    /// A value as it is written in a sentence.
    func text(_ value: Double, _ rows: PlottedRows) -> String {
        if isMoment { return MomentTicks.text(value + rows.offset(value)) }
        if isWhole, value == value.rounded(), value.magnitude < 1e15 {
            return NumberFormat.grouped(Int64(value))
        }
        if isWhole, value.magnitude >= 1000, value.magnitude < 1e15 {
            return NumberFormat.grouped(Int64(value.rounded()))
        }
        return NumberFormat(digits: 4).string(value)
    }

    /// The axis over a domain: moments with ticks of their own.
    func axis(
        _ domain: ClosedRange<Double>?,
        scale: Axis.Scale = .linear,
        _ rows: PlottedRows
    ) -> Axis {
        var axis = Axis(
            name,
            scale: scale,
            domain: domain,
            ticks: isMoment ? domain.map { MomentTicks.ticks($0, offset: rows.offset) } : nil
        )
        axis.isWhole = isWhole
        return axis
    }
}
