/// Compares what a fence printed with what the file says it prints.
///
/// Lines must correspond one to one, and words on a line; how many spaces stand between words does
/// not matter, for they follow the width of numbers. Text must be equal, numbers within a tolerance;
/// words such as `nan`, `inf` and `missing` are text.
package struct OutputComparison: Sendable {
    package var tolerance: NumberTolerance

    package init(tolerance: NumberTolerance = .standard) { self.tolerance = tolerance }

    /// The comparison that a fence asks for.
    package init(_ attributes: Transcript.Attributes) {
        self.init(tolerance: attributes.tolerance.map { .fence($0) } ?? .standard)
    }

    /// Where two outputs differ, or nil.
    ///
    /// `line` is that of the output's first line in the file.
    package func difference(
        expected: String,
        actual: String,
        line: Int = 1
    ) -> OutputDifference? {
        let old = Self.lines(of: expected).map(OutputLine.init)
        let new = Self.lines(of: actual).map(OutputLine.init)
        if old.count == new.count, zip(old, new).allSatisfy({ isSame($0, $1) }) { return nil }
        return OutputDifference(changes(from: old, to: new), firstLine: line)
    }

    /// The lines of a text; one newline at its end is no line of its own, and a carriage return
    /// before a newline is none of the text.
    static func lines(of text: String) -> [Substring] {
        let bytes = text.utf8.split(
            separator: UInt8(ascii: "\n"),
            omittingEmptySubsequences: false
        )
        let lines = bytes.map { Substring($0.last == 0x0D ? $0.dropLast() : $0) }
        return lines.last?.isEmpty == true ? lines.dropLast() : lines
    }

    func isSame(_ old: OutputLine, _ new: OutputLine) -> Bool {
        if old.text == new.text { return true }
        return old.words.count == new.words.count
            && zip(old.words, new.words).allSatisfy { isSame($0, $1) }
    }

    private func isSame(_ old: [OutputToken], _ new: [OutputToken]) -> Bool {
        old.count == new.count && zip(old, new).allSatisfy { tolerance.accepts($0, $1) }
    }
}

/// A line of output with its words.
struct OutputLine {
    var text: Substring
    var words: [[OutputToken]]

    init(_ text: Substring) {
        self.text = text
        words = OutputToken.words(of: text)
    }
}

// From two lists of lines to what became of each.
extension OutputComparison {
    /// The shortest edit, by the longest common subsequence; within a stretch that was replaced,
    /// lines are paired in order.
    private func changes(from old: [OutputLine], to new: [OutputLine]) -> [OutputDifference.Change]
    {
        let common = commonLengths(old, new)
        var changes: [OutputDifference.Change] = []
        var (i, j) = (0, 0)
        var removed: [OutputLine] = []
        var added: [OutputLine] = []
        while i < old.count || j < new.count {
            if i < old.count, j < new.count, isSame(old[i], new[j]) {
                changes += replacements(&removed, &added)
                changes.append(.same(String(old[i].text)))
                (i, j) = (i + 1, j + 1)
            } else if j == new.count
                || i < old.count && common[i + 1][j] >= common[i][j + 1]
            {
                removed.append(old[i])
                i += 1
            } else {
                added.append(new[j])
                j += 1
            }
        }
        return changes + replacements(&removed, &added)
    }

    private func commonLengths(_ old: [OutputLine], _ new: [OutputLine]) -> [[Int]] {
        var common = [[Int]](
            repeating: [Int](repeating: 0, count: new.count + 1),
            count: old.count + 1
        )
        for i in old.indices.reversed() {
            for j in new.indices.reversed() {
                common[i][j] =
                    isSame(old[i], new[j])
                    ? common[i + 1][j + 1] + 1 : max(common[i + 1][j], common[i][j + 1])
            }
        }
        return common
    }

    private func replacements(
        _ removed: inout [OutputLine],
        _ added: inout [OutputLine]
    ) -> [OutputDifference.Change] {
        defer { (removed, added) = ([], []) }
        let paired = min(removed.count, added.count)
        return zip(removed, added).map { replacement($0, $1) }
            + removed.dropFirst(paired).map { .missing(String($0.text)) }
            + added.dropFirst(paired).map { .extra(String($0.text)) }
    }

    private func replacement(_ old: OutputLine, _ new: OutputLine) -> OutputDifference.Change {
        var oldMarks: [Range<Int>] = []
        var newMarks: [Range<Int>] = []
        var numbers: [OutputDifference.NumberPair] = []
        for index in 0..<max(old.words.count, new.words.count) {
            let before = index < old.words.count ? old.words[index] : []
            let after = index < new.words.count ? new.words[index] : []
            if isSame(before, after) { continue }
            oldMarks += old.columns(of: before)
            newMarks += new.columns(of: after)
            guard before.count == after.count else { continue }
            for (old, new) in zip(before, after) where !tolerance.accepts(old, new) {
                guard case .number(let oldValue, _, _) = old.kind,
                    case .number(let newValue, _, _) = new.kind
                else { continue }
                numbers.append(.init(old: oldValue, new: newValue))
            }
        }
        return .changed(
            OutputDifference.ChangedLine(
                old: String(old.text),
                new: String(new.text),
                oldMarks: oldMarks,
                newMarks: newMarks,
                numbers: numbers
            )
        )
    }
}

extension OutputLine {
    /// The characters that a word takes up on its line.
    fileprivate func columns(of word: [OutputToken]) -> [Range<Int>] {
        guard let first = word.first, let last = word.last else { return [] }
        let lower = text.distance(from: text.startIndex, to: first.text.startIndex)
        let upper = text.distance(from: text.startIndex, to: last.text.endIndex)
        return [lower..<upper]
    }
}
