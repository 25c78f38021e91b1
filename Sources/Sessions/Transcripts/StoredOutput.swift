/// An output as a file holds it: whole up to 200 lines and 64 KiB, else its head and tail.
package struct StoredOutput: Sendable {
    package var maximumLines = 200
    package var maximumBytes = 65_536
    /// The SHA-256 of bytes in hexadecimal; comes from the layer that owns digests.
    private let sha256: @Sendable ([UInt8]) -> String

    package init(sha256: @escaping @Sendable ([UInt8]) -> String) { self.sha256 = sha256 }

    /// What to store of a text.
    package func output(of text: String) -> Transcript.Output {
        let lines = OutputComparison.lines(of: text)
        let whole = lines.joined(separator: "\n")
        guard lines.count > maximumLines || whole.utf8.count > maximumBytes else {
            return Transcript.Output(whole)
        }
        let measure = Transcript.Output.Whole(
            lines: lines.count,
            bytes: whole.utf8.count,
            sha256: sha256(Array(whole.utf8))
        )
        return Transcript.Output(shortened(lines).joined(separator: "\n"), whole: measure)
    }

    private func shortened(_ lines: [Substring]) -> [String] {
        let head = part(lines, fromEnd: false)
        let left = lines.dropFirst(head.count)
        let tail = part(Array(left), fromEnd: true).reversed()
        let hidden = left.count - tail.count
        let words = hidden == 1 ? "1 line" : "\(hidden) lines"
        return head + ["… \(hidden == 0 ? "part of a line" : words) left out …"] + tail
    }

    /// Lines from one end, up to half of what is allowed; one that alone is too long is cut.
    private func part(_ lines: [Substring], fromEnd: Bool) -> [String] {
        var bytes = maximumBytes / 2
        var part: [String] = []
        for line in fromEnd ? lines.reversed() : lines {
            guard part.count < maximumLines / 2 else { break }
            guard line.utf8.count < bytes else {
                if part.isEmpty { part.append(cut(line, to: bytes, fromEnd: fromEnd)) }
                break
            }
            bytes -= line.utf8.count + 1
            part.append(String(line))
        }
        return part
    }

    private func cut(_ line: Substring, to bytes: Int, fromEnd: Bool) -> String {
        let scalars = line.unicodeScalars
        var count = 0
        if fromEnd {
            let kept = scalars.reversed().prefix {
                count += $0.utf8.count
                return count <= bytes
            }
            return String(String.UnicodeScalarView(kept.reversed()))
        }
        let kept = scalars.prefix {
            count += $0.utf8.count
            return count <= bytes
        }
        return String(String.UnicodeScalarView(kept))
    }

    /// Where a text differs from a stored output, or nil.
    ///
    /// Of an output that was cut, head and tail are compared by token and the rest by its hash. A
    /// fence with a tolerance of its own is judged by head, tail and number of lines, for a hash
    /// knows no tolerance.
    package func difference(
        expected: Transcript.Output?,
        actual text: String,
        by attributes: Transcript.Attributes
    ) -> OutputDifference? {
        let expected = expected ?? Transcript.Output("")
        let actual = output(of: text)
        if let whole = expected.whole, whole == actual.whole { return nil }
        let comparison = OutputComparison(attributes)
        var difference = comparison.difference(
            expected: expected.text,
            actual: actual.text,
            line: expected.line + 1
        )
        let remarks = remarks(expected.whole, actual.whole, isTolerant: attributes.tolerance != nil)
        if !remarks.isEmpty {
            difference = difference ?? OutputDifference([], firstLine: expected.line + 1)
            difference?.changes += remarks.map { .remark($0) }
        }
        return difference
    }

    private func remarks(
        _ old: Transcript.Output.Whole?,
        _ new: Transcript.Output.Whole?,
        isTolerant: Bool
    ) -> [String] {
        switch (old, new) {
        case (let old?, let new?):
            if old.lines != new.lines {
                return ["the whole has \(new.lines) lines, \(old.lines) were stored"]
            }
            return isTolerant || old.sha256 == new.sha256
                ? [] : ["the lines left out differ, or digits of the lines shown"]
        case (let old?, nil): return ["the whole had \(old.lines) lines and was cut; this is not"]
        case (nil, let new?): return ["the whole has \(new.lines) lines and is cut; it was not"]
        case (nil, nil): return []
        }
    }
}
