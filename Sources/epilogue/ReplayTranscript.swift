import ArgumentParser
import Assembly
import Diagnostics
import Foundation
import Kernels
import Sessions

/// Replays a saved session and compares what it prints.
struct ReplayTranscript: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Runs a transcript again and compares its output."
    )

    @Argument(help: "The transcript.", completion: .file(extensions: ["md"]))
    var file: String

    @Flag(help: "Prints only what differs.")
    var check = false

    @Flag(help: "Rewrites the outputs.")
    var update = false

    @Option(help: "The number of the last fence to run.")
    var until: Int?

    @Option(name: .customLong("set"), help: "Another value for the first `name = literal`.")
    var settings: [String] = []

    @Flag(help: "Runs although inputs differ from their pins.")
    var acceptInputs = false

    @Flag(help: "Lets lines with `!` run.")
    var allowShell = false

    @Flag(help: "Hands over the prompt after the last fence.")
    var thenShell = false

    @Option(help: "A file for a report in JUnit's form.", completion: .file())
    var junit: String?

    func validate() throws {
        if check && update { throw ValidationError("--check and --update exclude each other") }
    }

    func run() throws {
        var options = ReplayOptions()
        options.mode = update ? .update : check ? .check : .show
        options.until = until
        options.acceptsInputs = acceptInputs
        options.allowsShell = allowShell
        options.settings = try settings.map { setting in
            guard let sign = setting.firstIndex(of: "=") else {
                throw ValidationError("--set takes name=value, not \(setting)")
            }
            return ReplayOptions.Setting(
                name: String(setting[..<sign]),
                value: String(setting[setting.index(after: sign)...])
            )
        }
        let (status, session) = replay(options)
        if thenShell, let session {
            var shell = Shell(session)
            throw ExitCode(shell.run())
        }
        throw ExitCode(status)
    }

    private func replay(_ options: ReplayOptions) -> (Int32, Session?) {
        let (path, name, junit) = (absolute(file), file, junit)
        return DeepThread.run {
            do throws(Faults) {
                let fresh = SessionFactory().session(Surroundings.settings())
                var run = try TranscriptRun(path: path, name: name, fresh: fresh)
                let cancellation = Cancellation()
                let report = try run.run(
                    options,
                    work: { Surroundings.work() },
                    cancellation: cancellation,
                    report: { result in
                        write(result.rendered(name: name, options.mode), to: .standard)
                    }
                )
                write(report.summary + "\n", to: .standard)
                if let junit {
                    try? report.junit.write(toFile: junit, atomically: true, encoding: .utf8)
                }
                return (Int32(report.exitStatus), run.session)
            } catch {
                let source = (try? TranscriptFile.source(at: path)) ?? SourceText("", name: name)
                write(SourceExcerpt(source).text(error.all) + "\n", to: .error)
                return (1, nil)
            }
        }
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}

extension ReplayReport.Result {
    /// What a reader follows: each fence with its output, or only what differs.
    fileprivate func rendered(name: String, _ mode: ReplayOptions.Mode) -> String {
        if mode == .show {
            let difference = status.isGood ? "" : rendered(name: name) + "\n"
            return code.split(separator: "\n", omittingEmptySubsequences: false)
                .map { "> \($0)\n" }.joined() + text + "\n" + difference
        }
        return status.isGood ? "" : rendered(name: name) + "\n"
    }
}
