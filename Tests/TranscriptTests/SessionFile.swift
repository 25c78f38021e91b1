import Foundation
import Testing

/// A transcript among the sessions of the repository.
struct SessionFile: Sendable, CustomTestStringConvertible {
    /// From the repository's folder: `sessions/tour.md`.
    let name: String

    var testDescription: String { name }

    var path: String { Self.root + "/" + name }

    /// The repository's folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// All of them, by name.
    static let all: [SessionFile] = {
        let paths = FileManager.default.enumerator(atPath: root + "/sessions")
        var names: [String] = []
        while let name = paths?.nextObject() as? String {
            if name.hasSuffix(".md"), !name.hasSuffix("README.md") { names.append(name) }
        }
        return names.sorted().map { SessionFile(name: "sessions/" + $0) }
    }()
}
