import Diagnostics
package import Documents
import Language
import OrderedCollections
import Values

/// A lesson as it is played: where the reader stands, and how often the question was missed.
///
/// The reader types at the real prompt; the runner is told what came of each line, and answers what
/// to show and what to put on the next prompt.
package struct LessonRunner: Sendable {
    package let lesson: Lesson
    /// The step that is on the screen, from 0; the number of steps behind the last.
    package private(set) var position: Int
    private var misses = 0

    package init(_ lesson: Lesson, at position: Int = 0) {
        self.lesson = lesson
        self.position = min(max(0, position), lesson.steps.count)
    }

    package var isFinished: Bool { position == lesson.steps.count }

    /// What to show before the next line is read.
    package struct Reply: Sendable {
        package var document = Document()
        /// Text for the next prompt.
        package var given: String?
    }

    /// What the reader asks of a lesson by a command.
    package enum Request: Sendable, Hashable {
        case list
        case play(String)
        case skip
        case hint
        case solution
    }

    private var step: Lesson.Step? {
        lesson.steps.indices.contains(position) ? lesson.steps[position] : nil
    }

    private var exercise: Lesson.Exercise? {
        if case .exercise(let exercise)? = step?.kind { exercise } else { nil }
    }
}

// Beginning and going on.
extension LessonRunner {
    /// Runs what earlier steps ran, so that a lesson goes on where it was left.
    package func prepare(_ session: inout Session, _ running: Session.Running) {
        for step in lesson.steps.prefix(position) {
            if let code = step.code { _ = session.run(SourceText(code), running) }
        }
    }

    /// The step on the screen.
    package var reply: Reply {
        guard let step else {
            var document = LessonProse.document(lesson.ending)
            document.append(.note("the end of `\(lesson.name)`"))
            return Reply(document: document)
        }
        var document = LessonProse.document(step.prose)
        switch step.kind {
        case .shown(let code, _):
            document.append(.note("step \(position + 1) of \(lesson.steps.count); Enter runs it"))
            return Reply(document: document, given: code)
        case .exercise:
            document.append(
                .note(
                    "step \(position + 1) of \(lesson.steps.count): an exercise; "
                        + "`:hint`, `:solution` and `:skip` help"
                )
            )
            return Reply(document: document)
        }
    }

    private mutating func advance(saying words: String?) -> Reply {
        position += 1
        misses = 0
        var reply = reply
        if let words { reply.document.blocks.insert(.note(words), at: 0) }
        return reply
    }
}

// What came of a line.
extension LessonRunner {
    /// Judges a line that was typed, by its value; nil where it has nothing to do with an exercise.
    ///
    /// What is not the step's own line, and the empty line, brings that line back to the prompt.
    package mutating func step(
        _ line: String,
        before: Session,
        in session: inout Session,
        _ running: Session.Running
    ) -> Reply? {
        if line.allSatisfy(\.isWhitespace) { return waiting }
        guard session.entries.count > before.entries.count, let entry = session.entries.last else {
            return nil
        }
        switch step?.kind {
        case .shown(let code, let isError):
            let isRun = LessonJudge.isSameShape(line, code)
            let isDone = isRun && (entry.kind == .failure) == isError
            return isDone ? advance(saying: nil) : waiting
        case .exercise(let exercise):
            if entry.kind == .failure { return missed(exercise, []) }
            guard entry.kind == .statement, LessonJudge.hasValue(line),
                let value = session.scope.previous
            else { return nil }
            return answer(exercise, line, value, before: before, in: &session, running)
        case nil: return nil
        }
    }

    /// The line of a step that waits to be run, at the prompt again; nil at an exercise.
    private var waiting: Reply? {
        guard case .shown(let code, _)? = step?.kind else { return nil }
        let note = "step \(position + 1) of \(lesson.steps.count) waits; Enter runs its line"
        return Reply(document: Document(.note(note)), given: code)
    }

    private mutating func answer(
        _ exercise: Lesson.Exercise,
        _ line: String,
        _ value: Value,
        before: Session,
        in session: inout Session,
        _ running: Session.Running
    ) -> Reply {
        let judge = LessonJudge(exercise: exercise, before: before, work: running.work)
        let refusal = judge.refusal(of: line, value: value, in: session)
        if !refusal.isEmpty { return missed(exercise, refusal) }
        exercise.bind(value, in: &session)
        return advance(saying: "right")
    }

    /// The refusal, and from the second miss on a hint, each plainer than the one before.
    private mutating func missed(_ exercise: Lesson.Exercise, _ refusal: [String]) -> Reply {
        misses += 1
        var document = Document(refusal.map { .paragraph($0) })
        if misses >= 2, !exercise.hints.isEmpty {
            let hint = exercise.hints[min(misses - 2, exercise.hints.count - 1)]
            document.append(LessonProse.document("hint: " + hint))
        }
        return Reply(document: document)
    }
}

// What the reader asks for.
extension LessonRunner {
    /// Goes on without an answer; what later steps need is run.
    package mutating func skip(
        in session: inout Session,
        _ running: Session.Running
    ) -> Reply {
        guard let step else { return reply }
        if let code = step.code { _ = session.run(SourceText(code), running) }
        return advance(saying: "skipped")
    }

    /// The next hint, whatever was missed so far.
    package mutating func hint() -> Reply {
        guard let exercise, !exercise.hints.isEmpty else {
            let none = Document(.note("there is no hint for this step"))
            return Reply(document: none, given: waiting?.given)
        }
        misses = max(2, misses + 1)
        let hint = exercise.hints[min(misses - 2, exercise.hints.count - 1)]
        return Reply(document: LessonProse.document("hint: " + hint))
    }

    /// Shows a solution, and does not type it.
    package func solution() -> Reply {
        guard let solution = exercise?.solution ?? step?.code else {
            return Reply(document: Document(.note("there is no solution for this step")))
        }
        let shown = Document(.code(solution, language: "epilogue"))
        return Reply(document: shown, given: waiting?.given)
    }
}

extension Lesson.Step {
    /// What is run in the reader's place.
    var code: String? {
        switch kind {
        case .shown(let code, _): code
        case .exercise(let exercise): exercise.solution
        }
    }
}

extension Lesson.Exercise {
    /// Gives a right answer the name under which later steps look for it.
    fileprivate func bind(_ value: Value, in session: inout Session) {
        guard let code else { return }
        let statements = Parser.parse(SourceText(code)).statements
        guard statements.count == 1, case .binding(let targets, _) = statements[0].kind,
            targets.count == 1, case .name(let word) = targets[0],
            session.scope.values[word.text] == nil
        else { return }
        session.scope.values[word.text] = value
    }
}
