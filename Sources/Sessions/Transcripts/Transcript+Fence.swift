extension Transcript {
    /// A fence of ours with what it printed.
    package struct Fence: Hashable, Sendable {
        package var kind: Kind
        package var attributes: Attributes
        /// The lines between the backticks, without the last newline.
        package var code: String
        /// What the file says it prints; nil where the file has no `output` fence.
        package var output: Output?
        /// The line of the opening backticks, from 1; 0 where it was never in a file.
        @Aside package var line = 0

        package init(
            _ code: String,
            kind: Kind = .epilogue,
            attributes: Attributes = Attributes(),
            output: Output? = nil,
            line: Int = 0
        ) {
            self.kind = kind
            self.attributes = attributes
            self.code = code
            self.output = output
            self.line = line
        }
    }

    /// What a fence is for: statements, or a part of a lesson.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case epilogue
        /// An expression that is true when the exercise is solved.
        case check
        /// Prose for one who missed twice.
        case hint
        /// Statements that `check` must refuse.
        case wrong
    }

    /// What stands in the braces behind a fence's name.
    package struct Attributes: Hashable, Sendable {
        /// `{error}`: a failure is expected, and its text compared.
        package var expectsError = false
        /// `{volatile}`: run, and not compared.
        package var isVolatile = false
        /// `{skip}`: not run.
        package var isSkipped = false
        /// `{tolerance=1e-3}`: how far numbers may differ, relative and absolute.
        package var tolerance: Double?
        /// `{exercise=share}`: the name of the exercise that the reader solves here.
        package var exercise: String?
        /// `{of=share}`: the exercise that a check, a hint or a wrong answer belongs to.
        package var exerciseName: String?
        /// `{says="missing"}`: words that the refusal of a wrong answer holds.
        package var says: String?

        package init() {}
    }

    /// What a fence printed, whole or cut to what a file should hold.
    package struct Output: Hashable, Sendable {
        /// The lines, without the last newline.
        package var text: String
        /// The measure of the whole, where `text` is only its head and tail.
        package var whole: Whole?
        /// How many blank lines stand between the fence and its output.
        package var blankLinesBefore = 0
        /// The line of the opening backticks, from 1; 0 where it was never in a file.
        @Aside package var line = 0

        package init(_ text: String, whole: Whole? = nil, line: Int = 0) {
            self.text = text
            self.whole = whole
            self.line = line
        }

        /// How much was printed, and its SHA-256 in hexadecimal.
        package struct Whole: Hashable, Sendable {
            package var lines: Int
            package var bytes: Int
            package var sha256: String

            package init(lines: Int, bytes: Int, sha256: String) {
                self.lines = lines
                self.bytes = bytes
                self.sha256 = sha256
            }
        }
    }
}
