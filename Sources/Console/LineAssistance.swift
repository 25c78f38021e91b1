/// What the line editor is told about the language; it knows none by itself.
///
/// The text is always the whole entry so far, lines already entered included; offsets count its
/// UTF-8 bytes. All are called on the thread that reads, between two keys, so they must be quick.
package struct LineAssistance {
    /// Whether the entry can run, or needs another line.
    package var isComplete: (String) -> Bool
    /// What may stand at an offset.
    package var complete: (String, Int) -> Completions
    /// Which parts of the entry are drawn in which style.
    package var highlight: (String) -> [StyledRange]
    /// What might come next, shown dimly after the cursor; nil leaves it to the history.
    package var hint: (String) -> String?

    package init(
        isComplete: @escaping (String) -> Bool = { _ in true },
        complete: @escaping (String, Int) -> Completions = { _, _ in Completions() },
        highlight: @escaping (String) -> [StyledRange] = { _ in [] },
        hint: @escaping (String) -> String? = { _ in nil }
    ) {
        self.isComplete = isComplete
        self.complete = complete
        self.highlight = highlight
        self.hint = hint
    }
}

/// A range of UTF-8 bytes and the parameters of the escape sequence that colours it: `1;36`.
package struct StyledRange: Sendable, Equatable {
    package var range: Range<Int>
    package var parameters: String

    package init(_ range: Range<Int>, _ parameters: String) {
        self.range = range
        self.parameters = parameters
    }
}

/// One thing that could be typed.
package struct Completion: Sendable, Equatable {
    /// What is put into the line.
    package var text: String
    /// What it is, in a word: "verb", "column", "file".
    package var kind: String
    /// A few words beside it: a type, a default, a summary.
    package var summary: String

    package init(_ text: String, kind: String = "", summary: String = "") {
        self.text = text
        self.kind = kind
        self.summary = summary
    }
}

/// What may stand in place of a range of the entry, the likeliest first.
package struct Completions: Sendable, Equatable {
    package var candidates: [Completion]
    /// UTF-8 bytes that a chosen candidate replaces.
    package var replaced: Range<Int>

    package init(_ candidates: [Completion] = [], replacing replaced: Range<Int> = 0..<0) {
        self.candidates = candidates
        self.replaced = replaced
    }

    /// The longest beginning that all candidates have in common.
    var commonPrefix: String {
        guard let first = candidates.first?.text else { return "" }
        return candidates.dropFirst().reduce(first) { prefix, candidate in
            String(zip(prefix, candidate.text).prefix { $0 == $1 }.map(\.0))
        }
    }
}
