import Foundation

/// Paths as transcripts write them.
package enum Paths {
    /// The folder that holds a file.
    package static func parent(of path: String) -> String {
        let parent = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent().path
        return parent.isEmpty ? "/" : parent
    }

    /// The way from one folder to another: `.`, `..`, `../data`.
    package static func relative(_ path: String, to base: String) -> String {
        let target = URL(fileURLWithPath: path).standardizedFileURL.pathComponents
        let start = URL(fileURLWithPath: base).standardizedFileURL.pathComponents
        let shared = zip(target, start).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: start.count - shared)
        let parts = up + target.dropFirst(shared)
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    /// A folder and what is typed against it, `..` and `.` resolved.
    package static func joined(_ base: String, _ path: String) -> String {
        URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: base, isDirectory: true))
            .standardizedFileURL.path
    }
}
