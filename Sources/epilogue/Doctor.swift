import ArgumentParser
import Assembly
import Foundation

/// What is installed, what is missing, and the command that mends it.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "What is installed, what is missing, and what mends it.",
        discussion: "The exit status is 1 if something that is needed is missing."
    )

    func run() throws {
        let findings = Examination(environment: ProcessInfo.processInfo.environment).findings
        for finding in findings { write(finding.text, to: .standard) }
        throw ExitCode(findings.contains { $0.state == .missing } ? 1 : 0)
    }
}
