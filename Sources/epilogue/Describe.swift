import ArgumentParser
import Assembly
import Catalog

/// The catalog as JSON, for editors and other tools.
struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "All names of the language, as JSON.",
        discussion: """
            An object with `names`: each has its kind (function, rowFunction, operator, command), \
            family, summary, usage, parameters with type, default and domain, result, effect and \
            examples. The order is that of help.
            """
    )

    func run() throws { write(Describe.text, to: .standard) }

    static var text: String { Program.factory.registry.description.json }
}
