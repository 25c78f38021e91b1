package import Diagnostics
package import Kernels
package import Relations

extension FittedPipeline {
    /// Which of the rules that the training rows were held to other rows break, in one look at them.
    package func brokenRules(
        _ frame: Frame,
        by engine: any Engine,
        in work: WorkContext
    ) throws -> [Diagnostic] {
        let rules = training.rules.compactMap { rule in
            let column = NamedExpression(rule.text, rule.condition)
            let bound = try? FeatureBinding.rebound([column], to: frame.schema)
            return bound.map { RowRule(rule.text, $0[0].expression) }
        }
        let found = try frame.failures(of: rules, by: engine, in: work)
        return found.failed.map { rule, failed in
            Diagnostic(
                "rule.broken",
                "`\(rule.text)` held for all rows that were learned from, and not for \(failed) of these "
                    + "\(found.rows)",
                hints: ["expect(\(rule.text), otherwise: \"drop\")"],
                severity: .warning
            )
        }
    }
}
