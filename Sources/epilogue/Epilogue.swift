import ArgumentParser
import Sessions

/// The program: the shell, a script, or one of the subcommands.
@main
struct Epilogue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "epilogue",
        abstract: "A shell for data and models.",
        discussion: """
            Without arguments it is a shell. Not on a terminal it reads statements from standard \
            input, stops at the first error and exits with status 1.
            """,
        version: Version.current,
        subcommands: [Run.self, ReplayTranscript.self, Doctor.self, Describe.self],
        defaultSubcommand: Run.self
    )
}
