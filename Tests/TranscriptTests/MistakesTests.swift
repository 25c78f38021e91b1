import Assembly
import Catalog
import Diagnostics
import Kernels
import Sessions
import TestSupport
import Testing

@Suite("The page of mistakes")
struct MistakesTests {
    @Test("makes each mistake that a session can make")
    func codes() throws {
        let file = SessionFile(name: "sessions/mistakes.md")
        let transcript = try TranscriptFile.read(file.path)
        var session = SessionFactory().session(
            try transcript.header.settings(savedAt: file.path, over: Settings())
        )
        session.allowsShell = false
        let running = Session.Running(work: WorkContext(threads: 2))
        var shown: Set<String> = []
        for fence in transcript.fences {
            let outcome = session.run(SourceText(fence.code), running)
            shown.formUnion(outcome.diagnostics.map { "\($0.code)" })
        }
        let missing = DiagnosticCodes.showable.filter { !shown.contains($0) }
        #expect(missing.isEmpty, "\(missing.joined(separator: ", "))")
    }
}
