import ArgumentParser
import Foundation
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

    @Option(
        name: .customLong("each"),
        help: "Replays once for each value: name=value,value."
    )
    var each: String?

    @Flag(help: "Runs although inputs differ from their pins.")
    var acceptInputs = false

    @Flag(help: "Lets lines with `!` run.")
    var allowShell = false

    @Flag(help: "Computes what an earlier replay has kept: fits and contributions.")
    var noCache = false

    @Flag(help: "Hands over the prompt after the last fence.")
    var thenShell = false

    @Option(help: "A file for a report in JUnit's form.", completion: .file())
    var junit: String?

    func validate() throws {
        if check && update { throw ValidationError("--check and --update exclude each other") }
        if each != nil && update { throw ValidationError("--each and --update exclude each other") }
        if each != nil && thenShell {
            throw ValidationError("--each and --then-shell exclude each other")
        }
    }

    func run() throws {
        var options = ReplayOptions()
        options.mode = update ? .update : check ? .check : .show
        options.until = until
        options.acceptsInputs = acceptInputs
        options.allowsShell = allowShell
        options.settings = try settings.map { try Self.setting($0, of: "--set") }
        if let each { Program.end(try replay(options, each: each)) }
        let (status, session) = replay(options)
        if thenShell, let session {
            var shell = Shell(session)
            Program.end(shell.run())
        }
        Program.end(status)
    }

    private static func setting(
        _ text: String,
        of option: String
    ) throws -> ReplayOptions.Setting {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            throw ValidationError("\(option) takes name=value, not \(text)")
        }
        return ReplayOptions.Setting(
            name: String(text[..<sign]),
            value: String(text[text.index(after: sign)...])
        )
    }

    /// Replays once for each value; the exit status is the first that is not 0.
    private func replay(_ options: ReplayOptions, each text: String) throws -> Int32 {
        let setting = try Self.setting(text, of: "--each")
        var status: Int32 = 0
        for value in setting.value.split(separator: ",") {
            write("── \(setting.name) = \(value)\n", to: .standard)
            var options = options
            options.settings.append(.init(name: setting.name, value: String(value)))
            let (ended, _) = replay(options)
            if status == 0 { status = ended }
            if ended == 130 { break }
        }
        return status
    }

    private func replay(_ options: ReplayOptions) -> (status: Int32, session: Session?) {
        ReplayRun(path: absolute(file), name: file, options: options, junit: junit, kept: kept)
            .run()
    }

    private var kept: ResultFolder? {
        guard !noCache else { return nil }
        return ResultFolder(
            environment: ProcessInfo.processInfo.environment,
            program: Surroundings.program
        )
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
