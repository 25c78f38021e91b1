import ArgumentParser
import Assembly
import Foundation

/// What is installed, what is missing, and the command that mends it.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "What is installed, what is missing, and what mends it."
    )

    func run() throws {
        let findings = Examination.findings()
        for finding in findings { write(finding.line + "\n", to: .standard) }
        throw ExitCode(findings.allSatisfy(\.isGood) ? 0 : 1)
    }
}
