package import Catalog
package import Diagnostics
import Documents
package import Kernels
import Language
import OrderedCollections
import Relations
package import Values

/// One input from source to outcome.
extension Session {
    /// What a running input needs from outside.
    package struct Running: Sendable {
        package var work: WorkContext
        /// Puts an accepted input on disk before it runs, and tells its number there.
        package var accept: @Sendable (String) -> Int?
        /// What becomes of files that `save` finds.
        package var standingFiles = StandingFiles.refused
        /// Hears of the outcome after each statement of the input, as far as it has come.
        package var report: @Sendable (Outcome) -> Void = { _ in }
        /// Prints a value in its own way; true if it did, so that no document is made of it.
        package var present: @Sendable (Value, CallContext) throws -> Bool = { _, _ in false }

        package init(
            work: WorkContext,
            accept: @escaping @Sendable (String) -> Int? = { _ in nil }
        ) {
            self.work = work
            self.accept = accept
        }
    }

    /// Runs all statements of an input; the first fault stops it, and undoes nothing before it.
    package mutating func run(_ source: SourceText, _ running: Running) -> Outcome {
        let start = ContinuousClock.now
        var outcome = Outcome(source: source)
        outcome.settings = settings
        if var prose = Session.prose(source.text) {
            prose.number = running.accept(source.text)
            remember(prose)
            return outcome
        }
        let parsed = Parser.parse(source)
        outcome.diagnostics = parsed.diagnostics
        var checked: [Int: Checked] = [:]
        if !outcome.hasFailed { checked = check(parsed.statements, running, into: &outcome) }
        if outcome.hasFailed {
            trail.hasFailedSince = true
            entries.append(Entry(.failure, source.text, output: plainText(of: outcome)))
            return outcome
        }
        guard !parsed.statements.isEmpty else { return outcome }
        let before = moment
        let number = parsed.statements.allSatisfy(isAside) ? nil : running.accept(source.text)
        var done: Syntax.Statement?
        var shown = outcome
        for (index, statement) in parsed.statements.enumerated() {
            let earlier = outcome
            if let done, statement.isSave, !parsed.statements[..<index].allSatisfy(isAside) {
                // What the input did before `:save` belongs to what is saved.
                let entries = self.entries
                record(source.upTo(done, of: parsed, without: \.isSave), shown, nil)
                run(statement, checked[index], running, into: &outcome)
                self.entries = entries
            } else {
                run(statement, checked[index], running, into: &outcome)
            }
            outcome.settings = settings
            running.report(outcome)
            if outcome.hasFailed { break }
            done = statement
            if !statement.isSave { shown.append(outcome, since: earlier) }
            if outcome.request == .quit { break }
        }
        outcome.elapsed = ContinuousClock.now - start
        let kept = parsed.statements.contains { !isAside($0) }
        if let done, kept {
            past.append(before)
            future = []
            said.formUnion(shown.diagnostics.filter(Notes.isSaidOnce))
            record(source.upTo(done, of: parsed, without: \.isSave), shown, number)
        } else if !outcome.hasFailed {
            entries.append(Entry(.aside, source.text, output: plainText(of: outcome)))
        }
        if outcome.hasFailed {
            let rest = source.after(done, of: parsed)
            entries.append(Entry(.failure, rest, output: plainText(of: outcome), number: number))
        }
        follow(parsed, upTo: done, into: &outcome)
        return outcome
    }

    /// A statement that was checked before its input ran, and what was said of it.
    private struct Checked {
        var statement: CheckedStatement
        var context: CallContext
    }

    /// Checks the statements before any of them runs, up to a command: what follows one hangs on it.
    private func check(
        _ statements: [Syntax.Statement],
        _ running: Running,
        into outcome: inout Outcome
    ) -> [Int: Checked] {
        var preflight = Preflight(registry: registry, scope: scope)
        var checked: [Int: Checked] = [:]
        for (index, statement) in statements.enumerated() {
            switch statement.kind {
            case .command, .shell:
                outcome.diagnostics += preflight.faults
                return checked
            case .help: continue
            default:
                let context = callContext(running)
                checked[index] = preflight.check(statement, in: context)
                    .map { Checked(statement: $0, context: context) }
            }
        }
        outcome.diagnostics += preflight.faults
        return checked
    }

    private mutating func record(_ text: String, _ outcome: Outcome, _ number: Int?) {
        let isContinued = text.first { !$0.isWhitespace } == "|"
        // Behind another statement in one fence, a leading bar would belong to that one.
        let whole = isContinued ? "_ " + text.drop(while: \.isWhitespace) : text
        entries.append(Entry(.statement, whole, output: plainText(of: outcome), number: number))
    }

    /// Whether a statement only looks at the session.
    private func isAside(_ statement: Syntax.Statement) -> Bool {
        switch statement.kind {
        case .command(let word, let rest):
            commands.first { $0.declaration.name == word.text }
                .map { $0.isAside || rest.words < $0.wordsToChange } ?? true
        case .help: true
        default: false
        }
    }

    private mutating func remember(_ prose: Entry) {
        past.append(moment)
        future = []
        entries.append(prose)
    }

    /// A comment alone as prose: `# text` a paragraph, `## Title` a heading.
    static func prose(_ text: String) -> Entry? {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
        guard !lines.isEmpty, lines.allSatisfy({ $0.hasPrefix("#") }) else { return nil }
        let level = lines[0].prefix { $0 == "#" }.count - 1
        let words = lines.map { line in
            String(line.drop { $0 == "#" }.drop(while: \.isWhitespace))
        }
        return Entry(.prose(level: level), words.joined(separator: "\n"))
    }

    private mutating func run(
        _ statement: Syntax.Statement,
        _ checked: Checked?,
        _ running: Running,
        into outcome: inout Outcome
    ) {
        switch statement.kind {
        case .command(let word, let rest): run(word, rest, running, into: &outcome)
        case .help(let rest): outcome.documents.append(help(on: rest.text, into: &outcome))
        case .shell(let rest): runShell(rest, into: &outcome)
        default: evaluate(statement, checked, running, into: &outcome)
        }
    }

    /// Nothing but a comment stands behind a command that takes nothing.
    private static func check(_ rest: Syntax.Rest, of command: Command) throws(Faults) {
        let text = rest.text.drop(while: \.isWhitespace)
        guard command.argument == .nothing, !text.isEmpty, !text.hasPrefix("#") else { return }
        throw Faults(
            Diagnostic(
                "command.surplus",
                "`:\(command.name)` takes nothing behind it",
                at: rest.span,
                hints: [":\(command.name)"]
            )
        )
    }

    private mutating func run(
        _ word: Syntax.Word,
        _ rest: Syntax.Rest,
        _ running: Running,
        into outcome: inout Outcome
    ) {
        guard let command = commands.first(where: { $0.declaration.name == word.text }) else {
            let names = commands.map(\.declaration.name)
            let hint =
                ForeignNames.commands[word.text]
                ?? Suggestion.hint(for: word.text, among: names) ?? "?commands"
            outcome.diagnostics.append(
                Diagnostic(
                    "command.unknown",
                    "no command `:\(word.text)`",
                    at: word.span,
                    "not a command",
                    hints: [hint]
                )
            )
            return
        }
        do {
            try Self.check(rest, of: command.declaration)
            try command.run(&self, rest, running, &outcome)
        } catch let faults as Faults {
            outcome.diagnostics += faults.all
        } catch {
            outcome.diagnostics.append(Function.diagnostic(of: error).located(at: rest.span))
        }
    }

    /// Whether a file was written here, or lies in a folder that was.
    private func isProduct(_ path: String) -> Bool {
        products.contains { product in
            path == product || path.hasPrefix(product.hasSuffix("/") ? product : product + "/")
        }
    }

    private mutating func evaluate(
        _ statement: Syntax.Statement,
        _ ready: Checked?,
        _ running: Running,
        into outcome: inout Outcome
    ) {
        var context = ready?.context ?? callContext(running)
        context.services.provide(
            { [origins] in origins.statements(behind: $0) },
            for: StatementsKey.self
        )
        context.services.provide(
            { try Transcript.changes(from: $0, to: $1) },
            for: TranscriptChangesKey.self
        )
        defer {
            outcome.diagnostics += notes(of: context, besides: outcome)
            products.formUnion(context.notes.writings)
            libraries.formUnion(context.notes.libraries)
            inputs += context.notes.readings.filter {
                !isProduct($0.path) && !inputs.contains($0)
            }
        }
        let checker = Checker(registry: registry, scope: scope, context: context, mode: .check)
        guard let checked = ready?.statement ?? checker.check(statement) else {
            outcome.diagnostics += checker.faults
            return
        }
        do {
            let text = outcome.source.slice(statement.span)
            let whole = text.hasPrefix("|") ? "_ " + text : text
            try finish(checked, whole, running, context, into: &outcome)
        } catch let faults as Faults {
            outcome.diagnostics += faults.all
        } catch {
            let diagnostic = Function.diagnostic(of: error).located(at: statement.span)
            outcome.diagnostics.append(diagnostic)
        }
    }

    /// What is said beside a result; what is to be said once is left out when it was said.
    private func notes(of context: CallContext, besides outcome: Outcome) -> [Diagnostic] {
        context.notes.all.filter { note in
            !Notes.isSaidOnce(note)
                || !said.contains(note) && !outcome.diagnostics.contains(note)
        }
    }

    /// Runs what was checked, binds what it gives, and shows an expression's value.
    private mutating func finish(
        _ checked: CheckedStatement,
        _ text: String,
        _ running: Running,
        _ context: CallContext,
        into outcome: inout Outcome
    ) throws {
        let evaluator = Evaluator(registry: registry, scope: scope, context: context)
        switch checked {
        case .definition(let definition):
            scope.definitions[definition.name.text] = definition
        case .expression(let step):
            let last = try evaluator.ready(step)
            let value = try evaluator.run(last)
            if last.showsValue, try !running.present(value, context) {
                outcome.documents.append(try Presentation(context).document(of: value))
            }
            scope.previous = value
            outcome.value = value
            origins.note(context.notes, binding: [], by: text)
        case .binding(let targets, let step):
            let value = try evaluator.run(step)
            try bind(targets, to: value)
            origins.note(context.notes, binding: targets.compactMap(\.name), by: text)
            scope.previous = value
            outcome.value = value
        }
    }

    private mutating func bind(_ targets: [Syntax.Target], to value: Value) throws(Faults) {
        guard targets.count > 1 else {
            if case .name(let word) = targets[0] { scope.values[word.text] = value }
            return
        }
        guard case .list(let parts) = value, parts.count == targets.count else {
            let count = if case .list(let parts) = value { parts.count } else { 1 }
            throw Faults(Checker.unequalParts(targets, count))
        }
        for (target, part) in zip(targets, parts) {
            if case .name(let word) = target { scope.values[word.text] = part }
        }
    }

    package func callContext(_ running: Running) -> CallContext {
        var work = running.work
        work.seed = settings.seed
        if let threads = settings.threads { work.threads = threads }
        work.memoryLimit = settings.memory
        var context = CallContext(services: services, work: work, settings: settings)
        context.standingFiles = running.standingFiles
        context.looks = looks
        return context
    }
}

extension Syntax.Target {
    /// The name that it binds, if it binds one.
    var name: String? { if case .name(let word) = self { word.text } else { nil } }
}

extension Syntax.Rest {
    fileprivate var words: Int { text.split(separator: " ").count }
}

extension Syntax.Statement {
    fileprivate var isSave: Bool {
        if case .command(let word, _) = kind { word.text == "save" } else { false }
    }
}
