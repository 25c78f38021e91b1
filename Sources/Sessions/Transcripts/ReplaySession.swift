package import Diagnostics

/// A fresh session that a replay talks to.
package protocol ReplaySession {
    /// Runs the statements of a fence and answers what they print at 80 columns without colour.
    mutating func run(_ source: SourceText) -> PrintedOutput
}

/// What a fence printed.
package struct PrintedOutput: Hashable, Sendable {
    package var text: String
    /// Whether a statement failed; its diagnostic is part of the text.
    package var hasFailed: Bool

    package init(_ text: String, hasFailed: Bool = false) {
        self.text = text
        self.hasFailed = hasFailed
    }
}

/// What a replay asks of the layers that know files and the language.
package struct ReplayServices: Sendable {
    /// The pin of a file that the header names: `sha256:` and 64 digits; nil where it cannot be
    /// known before the fences run.
    package var pin: @Sendable (_ path: String) throws(Diagnostic) -> String?
    /// The code with another literal in its first `name = literal`, or nil where it has none.
    ///
    /// Throws where the value is not of the literal's type.
    package var substitute:
        @Sendable (_ code: String, _ name: String, _ value: String) throws(Diagnostic) -> String?
    /// Cuts and compares outputs.
    package var store: StoredOutput
    /// Hears of each fence as soon as it is done.
    package var report: @Sendable (ReplayReport.Result) -> Void
    /// Whether the reader asked to stop.
    package var isCancelled: @Sendable () -> Bool

    package init(
        pin: @escaping @Sendable (_ path: String) throws(Diagnostic) -> String?,
        substitute:
            @escaping @Sendable (_ code: String, _ name: String, _ value: String)
            throws(Diagnostic) -> String?,
        store: StoredOutput,
        report: @escaping @Sendable (ReplayReport.Result) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.pin = pin
        self.substitute = substitute
        self.store = store
        self.report = report
        self.isCancelled = isCancelled
    }
}

/// How a transcript is replayed.
package struct ReplayOptions: Hashable, Sendable {
    package var mode = Mode.show
    /// The number of the last fence to run, from 1; lesson fences are not counted.
    package var until: Int?
    /// What `--set` gave, in order.
    package var settings: [Setting] = []
    /// Whether inputs may differ from their pins.
    package var acceptsInputs = false
    /// Whether lines with `!` may run.
    package var allowsShell = false

    package init() {}

    package enum Mode: Hashable, Sendable {
        /// Runs and compares; with `--set` outputs are expected to differ and are not compared.
        case show
        case check
        /// Takes over what differs.
        case update
    }

    package struct Setting: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }
}
