package import Catalog
package import Diagnostics
import Kernels
import OrderedCollections
import Relations
import Tables
import Values

/// Reads a statement in a scope: names, arguments, types and columns, before anything runs.
///
/// Calls that only build values are made here, so that the columns are known through the pipe; what
/// has to run becomes a `Step`. All faults are collected. One checker serves one statement.
package final class Checker {
    /// How far a checker may go.
    package enum Mode {
        /// Builds plans and touches nothing, as completion must.
        case look
        /// Besides, opens the files that are loaded, to know their columns.
        case check
        /// Runs what has to run: every step has its value at once.
        case run
    }

    let registry: Registry
    let scope: Scope
    let context: CallContext
    let mode: Mode
    /// Names that stand for steps: what was piped into a definition, parts that run later.
    var holes: [String: Step]
    private var nextHole: Int
    package private(set) var faults: [Diagnostic] = []
    /// Columns of the row expression at hand whose values are not to be told.
    var hiddenColumns: Set<String> = []
    /// Set when a row expression met a value that is not known yet.
    var meetsUnknown = false
    /// What frames that were piped into definitions are called, by the names of their holes.
    var holeNames: [String: String] = [:]
    /// Definitions being expanded, to catch one that calls itself.
    var expanding: [String] = []

    package init(
        registry: Registry,
        scope: Scope,
        context: CallContext,
        mode: Mode,
        holes: [String: Step] = [:]
    ) {
        self.registry = registry
        self.scope = scope
        self.context = context
        self.mode = mode
        self.holes = holes
        nextHole = 1 + (holes.keys.compactMap { Int($0.dropFirst()) }.max() ?? -1)
    }

    func fault(_ diagnostic: Diagnostic) {
        if !faults.contains(diagnostic) { faults.append(diagnostic) }
    }

    /// Does something, and of what it finds wrong keeps some.
    func keepingFaults<Result>(
        where isKept: (Diagnostic) -> Bool,
        _ body: () -> Result
    ) -> Result {
        let before = faults
        faults = []
        let result = body()
        let found = faults.filter(isKept)
        faults = before
        for diagnostic in found { fault(diagnostic) }
        return result
    }

    /// Gives the last fault something to type instead, if it has nothing.
    func hintLast(_ hint: String) {
        guard let last = faults.indices.last, faults[last].hints.isEmpty else { return }
        faults[last].hints = [hint]
    }

    /// Gives the last fault something better to type than what it has.
    func hintLastFirst(_ hint: String) {
        guard let last = faults.indices.last else { return }
        faults[last].hints.insert(hint, at: 0)
    }

    /// Says one thing in the place of some that were found since.
    func replaceFaults(
        from start: Int,
        where isReplaced: (Diagnostic) -> Bool = { _ in true },
        with diagnostic: Diagnostic
    ) {
        let others = faults[start...].filter { !isReplaced($0) }
        faults.replaceSubrange(start..., with: others + [diagnostic])
    }

    /// Calls a function by another name in the last fault.
    func rename(_ name: String, _ shown: String) {
        guard let last = faults.indices.last else { return }
        let parts = faults[last].message.split(
            separator: "`\(name)`",
            omittingEmptySubsequences: false
        )
        faults[last].message = parts.joined(separator: "`\(shown)`")
    }

    /// Makes one of the faults of a call's arguments, so that they are read together.
    func joinFaults(from start: Int) {
        let found = faults[start...].filter { $0.code.description.hasPrefix("argument.") }
        guard found.count > 1 else { return }
        var whole = found[0]
        for fault in found.dropFirst() {
            if !whole.message.contains(fault.message) { whole.message += "; " + fault.message }
            whole.labels += fault.labels
            whole.hints += fault.hints.filter { !whole.hints.contains($0) }
        }
        let others = faults[start...].filter { !found.contains($0) }
        faults.replaceSubrange(start..., with: [whole] + others)
    }

    /// Checks a statement that is not a command; nil when there are faults.
    package func check(_ statement: Syntax.Statement) -> CheckedStatement? {
        // Definitions stand in for their calls, so that what is flat to read may be deep.
        guard DeepStack.isNeeded(for: statement) || !scope.definitions.isEmpty else {
            return checkHere(statement)
        }
        // SAFETY: this thread waits for the other one and touches the checker only after it.
        nonisolated(unsafe) let checker = self
        return DeepThread.run { checker.checkHere(statement) }
    }

    private func checkHere(_ statement: Syntax.Statement) -> CheckedStatement? {
        let checked: CheckedStatement?
        switch statement.kind {
        case .expression(let syntax): checked = check(syntax).map { .expression($0) }
        case .binding(let targets, let syntax):
            checked = check(syntax).flatMap { checkBinding(targets, $0) }
        case .definition(let definition): checked = check(definition)
        case .continuation(let stages):
            checked = checkContinuation(stages, statement.span).map { .expression($0) }
        case .command, .help, .shell:
            preconditionFailure("commands belong to the session")
        }
        return faults.isEmpty ? checked : nil
    }

    private func checkContinuation(_ stages: [Syntax.Call], _ span: SourceSpan) -> Step? {
        guard let previous = scope.pendingPrevious ?? scope.previous.map({ .value($0) }) else {
            fault(
                Diagnostic(
                    "name.previous",
                    "there is no value before this to go on from",
                    at: span,
                    "goes on from `_`"
                )
            )
            return nil
        }
        context.notes.reads(variable: "_")
        return checkStages(stages, from: previous, name: nil)
    }

    private func checkBinding(_ targets: [Syntax.Target], _ step: Step) -> CheckedStatement? {
        for target in targets {
            guard case .name(let word) = target, word.text.hasPrefix("\u{1}") else { continue }
            fault(Diagnostic("name.reserved", "this name is reserved", at: word.span))
        }
        if targets.count > 1, let value = step.known {
            guard case .list(let parts) = value else {
                fault(
                    Diagnostic(
                        "binding.parts",
                        "\(targets.count) names take a list apart, \(value.type.described) was found",
                        at: targets[0].span.union(targets[targets.count - 1].span)
                    )
                )
                return nil
            }
            if parts.count != targets.count { fault(Checker.unequalParts(targets, parts.count)) }
        }
        return .binding(targets, step)
    }

    /// The complaint about a list that has more or fewer parts than there are names.
    package static func unequalParts(_ targets: [Syntax.Target], _ count: Int) -> Diagnostic {
        Diagnostic(
            "binding.parts",
            "\(targets.count) names, but \(count) parts",
            at: targets[0].span.union(targets[targets.count - 1].span),
            "the list has \(count)",
            hints: ["`_` in the place of a name drops a part"]
        )
    }

    private func check(_ definition: Syntax.Definition) -> CheckedStatement? {
        var seen: Set<String> = []
        for parameter in definition.parameters where !seen.insert(parameter.name.text).inserted {
            fault(
                Diagnostic(
                    "definition.repeated",
                    "`\(parameter.name.text)` is a parameter twice",
                    at: parameter.name.span
                )
            )
        }
        if definition.body.calls(definition.name.text) {
            fault(
                Diagnostic(
                    "definition.recursive",
                    "`\(definition.name.text)` calls itself",
                    at: definition.name.span,
                    "a definition takes the place of its call"
                )
            )
        }
        return .definition(definition)
    }

    /// Checks an expression where a value is wanted; nil when there are faults.
    func check(_ syntax: Syntax) -> Step? {
        switch syntax.kind {
        case .int(let number): .value(.int(number))
        case .float(let number): .value(.float(number))
        case .text(let text): .value(.text(text))
        case .bool(let flag): .value(.bool(flag))
        case .missing: .value(.missing)
        case .name(let name): lookUp(name, syntax)
        case .variable(let name): lookUp(name, syntax)
        case .previous: checkPrevious(syntax)
        case .everything: refuse(syntax, "`.` stands for columns in a formula only")
        case .call(let call): checkCall(call, piped: nil, name: nil)
        case .pipe(let source, let stages):
            check(source).flatMap { checkStages(stages, from: $0, name: frameName(of: source)) }
        case .formula: checkFormula(syntax).map { .value(.formula($0)) }
        case .list(let elements): checkList(elements, syntax)
        case .record(let fields): checkRecord(fields, syntax)
        case .range(let low, let high): checkRange(low, high, syntax)
        case .member(let base, let word): checkMember(base, word, syntax)
        case .element(let base, let index): checkElement(base, index, syntax)
        case .parenthesized(let inner): check(inner)
        case .choice(let condition, let then, let otherwise):
            checkChoice(condition, then, otherwise, syntax)
        case .hole: nil
        case .interpolation, .chain, .comparison, .isMissing, .membership, .like, .between, .not,
            .negative, .power:
            checkCell(syntax)
        }
    }

    func refuse(_ syntax: Syntax, _ message: String, hints: [String] = []) -> Step? {
        fault(Diagnostic("expression.misplaced", message, at: syntax.span, hints: hints))
        return nil
    }

    /// A step to be checked again when what it hangs on is known.
    func later(_ syntax: Syntax, type: ValueType) -> Step {
        precondition(!isRunning, "nothing is unknown while a statement runs")
        let used = syntax.holeNames
        return .later(
            Later(syntax: syntax, holes: holes.filter { used.contains($0.key) }, type: type)
        )
    }

    /// What a frame is called in errors.
    func frameName(of syntax: Syntax) -> String? {
        if case .name(let name) = syntax.kind, let known = holeNames[name] { return known }
        return syntax.frameName
    }

    var isRunning: Bool { if case .run = mode { true } else { false } }

    /// A name for a step, to be used in syntax.
    func hole(for step: Step, at span: SourceSpan, name frame: String? = nil) -> Syntax {
        let name = "\u{1}\(nextHole)"
        nextHole += 1
        holes[name] = step
        holeNames[name] = frame
        return Syntax(.name(name), span)
    }
}
