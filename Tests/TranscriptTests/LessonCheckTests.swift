import Assembly
import Catalog
import Diagnostics
import Kernels
import Sessions
import Testing

@Suite("Lessons of the repository")
struct LessonCheckTests {
    private static let folder = LessonFolder(path: SessionFile.root + "/sessions/lessons")

    @Test("accept their solutions, and refuse wrong answers with words", arguments: folder.names)
    func check(_ name: String) throws {
        let lesson = try Self.folder.lesson(name)
        let settings = try lesson.header.settings(
            savedAt: Self.folder.file(of: name),
            over: Settings()
        )
        let running = Session.Running(work: WorkContext(threads: 2))
        let faults = LessonCheck(lesson, running).faults(in: SessionFactory().session(settings))
        #expect(faults.isEmpty, "\(faults.map(\.message).joined(separator: "; "))")
    }

    @Test("are found by name, number, and the words of the name")
    func names() throws {
        #expect(Self.folder.names.contains("01-look-at-data"))
        for typed in ["1", "01-look-at-data", "look-at-data"] {
            #expect(try Self.folder.lesson(typed).name == "01-look-at-data")
        }
        #expect(throws: Faults.self) { try Self.folder.lesson("look-away") }
    }
}
