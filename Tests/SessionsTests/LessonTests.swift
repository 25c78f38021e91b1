import Diagnostics
import Foundation
import Sessions
import Testing

@Suite("Lessons")
struct LessonTests {
    private static let text = """
        ---
        epilogue: 1
        ---
        # Halves

        Look:

        ```epilogue
        four = 4
        ```

        What is half of `four`?

        ```epilogue {exercise=half}
        half = four / 2
        ```
        ```check {of=half}
        same(_, four / 2)
        ```
        ```hint {of=half}
        It is less than four.
        ```
        ```hint {of=half}
        It is two.
        ```
        ```wrong {of=half says="that is double"}
        four * 2
        ```

        And a frame of it, with the column `a`?

        ```epilogue {exercise=frame}
        ```
        ```check {of=frame}
        same(_, frame(a = [half]))
        ```

        Well done.
        """

    private let folder = TemporaryFolder()

    private func lesson(_ text: String = text) throws -> Lesson {
        try Lesson(TranscriptParser.parse(SourceText(text)), name: "halves")
    }

    /// Types a line as the shell does, and answers what the lesson says.
    private func type(
        _ line: String,
        _ played: inout PlayedSession,
        _ runner: inout LessonRunner
    ) -> (said: String, given: String?)? {
        let before = played.session
        played.type(line)
        return runner.step(line, before: before, in: &played.session, PlayedSession.running).map {
            (said(by: $0, played), $0.given)
        }
    }

    private func said(by reply: LessonRunner.Reply, _ played: PlayedSession) -> String {
        var outcome = Outcome(source: SourceText(""))
        outcome.documents = [reply.document]
        return played.session.plainText(of: outcome)
    }

    @Test("show a step, then ask; the value counts, and not the way")
    func plays() throws {
        var played = PlayedSession(in: folder.path)
        var runner = LessonRunner(try lesson())
        #expect(runner.reply.given == "four = 4")
        #expect(type("four  =  4", &played, &runner)?.given == nil)
        #expect(runner.position == 1)
        #expect(try #require(type("four - 2.0", &played, &runner)).said.contains("right"))
        #expect(runner.position == 2)
        // The right answer has the name that later steps look for.
        #expect(played.type("half") == "2.0\n")
        #expect(
            try #require(type("frame(a = [2.0])", &played, &runner)).said.contains("Well done.")
        )
        #expect(runner.isFinished)
    }

    @Test(
        "wait with the step's line at the prompt, whatever else is typed",
        arguments: [
            "1 + 1", "1 +* 1", ":vars", "",
        ]
    )
    func waits(line: String) throws {
        var played = PlayedSession(in: folder.path)
        var runner = LessonRunner(try lesson())
        let reply = try #require(type(line, &played, &runner))
        #expect(reply.given == "four = 4")
        #expect(reply.said == "step 1 of 3 waits; Enter runs its line\n")
        #expect(runner.position == 0)
        #expect(runner.hint().given == "four = 4")
        #expect(runner.solution().given == "four = 4")
        #expect(type("four = 4", &played, &runner)?.given == nil)
        #expect(type("", &played, &runner) == nil)
    }

    @Test("say what was found, name a known mistake, and help from the second miss on")
    func misses() throws {
        var played = PlayedSession(in: folder.path)
        var runner = LessonRunner(try lesson())
        _ = type("four = 4", &played, &runner)
        let first = try #require(type("2 * four", &played, &runner)).said
        #expect(first.contains("found 8") && first.contains("that is double"))
        #expect(!first.contains("hint"))
        #expect(try #require(type("\"two\"", &played, &runner)).said.contains("less than four"))
        #expect(try #require(type("5.0", &played, &runner)).said.contains("It is two"))
        #expect(type(":vars", &played, &runner) == nil)
        #expect(runner.position == 1)
    }

    @Test("tell frames apart by columns, rows and values")
    func frames() throws {
        var played = PlayedSession(in: folder.path)
        var runner = LessonRunner(try lesson(), at: 2)
        runner.prepare(&played.session, PlayedSession.running)
        for (line, words) in [
            ("frame(b = [2.0])", "a column `a` is asked for"),
            ("frame(a = [2.0], b = [1])", "the column `b` is too much"),
            ("frame(a = [2.0, 2.0])", "1 rows are asked for"),
            ("frame(a = [3.0])", "the values of `a` differ"), ("7", "a frame is asked for"),
        ] {
            #expect(try #require(type(line, &played, &runner)).said.contains(words), "\(line)")
        }
    }

    @Test("skip for good, show solutions without typing them, and hint when asked")
    func helps() throws {
        var played = PlayedSession(in: folder.path)
        var runner = LessonRunner(try lesson())
        _ = runner.skip(in: &played.session, PlayedSession.running)
        #expect(said(by: runner.solution(), played).contains("half = four / 2"))
        #expect(said(by: runner.hint(), played).contains("less than four"))
        #expect(said(by: runner.hint(), played).contains("It is two"))
        _ = runner.skip(in: &played.session, PlayedSession.running)
        #expect(played.type("half") == "2.0\n")
        #expect(said(by: runner.solution(), played).contains("frame(a = [half])"))
    }

    @Test("go on where they were left")
    func resumes() throws {
        let path = folder.path + "/state/lessons"
        var progress = LessonProgress(path: path)
        let lesson = try lesson()
        progress.note(LessonRunner(lesson, at: 2))
        let again = LessonProgress(path: path)
        #expect(again.position(in: lesson) == 2)
        progress.note(LessonRunner(lesson, at: 3))
        #expect(LessonProgress(path: path).position(in: lesson) == 0)
        #expect(LessonProgress(path: nil).steps.isEmpty)
    }

    @Test("are checked: solutions pass, and wrong answers are refused with their words")
    func checked() throws {
        let session = PlayedSession(in: folder.path).session
        let check = LessonCheck(try lesson(), PlayedSession.running)
        #expect(check.faults(in: session).isEmpty)
        let spoilt = Self.text.replacing("four * 2", with: "four - 2.0")
            .replacing("same(_, frame(a = [half]))", with: "same(_, frame(a = [half])) and false")
        let faults = LessonCheck(try lesson(spoilt), PlayedSession.running).faults(in: session)
        #expect(faults.count == 2)
        #expect(faults[0].message.contains("line 26: the wrong answer is accepted"))
        #expect(faults[1].message.contains("nothing checks the exercise `frame`"))
    }
}
