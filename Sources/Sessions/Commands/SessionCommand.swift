package import Catalog
package import Language

/// A `:` command: its declaration, and what it does to the session.
package struct SessionCommand: Sendable {
    package let declaration: Command
    /// Whether it only looks, so that it is neither saved nor undone.
    package let isAside: Bool
    /// With fewer words behind the name it only looks, as `:set digits` does.
    package let wordsToChange: Int
    package typealias Body =
        @Sendable (inout Session, Syntax.Rest, Session.Running, inout Outcome) throws -> Void
    package let run: Body

    package init(
        _ declaration: Command,
        isAside: Bool = true,
        wordsToChange: Int = 0,
        run: @escaping Body
    ) {
        self.declaration = declaration
        self.isAside = isAside
        self.wordsToChange = wordsToChange
        self.run = run
    }
}

/// The commands, in the order in which help lists them.
package enum SessionCommands {
    package static let all: [SessionCommand] = [
        .vars, .stale, .time, .set, .save, .replay, .undo, .redo, .history, .rerun, .edit, .copy,
        .cd,
        .lesson, .skip, .hint, .solution, .quit,
    ]
}
