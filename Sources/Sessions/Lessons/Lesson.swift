package import Diagnostics
import Language

/// A transcript as a course of steps: each shows a statement, or asks for one.
package struct Lesson: Sendable {
    /// The file's name without folder and ending: `01-look-at-data`.
    package let name: String
    /// The first heading.
    package let title: String
    package let steps: [Step]
    /// What is said behind the last step.
    package let ending: String
    /// With what a session begins in which the lesson is played.
    package let header: Transcript.Header

    /// Prose with the fence that it leads to.
    package struct Step: Sendable {
        package var prose: String
        package var kind: Kind
        /// The line of the fence in the file.
        package var line: Int
    }

    package enum Kind: Sendable {
        /// Statements that the reader runs as they are; they fail where `isError` says so.
        case shown(code: String, isError: Bool)
        case exercise(Exercise)
    }

    /// A question, how an answer is judged, and what helps.
    package struct Exercise: Sendable {
        package var name: String
        /// Statements that answer it; nil where `checks` alone tell.
        package var code: String?
        /// Expressions that are true of a right answer, which is `_` to them.
        package var checks: [String] = []
        /// From vague to plain.
        package var hints: [String] = []
        package var wrongs: [Wrong] = []
    }

    /// A mistake that is worth making, and what is said to whoever makes it.
    package struct Wrong: Sendable {
        package var code: String
        package var says: String
        package var line: Int
    }

    package init(_ transcript: Transcript, name: String) throws(Faults) {
        var reader = LessonReader()
        for block in transcript.blocks { reader.read(block) }
        guard reader.faults.isEmpty else { throw Faults(reader.faults) }
        guard !reader.steps.isEmpty else {
            throw Faults(
                Diagnostic(
                    "lesson.empty",
                    "`\(name)` has no step",
                    hints: ["```epilogue {exercise=share}"]
                )
            )
        }
        self.name = name
        title = reader.title ?? name
        steps = reader.steps
        ending = reader.prose
        header = transcript.header
    }
}

extension Lesson.Exercise {
    /// The statements that answer it, as `:solution` shows them.
    package var solution: String? { code ?? checks.lazy.compactMap(Self.expected).first }

    /// The value that a check compares with: `x` in `same(_, x)`.
    static func expected(_ check: String) -> String? {
        let parsed = Parser.parse(SourceText(check))
        guard parsed.statements.count == 1,
            case .expression(let syntax) = parsed.statements[0].kind,
            case .call(let call) = syntax.kind, call.name.text == "same",
            call.arguments.count >= 2
        else { return nil }
        return SyntaxPrinter.text(call.arguments[1].value)
    }
}

/// Reads blocks into steps.
private struct LessonReader {
    var steps: [Lesson.Step] = []
    var prose = ""
    var title: String?
    var faults: [Diagnostic] = []

    mutating func read(_ block: Transcript.Block) {
        switch block {
        case .prose(let text):
            prose += text + "\n"
            let heading = text.split(separator: "\n").first { $0.hasPrefix("# ") }
            title = title ?? heading.map { String($0.dropFirst(2)) }
        case .fence(let fence):
            switch fence.kind {
            case .epilogue: open(fence)
            case .check, .hint, .wrong: add(fence)
            }
        }
    }

    private mutating func open(_ fence: Transcript.Fence) {
        let kind: Lesson.Kind
        if let name = fence.attributes.exercise {
            kind = .exercise(
                Lesson.Exercise(name: name, code: fence.code.isEmpty ? nil : fence.code)
            )
        } else {
            kind = .shown(code: fence.code, isError: fence.attributes.expectsError)
        }
        steps.append(Lesson.Step(prose: prose, kind: kind, line: fence.line))
        prose = ""
    }

    private mutating func add(_ fence: Transcript.Fence) {
        let index = steps.lastIndex { step in
            if case .exercise(let exercise) = step.kind {
                exercise.name == fence.attributes.exerciseName
            } else {
                false
            }
        }
        // The parser has seen to it that the exercise stands before.
        guard let index, case .exercise(var exercise) = steps[index].kind else { return }
        switch fence.kind {
        case .check: exercise.checks.append(fence.code)
        case .hint: exercise.hints.append(fence.code)
        case .wrong:
            guard let says = fence.attributes.says else {
                return faults.append(
                    Diagnostic(
                        "lesson.wrong",
                        "the wrong answer of line \(fence.line) has no words for the reader",
                        hints: ["```wrong {of=\(exercise.name) says=\"…\"}"]
                    )
                )
            }
            exercise.wrongs.append(Lesson.Wrong(code: fence.code, says: says, line: fence.line))
        case .epilogue: break
        }
        steps[index].kind = .exercise(exercise)
    }
}
