import Diagnostics
import Learning
import Relations
import Tables

/// What really was, in rows whose loss is shared out.
enum Truth {
    /// A name that no feature has.
    private static let name = "truth"

    /// The target over a frame's columns.
    static func column(
        of pipeline: FittedPipeline,
        in frame: Frame
    ) throws(Diagnostic) -> NamedExpression {
        let target = try FeatureBinding.rebound(
            [pipeline.target.column],
            to: frame.schema,
            for: "a loss"
        )[0]
        guard !frame.isProtected(target.expression) else {
            throw .truthProtected(target.name)
        }
        return NamedExpression(name, target.expression)
    }

    /// Numbers, or codes of classes: every row has one that the model knows.
    static func read(_ rows: Table, of pipeline: FittedPipeline) throws(Diagnostic) -> [Double] {
        guard let column = rows[name] else {
            preconditionFailure("rows that are judged are read with their truth")
        }
        let truth = pipeline.target.numbers(of: column)
        guard let row = truth.firstIndex(where: { !$0.isFinite }) else { return truth }
        guard pipeline.task != .regression, !column.isMissing(row) else {
            throw .truthMissing(row, pipeline.target.name, isMissing: truth[row].isNaN)
        }
        throw .truthUnknown(row, column[row].classWord, pipeline.target)
    }
}

extension Diagnostic {
    fileprivate static func truthProtected(_ target: String) -> Diagnostic {
        Diagnostic(
            "column.protected",
            "`\(target)` is protected, and the loss of a row would tell it"
        )
    }

    fileprivate static func truthMissing(
        _ row: Int,
        _ target: String,
        isMissing: Bool
    ) -> Diagnostic {
        Diagnostic(
            "explain.truth",
            isMissing
                ? "row \(row + 1) has no `\(target)`, so that its loss is not known"
                : "`\(target)` of row \(row + 1) is not finite, and neither is its loss",
            hints: [
                isMissing
                    ? "filter(\(target) is not missing)" : "filter(abs(\(target)) < 1e300)"
            ]
        )
    }

    fileprivate static func truthUnknown(
        _ row: Int,
        _ word: String,
        _ target: Target
    ) -> Diagnostic {
        let known = target.task.labels.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
        return Diagnostic(
            "explain.truth",
            "`\(target.name)` of row \(row + 1) is `\(word)`, a class that the model never saw: it "
                + "knows \(known)",
            hints: ["filter(\(target.name) != \"\(word)\")"]
        )
    }
}
