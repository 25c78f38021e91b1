package import Diagnostics
import Kernels
import Language

/// Whether a lesson teaches what it says: its solutions pass, and its wrong answers are refused with
/// the words that they promise.
package struct LessonCheck {
    private let lesson: Lesson
    private let running: Session.Running

    package init(_ lesson: Lesson, _ running: Session.Running) {
        self.lesson = lesson
        self.running = running
    }

    /// All that is wrong, with the lines of the file.
    package func faults(in session: Session) -> [Diagnostic] {
        var session = session
        var faults: [Diagnostic] = []
        for step in lesson.steps {
            switch step.kind {
            case .shown(let code, let isError):
                let outcome = session.run(SourceText(code), running)
                if outcome.hasFailed != isError {
                    let words =
                        outcome.diagnostics.first { $0.severity == .error }?.message
                        ?? "an error was expected"
                    faults.append(fault("the statements do not run: \(words)", step.line))
                }
            case .exercise(let exercise):
                faults += check(exercise, line: step.line, in: &session)
            }
        }
        return faults
    }

    private func check(
        _ exercise: Lesson.Exercise,
        line: Int,
        in session: inout Session
    ) -> [Diagnostic] {
        guard !exercise.checks.isEmpty, let solution = exercise.solution else {
            return [fault("nothing checks the exercise `\(exercise.name)`", line)]
        }
        let before = session
        let judge = LessonJudge(exercise: exercise, before: before, work: running.work)
        var faults: [Diagnostic] = []
        let outcome = session.run(SourceText(solution), running)
        if let value = outcome.value, !outcome.hasFailed {
            let refusal = judge.refusal(of: solution, value: value, in: session)
            if let words = refusal.first {
                faults.append(
                    fault("the solution of `\(exercise.name)` is refused: \(words)", line)
                )
            }
        } else {
            let words = outcome.diagnostics.first { $0.severity == .error }?.message
            faults.append(
                fault("the solution of `\(exercise.name)` fails: \(words ?? "no value")", line)
            )
        }
        for wrong in exercise.wrongs { faults += check(wrong, judge, before) }
        return faults
    }

    private func check(
        _ wrong: Lesson.Wrong,
        _ judge: LessonJudge,
        _ before: Session
    ) -> [Diagnostic] {
        var session = before
        let outcome = session.run(SourceText(wrong.code), running)
        guard let value = outcome.value, !outcome.hasFailed else {
            let words = outcome.diagnostics.first { $0.severity == .error }?.message
            return [fault("the wrong answer fails: \(words ?? "it has no value")", wrong.line)]
        }
        // Told by its value alone, for another reader writes the same mistake in other words.
        let refusal = judge.refusal(of: "_", value: value, in: session)
        if refusal.isEmpty { return [fault("the wrong answer is accepted", wrong.line)] }
        let said = refusal.joined(separator: "\n")
        return said.contains(wrong.says)
            ? [] : [fault("the refusal does not say “\(wrong.says)”: \(said)", wrong.line)]
    }

    private func fault(_ words: String, _ line: Int) -> Diagnostic {
        Diagnostic("lesson.check", "\(lesson.name), line \(line): \(words)")
    }
}
