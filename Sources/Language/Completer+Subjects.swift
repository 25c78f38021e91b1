import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Tables
import Values

/// What stands on the left of a pipe, and the stages and members that it takes.
extension Completer {
    /// The value of a piece of source if it is known without running anything, else its type.
    func step(of text: String) -> Step? {
        guard !text.isEmpty else { return scope.previous.map { .value($0) } }
        let parsed = Parser.parse(SourceText(text))
        guard parsed.diagnostics.isEmpty, parsed.statements.count == 1 else { return nil }
        switch parsed.statements[0].kind {
        case .expression, .continuation: break
        default: return nil
        }
        let silent = CallContext(
            services: context.services,
            work: context.work,
            settings: context.settings
        )
        let checker = Checker(registry: looking, scope: scope, context: silent, mode: .look)
        guard case .expression(let step) = checker.check(parsed.statements[0]) else { return nil }
        return step
    }

    /// What is piped into the last stage of a level; where that has a fault, what an earlier stage
    /// is given.
    func subject(of level: CompleterPosition.Level, _ position: CompleterPosition) -> Step? {
        for text in position.lefts(of: level) {
            if let step = step(of: text) { return step }
        }
        return nil
    }

    /// The verbs that take what is piped.
    func stages(_ position: CompleterPosition) -> [Candidate] {
        let subject = position.levels.last.flatMap { self.subject(of: $0, position) }
        let verbs = registry.functions
            .filter { $0.signature.family != .columns && takes(subject, $0.signature) }
            .map { stage($0.signature) }
        let own = scope.definitions.values.filter { !$0.parameters.isEmpty }.map { definition in
            Candidate(
                Syntax.quotedName(definition.name.text)
                    + (definition.parameters.count > 1 ? "(" : ""),
                .definition,
                definition.usage,
                name: definition.name.text
            )
        }
        return verbs + own + reductions(of: subject)
    }

    private func stage(_ signature: Signature) -> Candidate {
        Candidate(
            signature.name + (signature.parameters.count > 1 ? "(" : ""),
            .verb,
            signature.summary,
            name: signature.name
        )
    }

    /// Functions of rows take single values and columns by the pipe too.
    private func reductions(of subject: Step?) -> [Candidate] {
        switch subject?.type {
        case .column, .list, .scalar, .cell:
            registry.rowFunctions.filter { $0.family != .operators && !$0.parameters.isEmpty }
                .map { stage($0.signature) }
        default: []
        }
    }

    private func takes(_ subject: Step?, _ signature: Signature) -> Bool {
        guard let first = signature.parameters.first else { return false }
        guard let subject, subject.type != .anything else { return true }
        if first.type.admits(subject.type) { return true }
        return subject.known?.asFrame != nil && first.type.admits(.frame)
    }

    /// What a value has behind its dot.
    func members(of base: Range<Int>, _ position: CompleterPosition) -> [Candidate] {
        if base.count == 1, let fields = place(position).fields {
            let name = position.name(at: base.lowerBound)
            if case .record(let parts) = fields.first(where: { $0.name == name })?.type {
                return parts.map { member($0.name, $0.type.word) }
            }
        }
        guard let value = step(of: position.text(of: base))?.known else { return [] }
        let fields = value.asFrame?.schema.fields ?? []
        let columns = fields.map { member($0.name, $0.type.word) }
        switch value {
        case .record(let parts): return parts.map { member($0.key, $0.value.type.word) }
        case .scalar(.record(let parts)):
            return parts.map { member($0.name, $0.value.type.word) }
        case .object(let object): return object.memberNames.map { member($0, "") } + columns
        default: return columns
        }
    }

    private func member(_ name: String, _ type: String) -> Candidate {
        Candidate(Syntax.quotedName(name), .member, type, name: name)
    }
}
