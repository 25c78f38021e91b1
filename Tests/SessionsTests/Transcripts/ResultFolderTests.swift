import Glibc
import Testing

@testable import Sessions

@Suite("Results that replays keep")
struct ResultFolderTests {
    let folder = TemporaryFolder()

    private func results(of program: String = "1") -> ResultFolder {
        ResultFolder(path: folder.path + "/deep/results", program: program)
    }

    private var files: [String] {
        TemporaryFolder.names(folder.path + "/deep/results").map {
            folder.path + "/deep/results/" + $0
        }
    }

    @Test("are found again by the same program, and by no other")
    func found() {
        results().keep([1, 2, 3], for: "key")
        let later = results()
        #expect(later.bytes(for: "key") == [1, 2, 3])
        #expect(later.bytes(for: "another key") == nil)
        #expect(results(of: "2").bytes(for: "key") == nil)
        #expect(later.count == 1)
    }

    @Test("count for nothing when their file was cut short or changed", arguments: [3, 40, 41])
    func damaged(size: Int) throws {
        results().keep(Array(repeating: 7, count: 9), for: "key")
        let file = try #require(files.first)
        var bytes = folder.read(file)
        #expect(bytes.count == 41)
        bytes = Array(bytes.prefix(size))
        bytes[size - 1] ^= 1
        folder.write(bytes, to: file)
        #expect(results().bytes(for: "key") == nil)
        results().keep([5], for: "key")
        #expect(results().bytes(for: "key") == [5])
    }

    @Test("leave in the order in which they were last wanted")
    func trimmed() throws {
        for key in 1...4 { results().keep(Array(repeating: UInt8(key), count: 68), for: "\(key)") }
        for (index, key) in [3, 1, 4, 2].enumerated() {
            let file = try #require(
                files.first { folder.read($0).last == UInt8(key) }
            )
            var times = [timeval](repeating: timeval(tv_sec: 1000 + index, tv_usec: 0), count: 2)
            utimes(file, &times)
        }
        // Each is 100 bytes long with its digest.
        results().trim(to: 250)
        #expect((1...4).filter { results().bytes(for: "\($0)") != nil } == [2, 4])
        results().trim(to: 0)
        #expect(files.isEmpty)
    }

    @Test("are not kept where they cannot be, and nothing fails")
    func unwritable() {
        folder.write([1], to: folder.path + "/deep")
        results().keep([1], for: "key")
        #expect(results().bytes(for: "key") == nil)
        results().trim()
    }

    @Test("lie in the cache's folder, and need a home")
    func places() {
        #expect(ResultFolder(environment: [:], program: "") == nil)
        #expect(ResultFolder(environment: ["XDG_CACHE_HOME": "cache"], program: "") == nil)
        let environment = ["XDG_CACHE_HOME": folder.path, "HOME": "/nowhere"]
        ResultFolder(environment: environment, program: "")?.keep([1], for: "key")
        #expect(TemporaryFolder.names(folder.path + "/epilogue/results").count == 1)
    }
}
