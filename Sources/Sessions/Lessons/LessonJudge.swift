import Diagnostics
import Kernels
import Language
import OrderedCollections
import Relations
import Tables
import Values

/// Judges an answer by its value, then by its shape, and says what was found.
struct LessonJudge {
    let exercise: Lesson.Exercise
    /// The session before the answer, in which wrong answers are tried.
    let before: Session
    let work: WorkContext

    /// Why a value is no answer, in a line or two; empty where it is one.
    func refusal(of line: String, value: Value, in session: Session) -> [String] {
        var faults: [String] = []
        for check in exercise.checks {
            var probe = session
            probe.scope.previous = value
            let outcome = run(check, in: &probe)
            if case .scalar(.bool(true))? = outcome.value, !outcome.hasFailed { continue }
            if let error = outcome.diagnostics.first(where: { $0.severity == .error }) {
                faults.append(error.message)
            } else {
                faults.append(found(value, check: check, in: session))
            }
        }
        guard !faults.isEmpty else { return [] }
        if let wrong = exercise.wrongs.first(where: { isSame($0, line, value) }) {
            return [faults[0], wrong.says]
        }
        return faults
    }

    private func run(_ code: String, in session: inout Session) -> Outcome {
        session.run(SourceText(code), Session.Running(work: work))
    }

    /// Whether an answer is a known mistake: typed like it, or of the same value.
    private func isSame(_ wrong: Lesson.Wrong, _ line: String, _ value: Value) -> Bool {
        if Self.isSameShape(line, wrong.code) { return true }
        var probe = before
        guard let mistaken = run(wrong.code, in: &probe).value else { return false }
        return isSame(value, mistaken)
    }

    private func isSame(_ a: Value, _ b: Value) -> Bool {
        var probe = before
        probe.scope.values = ["found": a, "other": b]
        if case .scalar(.bool(true))? = run("same(found, other)", in: &probe).value { return true }
        return false
    }

    /// Whether an input ends in an expression or a binding.
    static func hasValue(_ text: String) -> Bool {
        switch Parser.parse(SourceText(text)).statements.last?.kind {
        case .expression, .binding, .continuation: true
        case .command, .help, .shell, .definition, nil: false
        }
    }

    /// Whether two inputs are the same but for blanks, comments and brackets.
    static func isSameShape(_ a: String, _ b: String) -> Bool {
        func shape(_ text: String) -> [String]? {
            let parsed = Parser.parse(SourceText(text))
            guard !parsed.diagnostics.contains(where: { $0.severity == .error }) else { return nil }
            return parsed.statements.map { SyntaxPrinter.text($0) }
        }
        guard let left = shape(a), let right = shape(b) else { return false }
        return left == right
    }
}

// What was found.
extension LessonJudge {
    private func found(_ value: Value, check: String, in session: Session) -> String {
        let words = words(of: value)
        var probe = session
        guard let code = Lesson.Exercise.expected(check), let wanted = run(code, in: &probe).value
        else { return "found \(words)" }
        guard let frame = value.asFrame, let expected = wanted.asFrame else {
            return value.type == wanted.type
                ? "found \(words), which is not the answer"
                : "found \(words); \(wanted.type.described) is asked for"
        }
        let (names, expectedNames) = (frame.schema.names, expected.schema.names)
        if let missing = expectedNames.first(where: { !names.contains($0) }) {
            return "found \(words); a column `\(missing)` is asked for"
        }
        if let extra = names.first(where: { !expectedNames.contains($0) }) {
            return "found \(words); the column `\(extra)` is too much"
        }
        let (rows, expectedRows) = (rows(of: value), rows(of: wanted))
        if rows != expectedRows {
            return "found \(words); \(expectedRows) rows are asked for"
        }
        let differing = names.filter { !isSame(column($0, of: value), column($0, of: wanted)) }
        let list = differing.map { "`\($0)`" }.joined(separator: ", ")
        return "found \(words); the values of \(list.isEmpty ? "its columns" : list) differ"
    }

    private func words(of value: Value) -> String {
        if let frame = value.asFrame {
            let names = frame.schema.names.map { "`\($0)`" }.joined(separator: ", ")
            return "\(value.type.described) of \(rows(of: value)) rows with \(names)"
        }
        var probe = before
        probe.scope.values = ["found": value]
        let text = probe.plainText(of: run("found", in: &probe))
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        return line.count <= 40 && text.split(separator: "\n").count == 1
            ? line : value.type.described
    }

    private func rows(of value: Value) -> Int64 {
        var probe = before
        probe.scope.values = ["found": value]
        if case .scalar(.int(let count))? = run("found | count()", in: &probe).value {
            return count
        }
        return 0
    }

    private func column(_ name: String, of value: Value) -> Value {
        var probe = before
        probe.scope.values = ["found": value]
        return run("found | select(`\(name)`)", in: &probe).value ?? .missing
    }
}
