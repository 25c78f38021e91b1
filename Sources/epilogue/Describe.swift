import ArgumentParser

/// The catalog as JSON, for editors and other tools.
struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "All names of the language, as JSON."
    )

    func run() throws {}
}
