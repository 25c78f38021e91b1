import ArgumentParser
import Assembly
import Foundation
import Glibc
import Rendering

/// The shell, `-c`, or a script.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "The shell, or statements from a file or the command line."
    )

    @Option(
        name: .customShort("c"),
        parsing: .unconditionalSingleValue,
        help: "Runs these statements and ends; several go on from each other."
    )
    var statements: [String] = []

    @Option(help: "How values print: \(OutputFormat.words).")
    var format: String = "table"

    @Flag(
        name: .customLong("version"),
        help: "Prints the versions of the program and its libraries."
    )
    var showsVersions = false

    @Flag(name: .customLong("describe"), help: "Prints all names of the language as JSON.")
    var describes = false

    @Argument(help: "A script of statements.", completion: .file(extensions: ["epilogue"]))
    var script: String?

    func run() throws {
        if showsVersions || describes {
            let examination = Examination(environment: ProcessInfo.processInfo.environment)
            write(showsVersions ? examination.versions : Describe.text, to: .standard)
            return
        }
        guard let output = OutputFormat(rawValue: format) else {
            throw ValidationError("--format is one of \(OutputFormat.words), not \(format)")
        }
        let status: Int32
        if !statements.isEmpty {
            let text = statements.joined(separator: "\n")
            status = Script(format: output).run(text, name: nil)
        } else if let script {
            status = Script(format: output).runFile(script)
        } else if isatty(0) == 1, isatty(1) == 1 {
            var shell = Shell()
            status = shell.run()
        } else {
            status = Script(format: output).runStandardInput()
        }
        Program.end(status)
    }
}

extension OutputFormat {
    fileprivate static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
