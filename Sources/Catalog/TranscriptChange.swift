package import Diagnostics

/// Something that two transcripts of one session say otherwise.
package struct TranscriptChange: Hashable, Sendable {
    /// The number of the fence in the later transcript, or in the earlier where it has gone; nil for
    /// what the header says.
    package var step: Int?
    /// What it is: a column of a table with the row's words, `statement`, or what the header calls
    /// it; nil for a line of output.
    package var value: String?
    /// As printed; nil where one of the two does not have it.
    package var old: String?
    package var new: String?
    /// What the step ran, by its first line.
    package var statement: String?

    package init(
        step: Int? = nil,
        value: String?,
        old: String?,
        new: String?,
        statement: String? = nil
    ) {
        self.step = step
        self.value = value
        self.old = old
        self.new = new
        self.statement = statement
    }
}

/// Compares two files that hold transcripts, each under the name that it was typed by.
package enum TranscriptChangesKey: ServiceKey {
    package typealias Service =
        @Sendable (_ old: TranscriptPlace, _ new: TranscriptPlace) throws -> [TranscriptChange]
    package static var missing: Diagnostic {
        Diagnostic("changes.absent", "no transcripts are read here")
    }
}

/// Where a transcript lies, what it was called, and where that stands in the line.
package struct TranscriptPlace: Sendable {
    package var path: String
    package var name: String
    package var span: SourceSpan

    package init(path: String, name: String, span: SourceSpan) {
        self.path = path
        self.name = name
        self.span = span
    }
}
