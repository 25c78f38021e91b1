import Foundation
import TestSupport
import Testing

@Suite("Fingerprints of frames")
struct FingerprintTests {
    private var talk: Conversation

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-fingerprints-\(UUID().uuidString)")
        let files = [
            "a.csv": "x;y\n1,250;2\n", "b.csv": "x;y\n1,250;2\n", "c.csv": "x;y\n1,250;3\n",
            "one/year=2013/p.csv": "x\n1\n", "two/year=2014/p.csv": "x\n1\n",
        ]
        for (name, text) in files {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        talk = Conversation(folder: folder.path)
    }

    private mutating func fingerprint(_ frame: String) throws -> Substring {
        let lines = talk("f = \(frame)\nf | history").split(separator: "\n")
        return try #require(lines.last { $0.contains("fingerprint ") }, "of \(frame)")
    }

    @Test("are of what is read and done, and not of where it lies")
    mutating func same() throws {
        let first = try fingerprint(#"load("a.csv", decimal: ",")"#)
        #expect(try fingerprint(#"load("b.csv", decimal: ",")"#) == first)
        #expect(try fingerprint(#"load("b.csv", decimal: ",") | filter(y > 1)"#) != first)
        #expect(try fingerprint(#"load("c.csv", decimal: ",")"#) != first)
    }

    @Test("differ where the same bytes are read as other numbers, or lie in other folders")
    mutating func others() throws {
        let decimal = try fingerprint(#"load("a.csv", decimal: ",", types: {x: "float"})"#)
        let grouped = try fingerprint(#"load("a.csv", thousands: ",", types: {x: "float"})"#)
        #expect(decimal != grouped)
        #expect(try fingerprint(#"load("one/")"#) != fingerprint(#"load("two/")"#))
    }
}
