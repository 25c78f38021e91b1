import Diagnostics
import Glibc
import Sessions
import Testing

@Suite("A transcript on disk")
struct TranscriptFileTests {
    let temporary = TemporaryFolder()
    var path: String { temporary.path + "/story.md" }

    @Test("is read as it was written, and leaves nothing beside it")
    func roundTrip() throws {
        try TranscriptFile.write(TranscriptWriterTests.full, to: path)
        try TranscriptFile.write(TranscriptWriterTests.full, to: path)
        #expect(try TranscriptFile.read(path) == TranscriptWriterTests.full)
        #expect(TemporaryFolder.names(temporary.path) == ["story.md"])
    }

    @Test("keeps its permissions and the link that leads to it")
    func permissions() throws {
        try TranscriptFile.write(TranscriptWriterTests.full, to: path)
        #expect(chmod(path, 0o640) == 0)
        let link = temporary.path + "/link.md"
        #expect(symlink("story.md", link) == 0)
        var short = Transcript()
        short.append(paragraph: "Other.")
        try TranscriptFile.write(short, to: link)
        #expect(try TranscriptFile.read(path) == short)
        var status = stat()
        #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
    }

    @Test("names what cannot be read or written")
    func troubles() {
        let missing = #expect(throws: Faults.self) { try TranscriptFile.read(path) }
        #expect(missing?.all.first?.code == "transcript.unreadable")
        let folder = #expect(throws: Faults.self) { try TranscriptFile.read(temporary.path) }
        #expect(folder?.all.first?.message.hasSuffix("it is a folder") == true)
        temporary.write([0x2D, 0xFF, 0xE9], to: path)
        let latin = #expect(throws: Faults.self) { try TranscriptFile.read(path) }
        #expect(latin?.all.first?.code == "transcript.encoding")
        let inner = path + "/inner.md"
        let unwritable = #expect(throws: Diagnostic.self) {
            try TranscriptFile.write(Transcript(), to: inner)
        }
        #expect(unwritable?.code == "transcript.unwritable")
        #expect(TemporaryFolder.names(temporary.path) == ["story.md"])
    }
}
