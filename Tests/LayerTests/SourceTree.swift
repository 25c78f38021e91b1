import Foundation
import Testing

/// The files of the project, as the checks read them.
struct SourceTree {
    struct File {
        /// Relative to the top of the project.
        let path: String
        let text: String
        let code: SwiftCode

        /// A file of that text; only Swift has code to look into.
        init(path: String, text: String) {
            self.path = path
            self.text = text
            code = SwiftCode(path.hasSuffix(".swift") ? text : "")
        }

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// How many lines an editor shows.
        var lineCount: Int { text.hasSuffix("\n") ? lines.count - 1 : lines.count }
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All files below the named folders, and the named files, whose names end in one of `endings`.
    static func files(in places: [String], ending endings: [String]) throws -> [File] {
        try places.flatMap(paths).filter { path in endings.contains { path.hasSuffix($0) } }
            .sorted()
            .map { path in
                let url = root.appendingPathComponent(path)
                return File(path: path, text: try String(contentsOf: url, encoding: .utf8))
            }
    }

    /// All Swift of the project, read once for all rules.
    static let swiftFiles = Result {
        try files(in: ["Sources", "Tests", "Package.swift"], ending: [".swift"])
    }

    /// Everything written by hand: code, scripts, prose.
    static func allFiles() throws -> [File] {
        let places = [
            "Sources", "Tests", "Package.swift", "scripts", "Makefile", ".ci", "docs", "sessions",
            "README.md",
        ]
        let endings = [
            ".swift", ".c", ".h", ".md", ".py", ".R", "Makefile", "/bootstrap", "/check", "/run",
        ]
        return try files(in: places, ending: endings)
    }

    private static func paths(below place: String) throws -> [String] {
        let url = root.appendingPathComponent(place)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            return []
        }
        guard isFolder.boolValue else { return [place] }
        return try FileManager.default.subpathsOfDirectory(atPath: url.path)
            .filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
            .map { place + "/" + $0 }
    }
}

/// Fails the test once for each fault, so that every one is read on a line of its own.
func report(_ faults: [String], at location: SourceLocation = #_sourceLocation) {
    for fault in faults { Issue.record("\(fault)", sourceLocation: location) }
}
