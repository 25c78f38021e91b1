import Diagnostics

/// The lines between the first two `---` → header.
///
/// The header is a small fixed part of YAML: `key: text`, one level of nested keys two spaces deep,
/// and `{a: 1, b: 2}` on one line; texts are bare or in double quotes. All else (lists, comments,
/// anchors, block texts, other quotes) is refused: a whole YAML reader would be a dependency for
/// eight keys, and would accept what a rewrite of the file then loses.
struct TranscriptHeaderParser {
    private let lines: [TranscriptLines.Line]
    /// The line to read next; behind the header when it is done.
    private(set) var index = 0
    private(set) var faults: [Diagnostic] = []
    private var header = Transcript.Header()
    private var seen: Set<String> = []

    init(_ lines: [TranscriptLines.Line]) { self.lines = lines }

    static let keys = [
        "epilogue", "seed", "zone", "clock", "versions", "inputs", "settings", "parent",
    ]

    /// Reads the header; throws where the file is not ours at all, and else collects faults.
    mutating func parse(name: String?) throws(Diagnostic) -> Transcript.Header {
        guard lines.first?.text == "---" else { throw foreign(name) }
        index = 1
        while index < lines.count, lines[index].text != "---" {
            try parseEntry()
        }
        guard index < lines.count else {
            throw Diagnostic(
                "transcript.cut",
                "the header of line \(lines[0].number) is not closed",
                at: lines[0].span,
                "`---` was expected below",
                hints: ["---"]
            )
        }
        index += 1
        guard seen.contains("epilogue") else { throw foreign(name) }
        return header
    }

    private func foreign(_ name: String?) -> Diagnostic {
        Diagnostic(
            "transcript.foreign",
            "\(name.map { "`\($0)`" } ?? "the text") is not a transcript: no header with `epilogue`",
            at: lines.first?.span ?? .at(0),
            hints: ["---\nepilogue: \(Transcript.formatVersion)\n---"]
        )
    }

    private mutating func parseEntry() throws(Diagnostic) {
        let line = lines[index]
        index += 1
        if line.text.allSatisfy({ $0 == " " }) { return }
        var rest = Substring(line.text)
        guard line.text.first != " ", let key = HeaderScalar.read(&rest, stops: ":"),
            rest.first == ":"
        else { return faults.append(Self.malformed(line)) }
        rest = rest.dropFirst().drop { $0 == " " }
        guard Self.keys.contains(key) else {
            faults.append(Self.unknown(key, in: line))
            return skipNested()
        }
        guard seen.insert(key).inserted else {
            faults.append(
                Diagnostic(
                    "transcript.header",
                    "`\(key)` stands twice in the header",
                    at: line.span(of: key)
                )
            )
            return skipNested()
        }
        switch key {
        case "versions": header.versions = parseMap(rest, in: line)
        case "inputs":
            header.inputs = parseMap(rest, in: line)
            checkPins(line)
        case "settings": header.settings = parseMap(rest, in: line)
        default:
            guard let text = HeaderScalar.read(&rest), rest.isEmpty else {
                return faults.append(Self.malformed(line))
            }
            try set(key, text, in: line)
        }
    }

    private static func unknown(_ key: String, in line: TranscriptLines.Line) -> Diagnostic {
        let list = keys.map { "`\($0)`" }.joined(separator: ", ")
        return Diagnostic(
            "transcript.header",
            "the header has no key `\(key)`",
            at: line.span(of: key),
            hints: [Suggestion.hint(for: key, among: keys), "one of \(list)"].compactMap(\.self)
        )
    }

    private static func malformed(_ line: TranscriptLines.Line) -> Diagnostic {
        let bare = line.text.drop { $0 == " " }
        let words =
            bare.first == "#"
            ? "a header has no comments" : "`key: text` or `key: {a: 1}` was expected"
        return Diagnostic(
            "transcript.header",
            "line \(line.number) of the header cannot be read",
            at: line.span,
            words,
            hints: ["seed: 7", "versions: {epilogue: 0.1.0}"]
        )
    }

    private mutating func skipNested() {
        while index < lines.count, lines[index].text.first == " " { index += 1 }
    }
}

// The texts.
extension TranscriptHeaderParser {
    private mutating func set(
        _ key: String,
        _ text: String,
        in line: TranscriptLines.Line
    )
        throws(Diagnostic)
    {
        switch key {
        case "epilogue": try setFormat(text, in: line)
        case "seed":
            header.seed = UInt64(text)
            if header.seed == nil {
                faults.append(
                    Self.wrong(key, text, "a whole number from 0", in: line, hint: "seed: 7")
                )
            }
        case "zone": header.zone = text
        case "clock":
            header.clock = text
            if ClockText.seconds(of: text) == nil || !text.hasSuffix("Z") {
                faults.append(
                    Self.wrong(
                        key,
                        text,
                        "a moment in UTC",
                        in: line,
                        hint: "clock: 2026-01-05T09:00:00Z"
                    )
                )
            }
        case "parent": header.parent = text
        default: preconditionFailure("key \(key) was not checked")
        }
    }

    private mutating func setFormat(
        _ text: String,
        in line: TranscriptLines.Line
    )
        throws(Diagnostic)
    {
        guard let format = Int(text), format >= 1 else {
            return faults.append(
                Self.wrong(
                    "epilogue",
                    text,
                    "the format's version",
                    in: line,
                    hint: "epilogue: \(Transcript.formatVersion)"
                )
            )
        }
        guard format <= Transcript.formatVersion else {
            throw Diagnostic(
                "transcript.version",
                "the transcript has format \(format); formats up to \(Transcript.formatVersion) "
                    + "are understood",
                at: line.span(of: text),
                "written by a newer epilogue",
                hints: ["epilogue --version"]
            )
        }
        header.format = format
    }

    private static func wrong(
        _ key: String,
        _ text: String,
        _ expected: String,
        in line: TranscriptLines.Line,
        hint: String
    ) -> Diagnostic {
        Diagnostic(
            "transcript.header",
            "`\(key)` is \(expected), found `\(text)`",
            at: line.span(of: text),
            hints: [hint]
        )
    }

    private mutating func checkPins(_ line: TranscriptLines.Line) {
        for entry in header.inputs.entries
        where !(entry.text.hasPrefix("sha256:") && String(entry.text.dropFirst(7)).isSHA256) {
            let place = lines[..<index].last { $0.text.contains(entry.text) } ?? line
            faults.append(
                Diagnostic(
                    "transcript.pin",
                    "the pin of `\(entry.name)` is not a SHA-256",
                    at: place.span(of: entry.text),
                    "`sha256:` and 64 hexadecimal digits were expected",
                    hints: ["epilogue replay FILE.md --update --accept-inputs"]
                )
            )
        }
    }
}

// The maps.
extension TranscriptHeaderParser {
    private mutating func parseMap(
        _ rest: Substring,
        in line: TranscriptLines.Line
    )
        -> Transcript.Map
    {
        if rest.first == "{" { return parseInlineMap(rest, in: line) }
        guard rest.isEmpty else {
            faults.append(Self.malformed(line))
            return [:]
        }
        var map = Transcript.Map()
        while index < lines.count, lines[index].text.first == " " {
            let nested = lines[index]
            index += 1
            var rest = Substring(nested.text).dropFirst(2)
            guard nested.text.hasPrefix("  "), rest.first != " ",
                let name = HeaderScalar.read(&rest, stops: ":"), rest.popFirst() == ":",
                let text = HeaderScalar.read(&rest), rest.isEmpty
            else {
                faults.append(Self.malformed(nested))
                continue
            }
            add(name, text, to: &map, in: nested)
        }
        return map
    }

    private mutating func parseInlineMap(
        _ whole: Substring,
        in line: TranscriptLines.Line
    )
        -> Transcript.Map
    {
        var map = Transcript.Map()
        var rest = whole.dropFirst().drop { $0 == " " }
        while rest.first != "}" {
            guard let name = HeaderScalar.read(&rest, stops: ":,}"), rest.popFirst() == ":",
                let text = HeaderScalar.read(&rest, stops: ",}"),
                rest.first == "," || rest.first == "}"
            else {
                faults.append(Self.malformed(line))
                return map
            }
            add(name, text, to: &map, in: line)
            if rest.first == "," { rest = rest.dropFirst().drop { $0 == " " } }
        }
        if !rest.dropFirst().allSatisfy({ $0 == " " }) { faults.append(Self.malformed(line)) }
        return map
    }

    private mutating func add(
        _ name: String,
        _ text: String,
        to map: inout Transcript.Map,
        in line: TranscriptLines.Line
    ) {
        if map[name] != nil {
            faults.append(
                Diagnostic(
                    "transcript.header",
                    "`\(name)` stands twice in one map",
                    at: line.span(of: name)
                )
            )
        }
        map[name] = text
    }
}
