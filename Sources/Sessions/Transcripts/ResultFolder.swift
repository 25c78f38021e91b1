import Digests
import Foundation
import Glibc
import Kernels
import Synchronization

/// What replays keep between them: `epilogue/results` in `XDG_CACHE_HOME`, or `~/.cache`.
///
/// A file a result, written whole or not at all, behind the digest of its content: one that was cut
/// short or changed counts for none. Nothing here is needed; the folder can be deleted at any time.
package final class ResultFolder: KeptResults {
    /// How much is kept from one replay to the next.
    package static let standardSize = 1 << 30

    private let path: String
    /// Which program computes: another one's results are not taken.
    private let program: String
    private let used = Atomic<Int>(0)

    package init(path: String, program: String) {
        self.path = path
        self.program = program
    }

    /// The user's folder, or nil without a home; a relative `XDG_CACHE_HOME` counts for none.
    package convenience init?(environment: [String: String], program: String) {
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            self.init(path: cache + "/epilogue/results", program: program)
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            self.init(path: home + "/.cache/epilogue/results", program: program)
        } else {
            return nil
        }
    }

    /// How many results were found.
    package var count: Int { used.load(ordering: .relaxed) }

    package func bytes(for key: String) -> [UInt8]? {
        let file = file(key)
        guard let data = FileManager.default.contents(atPath: file), data.count >= 32 else {
            return nil
        }
        let content = Array(data.dropFirst(32))
        guard SHA256Digest(of: content).bytes == Array(data.prefix(32)) else {
            unlink(file)
            return nil
        }
        used.add(1, ordering: .relaxed)
        // Those that were not wanted for longest go first.
        utimes(file, nil)
        return content
    }

    package func keep(_ bytes: [UInt8], for key: String) {
        let (files, file) = (FileManager.default, file(key))
        let new = "\(file).\(getpid())"
        try? files.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        do {
            let opened = try OpenFile(new, O_WRONLY | O_CREAT | O_TRUNC)
            try opened.write(SHA256Digest(of: bytes).bytes + bytes)
        } catch {
            unlink(new)
            return
        }
        if rename(new, file) != 0 { unlink(new) }
    }

    /// Deletes those that were not wanted for longest, until the rest is no larger than `size`.
    package func trim(to size: Int = standardSize) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let files = names.compactMap { name -> (path: String, bytes: Int, used: Int)? in
            let file = path + "/" + name
            var status = stat()
            guard lstat(file, &status) == 0 else { return nil }
            return (file, Int(status.st_size), Int(status.st_mtim.tv_sec))
        }
        var rest = files.reduce(0) { $0 + $1.bytes }
        for file in files.sorted(by: { ($0.used, $0.path) < ($1.used, $1.path) }) {
            guard rest > size else { return }
            unlink(file.path)
            rest -= file.bytes
        }
    }

    private func file(_ key: String) -> String {
        path + "/" + SHA256Digest(of: program + key).hexadecimal
    }
}
