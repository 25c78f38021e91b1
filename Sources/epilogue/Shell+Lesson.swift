import Diagnostics
import Documents
import Foundation
import Kernels
import Rendering
import Sessions

/// Lessons at the prompt.
extension Shell {
    /// Begins a lesson, then reads lines as ever.
    mutating func run(playing name: String) -> Int32 {
        run(given: answer(.play(name)))
    }

    /// What a lesson makes of a line that was run; text for the next prompt, if it has some.
    mutating func teach(_ line: String, before: Session) -> String? {
        guard lesson.isOn else { return nil }
        return reply { play, session in
            play.step(
                line,
                before: before,
                in: &session,
                Session.Running(work: Surroundings.work())
            )
        }
    }

    /// Does what a command of lessons asks for.
    mutating func answer(_ request: LessonRunner.Request) -> String? {
        reply { play, session in
            play.answer(request, in: &session, Session.Running(work: Surroundings.work()))
        }
    }

    private mutating func reply(
        _ body: @escaping @Sendable (inout LessonPlay, inout Session) -> LessonRunner.Reply?
    ) -> String? {
        let (lesson, session) = (lesson, session)
        let (play, after, reply) = DeepThread.run {
            var (play, after) = (lesson, session)
            let reply = body(&play, &after)
            return (play, after, reply)
        }
        self.lesson = play
        self.session = after
        guard let reply else { return nil }
        var outcome = Outcome(source: SourceText(""))
        outcome.documents = [reply.document]
        if !reply.document.isEmpty { write("\n", to: .standard) }
        show(outcome)
        return reply.given
    }

    /// The lessons of this machine, and how far the reader is.
    static var lessons: LessonPlay {
        LessonPlay(
            folder: PlayLesson.folder,
            progress: LessonProgress(environment: ProcessInfo.processInfo.environment)
        )
    }
}
