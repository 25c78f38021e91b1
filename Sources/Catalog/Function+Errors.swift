package import Diagnostics
import Relations

extension Function {
    /// Any error as the one that readers see.
    package static func diagnostic(of error: any Error) -> Diagnostic {
        switch error {
        case let diagnostic as Diagnostic: diagnostic
        case let faults as Faults: faults.all[0]
        case let error as EngineError: error.diagnostic
        case let fault as TypeFault:
            Diagnostic(
                Diagnostic.Code(fault.code),
                fault.message,
                hints: fault.hint.map { [$0] } ?? []
            )
        case is CancellationError: Diagnostic("work.cancelled", "the work was stopped")
        default: Diagnostic("internal.error", "something failed that should not: \(error)")
        }
    }
}
