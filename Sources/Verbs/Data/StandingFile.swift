import Catalog
import Digests
import Foundation
import Relations

/// A file or folder that is there before something is saved in its place.
struct StandingFile {
    private let place: String
    private let context: CallContext

    init(at place: String, context: CallContext) {
        self.place = place
        self.context = context
    }

    var isThere: Bool { FileManager.default.fileExists(atPath: place) }

    /// How many rows it holds, if a replay finds in it just what it would write; nil where the rows
    /// have to be written, or refused.
    func rows(of frame: Frame, _ format: FileRequest.Format, _ replaces: Bool) throws -> Int64? {
        var rows: Int64 = 0
        let isSame =
            try !replaces
            && isSame { path in
                let destination = Destination(path: path, format: format, replaces: false)
                rows = try context.engine.write(frame.plan, to: destination, in: context.work)
            }
        return isSame ? rows : nil
    }

    /// Whether a replay finds in it, byte by byte, what `write` puts elsewhere; but for lines with
    /// these keys, which tell of the run and not of the content.
    func isSame(
        but keys: [String] = [],
        as write: (_ path: String) throws -> Void
    ) throws -> Bool {
        guard context.standingFiles == .keptIfEqual, isThere else { return false }
        let other = "\(place).\(ProcessInfo.processInfo.processIdentifier).again"
        defer { try? FileManager.default.removeItem(atPath: other) }
        try write(other)
        return try digests(place, but: keys) == digests(other, but: keys)
    }

    /// The digest of each file in it, by its name; of a file alone by none.
    private func digests(_ path: String, but keys: [String]) throws -> [String: SHA256Digest] {
        guard let names = FileManager.default.subpaths(atPath: path), !names.isEmpty else {
            return ["": try SHA256Digest(ofFile: path)]
        }
        var digests: [String: SHA256Digest] = [:]
        for name in names {
            let file = path + "/" + name
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            digests[name] =
                try keys.isEmpty
                ? SHA256Digest(ofFile: file) : SHA256Digest(of: text(of: file, but: keys))
        }
        return digests
    }

    private func text(of file: String, but keys: [String]) throws -> String {
        let lines = try String(contentsOfFile: file, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let kept = lines.filter { line in !keys.contains { line.contains("\"\($0)\" :") } }
        return kept.joined(separator: "\n")
    }
}
