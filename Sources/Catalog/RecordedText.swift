package import Diagnostics
package import Values

/// Reads a learner or a recipe from the text that a model keeps of it.
///
/// Nothing else is read: no variable, no file, no verb that runs.
package enum RecordedTextKey: ServiceKey {
    package typealias Service =
        @Sendable (_ text: String, _ context: CallContext) throws -> Value
    package static var missing: Diagnostic {
        Diagnostic("record.absent", "nothing reads here what a model keeps of its learner")
    }
}
