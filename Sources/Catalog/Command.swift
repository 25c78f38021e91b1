/// A `:` command: what is known of it; what it does belongs to the session.
package struct Command: Sendable {
    package var name: String
    package var summary: String
    /// What follows the name, as help shows it: `FILE [--all]`.
    package var usage: String
    package var argument: Argument
    /// The words that it knows, where they are few: the settings of `:set`.
    package var choices: [Choice]
    package var examples: [Example]

    /// A word that a command knows, its meaning, and what follows it.
    package struct Choice: Sendable {
        package var name: String
        package var summary: String
        package var takes: String

        package init(_ name: String, _ summary: String, takes: String) {
            self.name = name
            self.summary = summary
            self.takes = takes
        }
    }

    /// What the rest of the line is, for completion and checking.
    package enum Argument: Sendable, Hashable {
        case nothing
        case path(optional: Bool)
        case setting
        case statement
        case words(optional: Bool)
    }

    package init(
        _ name: String,
        _ summary: String,
        usage: String = "",
        takes argument: Argument = .nothing,
        choices: [Choice] = [],
        examples: [Example] = []
    ) {
        self.name = name
        self.summary = summary
        self.usage = usage
        self.argument = argument
        self.choices = choices
        self.examples = examples
    }
}
