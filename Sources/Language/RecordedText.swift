package import Catalog
package import Diagnostics
package import Values

/// Text that a model keeps of the learner or the recipe it came from.
package enum RecordedText {
    /// The learner or the recipe, by the functions alone that make such; by the first fault where
    /// the text is none.
    package static func value(
        of text: String,
        among registry: Registry,
        in context: CallContext
    ) throws(Diagnostic) -> Value {
        let known = Registry(
            // A step of a recipe runs on a frame alone, and none can be named here.
            functions: registry.functions.filter {
                $0.signature.effect == .pure || $0.signature.family == .recipes
            },
            rowFunctions: registry.rowFunctions,
            commands: []
        )
        let parsed = Parser.parse(SourceText(text))
        let checker = Checker(registry: known, scope: Scope(), context: context, mode: .look)
        guard parsed.diagnostics.isEmpty, let statement = parsed.statements.first,
            parsed.statements.count == 1,
            case .expression(let step)? = checker.check(statement), checker.faults.isEmpty
        else { throw refusal(of: text, (parsed.diagnostics + checker.faults).first) }
        do throws(Faults) {
            return try Evaluator(registry: known, scope: Scope(), context: context).run(step)
        } catch {
            throw refusal(of: text, error.all.first)
        }
    }

    private static func refusal(of text: String, _ fault: Diagnostic?) -> Diagnostic {
        Diagnostic(
            "record.unreadable",
            "`\(text)` cannot be made again: " + (fault?.message ?? "it is no learner or recipe"),
            hints: ["give the learner anew, as lightgbm(late ~ .)"]
        )
    }
}
