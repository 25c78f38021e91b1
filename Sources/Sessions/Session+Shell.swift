import Catalog
import Diagnostics
import Documents
import Foundation
import Language

/// Lines that begin with `!`: the system's shell runs them.
extension Session {
    func runShell(_ rest: Syntax.Rest, into outcome: inout Outcome) {
        guard allowsShell else {
            outcome.diagnostics.append(
                Diagnostic(
                    "shell.refused",
                    "commands of the system's shell do not run here",
                    at: rest.span,
                    "a command",
                    hints: ["--allow-shell"]
                )
            )
            return
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", rest.text]
        process.currentDirectoryURL = URL(fileURLWithPath: settings.folder)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        do {
            try process.run()
        } catch {
            outcome.diagnostics.append(
                Diagnostic("shell.failed", "`/bin/sh` did not start", at: rest.span)
            )
            return
        }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let printed = String(decoding: data, as: UTF8.self)
        if !printed.isEmpty { outcome.documents.append(Document(.text(printed))) }
        if process.terminationStatus != 0 {
            outcome.diagnostics.append(
                Diagnostic(
                    "shell.failed",
                    "the command ended with status \(process.terminationStatus)",
                    at: rest.span
                )
            )
        }
    }
}
