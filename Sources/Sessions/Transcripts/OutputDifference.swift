/// What became of each line of an output.
package struct OutputDifference: Hashable, Sendable {
    package var changes: [Change]
    /// The line in the file on which the expected output begins.
    package var firstLine: Int

    init(_ changes: [Change], firstLine: Int) {
        self.changes = changes
        self.firstLine = firstLine
    }

    package enum Change: Hashable, Sendable {
        case same(String)
        /// A line that was expected and did not come.
        case missing(String)
        /// A line that came and was not expected.
        case extra(String)
        case changed(ChangedLine)
        /// Words about the whole rather than a line.
        case remark(String)
    }

    /// A line that came otherwise; marks are the characters of the words that differ.
    package struct ChangedLine: Hashable, Sendable {
        package var old: String
        package var new: String
        package var oldMarks: [Range<Int>]
        package var newMarks: [Range<Int>]
        /// The numbers in those words, in order.
        package var numbers: [NumberPair]
    }

    package struct NumberPair: Hashable, Sendable {
        package var old: Double
        package var new: Double

        package init(old: Double, new: Double) {
            self.old = old
            self.new = new
        }

        /// The change in units of the old number; infinite from 0.
        package var relativeChange: Double { old == new ? 0 : (new - old) / abs(old) }
    }

    /// Every number that changed, with its line in the file.
    package var numbers: [(line: Int, pair: NumberPair)] {
        var line = firstLine
        var numbers: [(line: Int, pair: NumberPair)] = []
        for change in changes {
            if case .changed(let changed) = change {
                numbers += changed.numbers.map { (line, $0) }
            }
            line += change.oldLines
        }
        return numbers
    }
}

extension OutputDifference.Change {
    /// How many lines of the file it stands for.
    fileprivate var oldLines: Int {
        switch self {
        case .same, .missing, .changed: 1
        case .extra, .remark: 0
        }
    }

    fileprivate var isSame: Bool {
        if case .same = self { true } else { false }
    }

    /// The lines of a unified diff, with a line of carets below each line that changed.
    fileprivate var rendered: [String] {
        switch self {
        case .same(let text): [" " + text]
        case .missing(let text): ["-" + text]
        case .extra(let text): ["+" + text]
        case .remark(let text): ["! " + text]
        case .changed(let line):
            ["-" + line.old] + Self.carets(line.oldMarks)
                + ["+" + line.new] + Self.carets(line.newMarks)
        }
    }

    private static func carets(_ marks: [Range<Int>]) -> [String] {
        guard !marks.isEmpty else { return [] }
        var text = "?"
        for mark in marks {
            text += String(repeating: " ", count: max(0, mark.lowerBound + 1 - text.count))
            text += String(repeating: "^", count: mark.count)
        }
        return [text]
    }
}

extension OutputDifference {
    /// A unified diff whose hunks are headed by the file's name and line.
    package func rendered(name: String, context: Int = 3) -> String {
        var lines: [String] = []
        var fileLine = firstLine
        var lastShown = -1
        for (index, change) in changes.enumerated() {
            let near = changes[max(0, index - context)..<min(changes.count, index + context + 1)]
            if near.contains(where: { !$0.isSame }) {
                if lastShown != index - 1 || lastShown < 0 {
                    lines.append("@@ \(name):\(fileLine) @@")
                }
                lines += change.rendered
                lastShown = index
            }
            fileLine += change.oldLines
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
