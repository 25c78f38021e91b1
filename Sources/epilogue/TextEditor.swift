import Diagnostics
import Foundation

/// The reader's own editor, which `VISUAL` or `EDITOR` names.
struct TextEditor {
    let environment: [String: String]

    /// The text as the editor leaves it, without newlines at its end.
    func edited(_ text: String) throws(Diagnostic) -> String {
        let name = environment["VISUAL"] ?? environment["EDITOR"] ?? "vi"
        let path = NSTemporaryDirectory() + "/\(UUID().uuidString).epilogue"
        defer { unlink(path) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Diagnostic("file.unwritable", "no file for the editor can be made")
        }
        let bytes = Array((text + "\n").utf8)
        let written = Glibc.write(descriptor, bytes, bytes.count)
        close(descriptor)
        guard written == bytes.count, run("\(name) \"$1\"", path),
            let data = FileManager.default.contents(atPath: path)
        else { throw Diagnostic("editor.failed", "`\(name)` did not end well") }
        var result = String(decoding: data, as: UTF8.self)
        while result.last?.isNewline == true { result.removeLast() }
        return result
    }

    /// Runs a line of the system's shell in the terminal; true if it ended well.
    private func run(_ line: String, _ path: String) -> Bool {
        let arguments: [String] = ["/bin/sh", "-c", line, "sh", path]
        let words = arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        var child = pid_t()
        guard posix_spawn(&child, "/bin/sh", nil, nil, words + [nil], environ) == 0 else {
            return false
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        return status == 0
    }
}
