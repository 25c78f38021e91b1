import Diagnostics
import Foundation
import LightGBMLearners
import Tables
import Testing

@testable import Explaining

@Suite("Saving an explanation for Python")
final class NumPySavingTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent(UUID().uuidString).path

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// What Python's own modules read of a file: a line a part.
    private func read(_ path: String) throws -> [String] {
        let script = """
            import ast, struct, sys, zipfile
            archive = zipfile.ZipFile(sys.argv[1])
            assert archive.testzip() is None
            for name in archive.namelist():
                part = archive.read(name)
                assert part[:8] == b"\\x93NUMPY\\x01\\x00"
                size = struct.unpack("<H", part[8:10])[0]
                assert (10 + size) % 64 == 0
                head = ast.literal_eval(part[10:10 + size].decode())
                body = part[10 + size:]
                if head["descr"] == "<f8":
                    cells = [repr(cell) for (cell,) in struct.iter_unpack("<d", body)]
                else:
                    width = 4 * int(head["descr"][2:])
                    texts = [body[at:at + width] for at in range(0, len(body), width)]
                    cells = [text.decode("utf-32-le").rstrip("\\0") for text in texts]
                print(name, head["shape"], *cells, sep="|")
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func explained(_ target: String) throws -> Explanation {
        let table = try Fixture.read().table()
        var learner = LightGBM()
        (learner.trees, learner.minRows) = (5, 5)
        let model = try table.fitted(learner, target)
        return try model.explained(table.part(Fixture.features, rows: 0..<3))
    }

    @Test("Python reads the values, the base, and the cells as numbers and as words")
    func numbers() throws {
        let found = try explained("delay")
        let path = folder + "/why.npz"
        try found.write(to: path, replacing: false)
        let parts = try read(path)
        #expect(
            parts.map { $0.prefix { $0 != "|" } } == [
                "values.npy", "base_values.npy", "data.npy", "display_data.npy",
                "feature_names.npy", "output_names.npy",
            ]
        )
        let values = parts[0].split(separator: "|").map(String.init)
        #expect(values[1] == "(3, 4)")
        let told = (0..<3).flatMap { found.outputs[0].contributions(row: $0) }
        #expect(values.dropFirst(2).compactMap { Double($0) } == told)
        #expect(
            parts[1] == "base_values.npy|(3,)|"
                + Array(repeating: "\(found.outputs[0].base)", count: 3).joined(separator: "|")
        )
        #expect(parts[4] == "feature_names.npy|(4,)|distance|hour|carrier|temp")
        let words = parts[3].split(separator: "|").map(String.init)
        #expect(words[1] == "(3, 4)" && words.count == 14)
    }

    @Test("several classes are the last axis")
    func classes() throws {
        let found = try explained("size")
        let path = folder + "/kinds.npz"
        try found.write(to: path, replacing: false)
        let parts = try read(path)
        let count = found.outputs.count
        let values = parts[0].split(separator: "|").map(String.init)
        #expect(values[1] == "(3, 4, \(count))")
        let last = found.outputs.map { $0.contributions[2, 3] }
        #expect(values.suffix(count).compactMap { Double($0) } == last)
        #expect(parts[1].hasPrefix("base_values.npy|(3, \(count))|"))
    }

    @Test("what is there stays, and another ending is told what there is")
    func refused() throws {
        let found = try explained("delay")
        let path = folder + "/why.npz"
        try found.write(to: path, replacing: false)
        #expect(throws: Diagnostic.self) { try found.write(to: path, replacing: false) }
        try found.write(to: path, replacing: true)
        let fault = #expect(throws: Diagnostic.self) {
            try found.write(to: folder + "/why.pickle", replacing: false)
        }
        #expect(fault?.code == "file.format")
    }
}
