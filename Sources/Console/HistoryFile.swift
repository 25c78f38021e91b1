import Diagnostics
import Glibc

/// The history on disk: an entry per line, newlines written as `\n` and backslashes as `\\`.
///
/// Shells append under a lock, each entry in one write, so none loses another's.
struct HistoryFile {
    let path: String

    /// The last entries, each once, at the place where it was typed last.
    ///
    /// A file twice as long as the limit is cut down to it.
    func read(limit: Int) throws(Diagnostic) -> [String] {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return [] }
            return try readOnly(limit: limit)
        }
        defer { close(descriptor) }
        flock(descriptor, LOCK_EX)
        let all = try lines(of: descriptor)
        let kept = Self.newest(all, limit: limit)
        if all.count > 2 * limit {
            let text = kept.map { Self.encode($0) + "\n" }.joined()
            // Cut in place, under the lock: other shells append to this very file.
            ftruncate(descriptor, 0)
            lseek(descriptor, 0, SEEK_SET)
            try write(text, to: descriptor)
        }
        return kept
    }

    func append(_ entry: String) throws(Diagnostic) {
        var descriptor = openForAppending()
        if descriptor < 0, errno == ENOENT {
            makeFolders()
            descriptor = openForAppending()
        }
        guard descriptor >= 0 else { throw fault("written") }
        defer { close(descriptor) }
        flock(descriptor, LOCK_EX)
        try write(Self.encode(entry) + "\n", to: descriptor)
    }

    // MARK: the file

    private func readOnly(limit: Int) throws(Diagnostic) -> [String] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault("read") }
        defer { close(descriptor) }
        return Self.newest(try lines(of: descriptor), limit: limit)
    }

    private func openForAppending() -> Int32 {
        open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    }

    private func makeFolders() {
        var end = path.index(after: path.startIndex)
        while let slash = path[end...].firstIndex(of: "/") {
            mkdir(String(path[..<slash]), 0o700)
            end = path.index(after: slash)
        }
    }

    private func lines(of descriptor: Int32) throws(Diagnostic) -> [String] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw fault("read") }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes.split(separator: UInt8(ascii: "\n")).map {
            Self.decode(String(decoding: $0, as: UTF8.self))
        }
    }

    private func write(_ text: String, to descriptor: Int32) throws(Diagnostic) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw fault("written") }
            bytes = bytes.dropFirst(count)
        }
    }

    private func fault(_ participle: String) -> Diagnostic {
        let reason = String(cString: strerror(errno)).lowercased()
        return Diagnostic(
            "unkept-history",
            "history file `\(path)` cannot be \(participle): \(reason)",
            hints: ["! ls -l '\(path)'"],
            severity: .warning
        )
    }

    // MARK: the format

    static func newest(_ entries: [String], limit: Int) -> [String] {
        var seen: Set<String> = []
        var kept: [String] = []
        for entry in entries.reversed() where seen.insert(entry).inserted {
            guard kept.count < limit else { break }
            kept.append(entry)
        }
        return kept.reversed()
    }

    static func encode(_ entry: String) -> String {
        var result = ""
        for scalar in entry.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func decode(_ line: String) -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in line.unicodeScalars {
            switch (isEscaped, scalar) {
            case (false, "\\"):
                isEscaped = true
                continue
            case (true, "n"): result.append("\n")
            case (true, "r"): result.append("\r")
            default: result.append(scalar)
            }
            isEscaped = false
        }
        return String(result)
    }
}
