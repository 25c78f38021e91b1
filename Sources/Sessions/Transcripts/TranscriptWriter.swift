/// Transcript → Markdown, in the one form that `TranscriptParser` reads back to the same.
package enum TranscriptWriter {
    package static func write(_ transcript: Transcript) -> String {
        var text = write(transcript.header)
        for block in transcript.blocks {
            switch block {
            case .prose(let prose): text += prose + "\n"
            case .fence(let fence): text += write(fence)
            }
        }
        return text
    }

    /// The header with its two lines of dashes.
    package static func write(_ header: Transcript.Header) -> String {
        var lines = ["---", "epilogue: \(header.format)"]
        if let seed = header.seed { lines.append("seed: \(seed)") }
        let texts = [("zone", header.zone), ("clock", header.clock), ("parent", header.parent)]
        for case (let key, let text?) in texts {
            lines.append("\(key): \(HeaderScalar.written(text))")
        }
        let maps = [("versions", header.versions), ("settings", header.settings)]
        for (key, map) in maps where !map.isEmpty {
            let entries = map.entries.map { entry in
                HeaderScalar.written(entry.name, inMap: true) + ": "
                    + HeaderScalar.written(entry.text, inMap: true)
            }
            lines.append("\(key): {\(entries.joined(separator: ", "))}")
        }
        if !header.inputs.isEmpty { lines.append("inputs:") }
        for entry in header.inputs.entries {
            let name = HeaderScalar.written(entry.name)
            lines.append("  \(name): \(HeaderScalar.written(entry.text))")
        }
        lines.append("---")
        return lines.joined(separator: "\n") + "\n"
    }

    /// A fence, and its output if it has one.
    package static func write(_ fence: Transcript.Fence) -> String {
        let words = words(of: fence.attributes)
        let info = fence.kind.rawValue + (words.isEmpty ? "" : " {\(words.joined(separator: " "))}")
        var text = block(info, fence.code)
        if let output = fence.output {
            text += String(repeating: "\n", count: output.blankLinesBefore)
            var info = "output"
            if let whole = output.whole {
                info += " {lines=\(whole.lines) bytes=\(whole.bytes) sha256=\(whole.sha256)}"
            }
            text += block(info, output.text)
        }
        return text
    }

    private static func block(_ info: String, _ content: String) -> String {
        let mark = FenceOpening.mark(around: content)
        return mark + info + "\n" + (content.isEmpty ? "" : content + "\n") + mark + "\n"
    }

    private static func words(of attributes: Transcript.Attributes) -> [String] {
        var words: [String] = []
        if attributes.expectsError { words.append("error") }
        if attributes.isVolatile { words.append("volatile") }
        if attributes.isSkipped { words.append("skip") }
        if let tolerance = attributes.tolerance { words.append("tolerance=\(tolerance)") }
        if let name = attributes.exercise { words.append("exercise=\(value(name))") }
        if let name = attributes.exerciseName { words.append("of=\(value(name))") }
        if let says = attributes.says { words.append("says=\(HeaderScalar.quoted(says))") }
        return words
    }

    private static func value(_ text: String) -> String {
        text.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
            ? text : HeaderScalar.quoted(text)
    }
}
