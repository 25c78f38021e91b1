import Catalog
import Diagnostics
import Relations
import Values

/// Conditions on a model's metrics: `gate(auc >= baseline.auc + 0.02, size < 1e6)`.
extension Checker {
    /// The metrics in which a call's conditions are read, or nil while the model is not known.
    func metricScope(_ reading: ArgumentReading, _ steps: [Step?]) -> QuotedScope? {
        guard case .object(let object)? = steps.first??.known,
            let subject = object as? any MetricSubject
        else { return nil }
        return QuotedScope(
            frame: Frame.ofColumns(subject.metricSchema),
            name: reading.frameName(0),
            subject: subject
        )
    }

    /// A condition, or one that a function makes: `not_worse(champion.auc)`.
    func readRequirements(_ syntax: Syntax, _ scope: QuotedScope) -> [Requirement] {
        let text = SyntaxPrinter.text(syntax)
        guard case .call(let call) = syntax.unwrapped.kind,
            let function = registry.function(call.name.text),
            function.signature.result == .requirements, let subject = scope.subject
        else {
            return readCondition(syntax, scope.rows).map {
                [Requirement(.condition($0), text: text, at: syntax.span)]
            } ?? []
        }
        let step = checkCall(call, piped: .value(.object(subject)), name: scope.name)
        if step != nil, step?.known == nil { meetsUnknown = true }
        guard case .quoted(.requirements(let made))? = step?.known else { return [] }
        return made.map { Requirement($0.demand, text: text, at: syntax.span) }
    }

    func unknownMetric(
        _ name: String,
        _ span: SourceSpan,
        _ scope: RowScope,
        hints: [String]
    ) -> Diagnostic {
        Diagnostic(
            "metric.unknown",
            "no metric `\(name)`",
            at: span,
            "not a metric of \(scope.frameName.map { "`\($0)`" } ?? "the model")",
            hints: hints
        )
    }

    /// Says of `a and not_worse(b)` that the parts are conditions each for itself.
    func requirementForValue(_ call: Syntax.Call) -> Diagnostic {
        Diagnostic(
            "gate.nested",
            "`\(call.name.text)` is a condition of its own, not part of one",
            at: call.name.span,
            hints: ["gate(…, \(SyntaxPrinter.text(Syntax(.call(call), call.span))), on: test)"]
        )
    }
}

extension Signature {
    /// Whether a quoted parameter is read in metrics, not in columns.
    func readsMetrics(_ parameter: ParameterSpec) -> Bool {
        parameter.type == .requirements || result == .requirements
    }
}
