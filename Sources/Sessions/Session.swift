package import Catalog
package import Diagnostics
import Digests
package import Language
import Values

/// One conversation: what is bound, what was said, and what went before.
///
/// A value: undo is the session before, a replay starts from a fresh one, a test compares two.
package struct Session: Sendable {
    package let registry: Registry
    package let commands: [SessionCommand]
    package var services: Services
    /// Shared by all copies: what was looked at cannot be taken back.
    let looks = HeldOutLooks()
    package var settings: Settings
    /// The settings before the first line, with which a replay has to begin.
    package private(set) var start: Settings
    package var scope = Scope()
    /// What was accepted, in order, prose among it.
    package var entries: [Entry] = []
    /// Sessions before each accepted input, for `:undo`, and those undone, for `:redo`.
    package var past: [Moment] = []
    package var future: [Moment] = []
    /// Files that were loaded, as typed and as resolved, in order.
    package var inputs: [Notes.Reading] = []
    /// Paths of the files that the session wrote itself.
    package var products: Set<String> = []
    /// Transcripts that the session wrote itself, by their paths, as they were then.
    var transcripts: [String: SHA256Digest] = [:]
    /// Libraries that had a say in what was printed.
    package var libraries: Set<LibraryVersions.Name> = []
    /// Notes that are not said again.
    package var said: Set<Diagnostic> = []
    var trail = Trail()
    /// What each binding was made from.
    package var origins = Origins()
    /// Whether `!` lines run.
    package var allowsShell = true
    /// The transcripts that are being replayed, one within the other.
    var replaying: [String] = []

    package init(
        registry: Registry,
        commands: [SessionCommand],
        services: Services,
        settings: Settings
    ) {
        self.registry = registry
        self.commands = commands
        self.services = services
        self.settings = settings
        start = settings
    }

    /// Begins with other settings, before the first line.
    package mutating func begin(with settings: Settings) {
        self.settings = settings
        start = settings
    }

    /// What `:undo` gives back.
    package struct Moment: Sendable {
        package var scope: Scope
        package var settings: Settings
        package var entries: [Entry]
        package var inputs: [Notes.Reading]
        package var said: Set<Diagnostic>
        package var origins: Origins
    }

    package var moment: Moment {
        Moment(
            scope: scope,
            settings: settings,
            entries: entries,
            inputs: inputs,
            said: said,
            origins: origins
        )
    }

    package mutating func go(to moment: Moment) {
        scope = moment.scope
        settings = moment.settings
        entries = moment.entries
        inputs = moment.inputs
        said = moment.said
        origins = moment.origins
    }
}

/// One accepted piece of a session.
package struct Entry: Sendable {
    package enum Kind: Sendable, Hashable {
        /// A line that is only a comment, without its `#`s; the level of a heading, 0 for prose.
        case prose(level: Int)
        case statement
        /// One that failed, kept for `:save FILE --all`.
        case failure
        /// One that looks at the session, such as `:vars`, and is not saved.
        case aside
    }

    package var kind: Kind
    package var text: String
    /// What it printed, at the width and in the manner of transcripts.
    package var output: String
    /// Its number in the journal.
    package var number: Int?

    package init(_ kind: Kind, _ text: String, output: String = "", number: Int? = nil) {
        self.kind = kind
        self.text = text
        self.output = output
        self.number = number
    }
}
