package import Diagnostics

/// Markdown → transcript, with every fault of the file at once.
///
/// Fences of other languages are prose, and so is what they hold. Spans are offsets into the whole
/// file, so that excerpts show its line numbers.
package struct TranscriptParser {
    private let lines: [TranscriptLines.Line]
    private var index = 0
    private var faults: [Diagnostic] = []
    private var exercises: Set<String> = []
    private var transcript = Transcript()
    /// Lines of prose that are not in the transcript yet.
    private var prose: [String] = []

    private init(_ source: SourceText) { lines = TranscriptLines(source).lines }

    package static func parse(_ source: SourceText) throws(Faults) -> Transcript {
        var parser = TranscriptParser(source)
        do throws(Diagnostic) {
            var header = TranscriptHeaderParser(parser.lines)
            parser.transcript.header = try header.parse(name: source.name)
            parser.index = header.index
            parser.faults = header.faults
        } catch {
            throw Faults(error)
        }
        while parser.index < parser.lines.count { parser.parseBlock() }
        parser.endProse()
        guard parser.faults.isEmpty else { throw Faults(parser.faults) }
        return parser.transcript
    }

    private mutating func parseBlock() {
        let line = lines[index]
        guard let opening = FenceOpening(line.text) else {
            checkBackticks(line)
            index += 1
            return prose.append(line.text)
        }
        let name = opening.name
        guard name == "output" || Transcript.Kind(rawValue: name) != nil else {
            if let near = Suggestion.close(to: name, among: ["epilogue", "output"]).first {
                faults.append(Self.misspelt(name, near: near, in: line))
            }
            return skipForeignFence(opening)
        }
        if opening.mark != "`" || opening.indent > 0 {
            faults.append(
                Diagnostic(
                    "transcript.fence",
                    "a fence of `\(name)` begins its line with backticks",
                    at: line.span,
                    hints: ["```\(opening.info)"]
                )
            )
        }
        endProse()
        if let kind = Transcript.Kind(rawValue: name) {
            parseFence(kind, opening, line)
        } else {
            parseOutput(opening, line)
        }
    }

    private mutating func endProse() {
        if !prose.isEmpty { transcript.append(.prose(prose.joined(separator: "\n"))) }
        prose = []
    }

    /// Finds what looks like a fence of ours and is none to Markdown.
    private mutating func checkBackticks(_ line: TranscriptLines.Line) {
        let info = line.text.drop { $0 == " " }.drop { $0 == "`" }
        let name = String(info.prefix { $0 != " " && $0 != "{" })
        guard line.text.hasPrefix("```"), info.contains("`"),
            name == "output" || Transcript.Kind(rawValue: name) != nil
        else { return }
        faults.append(
            Diagnostic(
                "transcript.fence",
                "a backtick stands behind the mark of a fence",
                at: line.span,
                "Markdown takes this for prose",
                hints: ["```" + String(info.flatMap { $0 == "`" ? "\\x60" : String($0) })]
            )
        )
    }

    private static func misspelt(
        _ name: String,
        near: String,
        in line: TranscriptLines.Line
    ) -> Diagnostic {
        Diagnostic(
            "transcript.fence",
            "a fence of `\(name)` would not be run",
            at: line.span(of: name),
            "`\(near)` is close",
            hints: ["```\(near)", "```text for what is only shown"]
        )
    }

    /// Keeps a fence of another language as prose, whatever it holds.
    private mutating func skipForeignFence(_ opening: FenceOpening) {
        let first = lines[index]
        repeat {
            prose.append(lines[index].text)
            index += 1
            if index == lines.count { return faults.append(Self.cutShort(opening, first)) }
        } while !opening.isClosed(by: lines[index].text)
        prose.append(lines[index].text)
        index += 1
    }

    /// The lines up to the end of the fence that opens at `index`, which moves behind it.
    private mutating func readContent(_ opening: FenceOpening) -> String {
        let first = lines[index]
        index += 1
        var content: [String] = []
        while index < lines.count {
            let line = lines[index].text
            if opening.isClosed(by: line) {
                index += 1
                return content.joined(separator: "\n")
            }
            // The writer's marks are longer than any inside, so a fence of ours in a fence of ours
            // means that the first was never closed.
            if let inner = FenceOpening(line), inner.length >= opening.length, inner.mark == "`",
                inner.name == "output" || Transcript.Kind(rawValue: inner.name) != nil
            {
                faults.append(
                    Diagnostic(
                        "transcript.cut",
                        "the fence of line \(first.number) is not closed before line "
                            + "\(lines[index].number)",
                        at: first.span,
                        hints: [Self.closing(opening)]
                    )
                )
                return content.joined(separator: "\n")
            }
            content.append(line)
            index += 1
        }
        faults.append(Self.cutShort(opening, first))
        return content.joined(separator: "\n")
    }

    private static func closing(_ opening: FenceOpening) -> String {
        String(repeating: opening.mark, count: opening.length)
    }

    private static func cutShort(
        _ opening: FenceOpening,
        _ line: TranscriptLines.Line
    ) -> Diagnostic {
        Diagnostic(
            "transcript.cut",
            "the file ends inside the fence of line \(line.number)",
            at: line.span,
            "never closed",
            hints: [closing(opening)]
        )
    }
}

// Fences of ours.
extension TranscriptParser {
    private mutating func parseFence(
        _ kind: Transcript.Kind,
        _ opening: FenceOpening,
        _ line: TranscriptLines.Line
    ) {
        var attributes = Transcript.Attributes()
        do throws(Diagnostic) {
            attributes = try FenceAttributes(opening, in: line)
                .read(as: kind, in: line, faults: &faults)
        } catch {
            faults.append(error)
        }
        checkExercise(attributes, in: line)
        let code = readContent(opening)
        transcript.append(
            .fence(Transcript.Fence(code, kind: kind, attributes: attributes, line: line.number))
        )
    }

    private mutating func checkExercise(
        _ attributes: Transcript.Attributes,
        in line: TranscriptLines.Line
    ) {
        if let name = attributes.exercise, !exercises.insert(name).inserted {
            faults.append(
                Diagnostic(
                    "transcript.exercise",
                    "the exercise `\(name)` stands twice",
                    at: line.span(of: name)
                )
            )
        }
        if let name = attributes.exerciseName, !exercises.contains(name) {
            let near = Suggestion.hint(for: name, among: exercises)
            faults.append(
                Diagnostic(
                    "transcript.exercise",
                    "no exercise `\(name)` before this fence",
                    at: line.span(of: name),
                    hints: [near, "```epilogue {exercise=\(name)}"].compactMap(\.self)
                )
            )
        }
    }

    private mutating func parseOutput(_ opening: FenceOpening, _ line: TranscriptLines.Line) {
        var whole: Transcript.Output.Whole?
        do throws(Diagnostic) {
            whole = try FenceAttributes(opening, in: line).readWhole(in: line)
        } catch {
            faults.append(error)
        }
        let content = readContent(opening)
        let output = Transcript.Output(content, whole: whole, line: line.number)
        do throws(Diagnostic) {
            try transcript.attach(output)
        } catch {
            faults.append(error.located(at: line.span))
        }
    }
}

extension Transcript {
    /// Gives an output to the fence before it, with nothing but blank lines between.
    fileprivate mutating func attach(_ output: Output) throws(Diagnostic) {
        var kept = blocks
        var output = output
        if case .prose(let gap)? = kept.last, gap.allSatisfy({ $0 == "\n" }) {
            output.blankLinesBefore = gap.count + 1
            kept.removeLast()
        }
        guard case .fence(var fence)? = kept.last, fence.kind == .epilogue else {
            throw Diagnostic(
                "transcript.output",
                "an output without a fence that printed it",
                hints: ["```epilogue"]
            )
        }
        guard fence.output == nil else {
            throw Diagnostic(
                "transcript.output",
                "the fence of line \(fence.line) has two outputs",
                hints: ["```text"]
            )
        }
        fence.output = output
        kept[kept.count - 1] = .fence(fence)
        self = Transcript(header: header, blocks: kept)
    }
}
