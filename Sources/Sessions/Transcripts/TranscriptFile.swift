package import Diagnostics
import Glibc

/// Transcripts on disk.
package enum TranscriptFile {
    /// The text of a file under a name, the path if none is given.
    package static func source(
        at path: String,
        named name: String? = nil
    ) throws(Faults) -> SourceText {
        let name = name ?? path
        let bytes: [UInt8]
        do throws(SystemFailure) {
            bytes = try OpenFile(path, O_RDONLY).readAll()
        } catch {
            throw Faults(
                Diagnostic(
                    "transcript.unreadable",
                    "`\(name)` cannot be read: \(error.words)",
                    hints: ["! ls"]
                )
            )
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Faults(
                Diagnostic(
                    "transcript.encoding",
                    "`\(name)` is not text in UTF-8",
                    hints: ["! iconv -f latin1 -t utf8 \(name)"]
                )
            )
        }
        return SourceText(text, name: name)
    }

    package static func read(
        _ path: String,
        named name: String? = nil
    ) throws(Faults) -> Transcript {
        try TranscriptParser.parse(source(at: path, named: name))
    }

    package static func write(_ transcript: Transcript, to path: String) throws(Diagnostic) {
        try write(text: TranscriptWriter.write(transcript), to: path)
    }

    /// Writes beside the file and renames, so that at every moment the old or the new one is whole.
    ///
    /// Permissions of a file that was there stay, and a symbolic link goes on pointing at it.
    package static func write(text: String, to path: String) throws(Diagnostic) {
        let bytes = Array(text.utf8)
        let target = resolved(path)
        let beside = "\(folder(of: target))/.\(name(of: target)).\(getpid())"
        do throws(SystemFailure) {
            do throws(SystemFailure) {
                let permissions = try? OpenFile(target, O_RDONLY).permissions()
                let file = try OpenFile(beside, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o666)
                if let permissions { try file.setPermissions(permissions) }
                try file.write(bytes)
                try file.synchronize()
                guard rename(beside, target) == 0 else { throw SystemFailure() }
            } catch {
                unlink(beside)
                throw error
            }
        } catch {
            throw Diagnostic(
                "transcript.unwritable",
                "`\(path)` cannot be written: \(error.words)",
                hints: [":save session.md"]
            )
        }
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func name(of path: String) -> String {
        String(path.split(separator: "/").last ?? "transcript")
    }
}
