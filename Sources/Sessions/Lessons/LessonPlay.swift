import Catalog
import Diagnostics
package import Documents

/// Lessons as the shell plays them: the list, the lesson that is on, and what the reader has done.
package struct LessonPlay: Sendable {
    private let folder: LessonFolder?
    private var progress: LessonProgress
    private var runner: LessonRunner?

    package init(folder: LessonFolder?, progress: LessonProgress) {
        self.folder = folder
        self.progress = progress
    }

    package var isOn: Bool { runner != nil }

    /// Answers a command of lessons; the session of a lesson that begins is `fresh`.
    package mutating func answer(
        _ request: LessonRunner.Request,
        in session: inout Session,
        _ running: Session.Running
    ) -> LessonRunner.Reply {
        switch request {
        case .list: return LessonRunner.Reply(document: list)
        case .play(let name): return play(name, in: &session, running)
        case .skip: return change { $0.skip(in: &session, running) }
        case .hint: return change { $0.hint() }
        case .solution: return change { $0.solution() }
        }
    }

    /// Judges what was typed; nil where no lesson is on, or the line has nothing to do with it.
    package mutating func step(
        _ line: String,
        before: Session,
        in session: inout Session,
        _ running: Session.Running
    ) -> LessonRunner.Reply? {
        guard var playing = runner else { return nil }
        let reply = playing.step(line, before: before, in: &session, running)
        keep(playing)
        return reply
    }

    /// All lessons with what is done of each.
    package var list: Document {
        guard let folder else {
            return Document(.note("no folder `sessions/lessons` was found"))
        }
        let rows: [[Cell]] = folder.names.compactMap { name in
            guard let lesson = try? folder.lesson(name) else { return nil }
            let done = min(progress.steps[name] ?? 0, lesson.steps.count)
            return [.text(name), .text(lesson.title), .text("\(done) of \(lesson.steps.count)")]
        }
        let headers = [
            ColumnHeader("lesson", "text"), ColumnHeader("title", "text"),
            ColumnHeader("done", "text"),
        ]
        return Document(.table(TableBlock(headers, rows: rows)))
    }

    private mutating func play(
        _ name: String,
        in session: inout Session,
        _ running: Session.Running
    ) -> LessonRunner.Reply {
        guard let folder else { return LessonRunner.Reply(document: list) }
        do throws(Faults) {
            let lesson = try folder.lesson(name)
            let settings = try lesson.header.settings(
                savedAt: folder.file(of: lesson.name),
                over: session.settings
            )
            session.begin(with: settings.looking(like: session.settings))
            let begun = LessonRunner(lesson, at: progress.position(in: lesson))
            begun.prepare(&session, running)
            runner = begun
            return begun.reply
        } catch {
            let blocks = error.all.flatMap {
                [Block.paragraph($0.message)] + $0.hints.map { .note($0) }
            }
            return LessonRunner.Reply(document: Document(blocks))
        }
    }

    private mutating func change(
        _ body: (inout LessonRunner) -> LessonRunner.Reply
    ) -> LessonRunner.Reply {
        guard var playing = runner else {
            return LessonRunner.Reply(
                document: Document(.note("no lesson is being played; `:lesson` lists them"))
            )
        }
        let reply = body(&playing)
        keep(playing)
        return reply
    }

    private mutating func keep(_ playing: LessonRunner) {
        if playing.position != runner?.position { progress.note(playing) }
        runner = playing.isFinished ? nil : playing
    }
}
