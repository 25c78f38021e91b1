import Diagnostics

/// The words in braces behind a fence's name, such as `{error} {tolerance=1e-3}`.
struct FenceAttributes {
    struct Word {
        var name: String
        /// What follows `=`, or nil without one.
        var value: String?
        /// As it stands in the file, to point at.
        var text: String
    }

    var words: [Word] = []

    /// Reads the words in an opening line; what is no word is a fault.
    init(_ opening: FenceOpening, in line: TranscriptLines.Line) throws(Diagnostic) {
        var rest = opening.info.dropFirst(opening.name.count)
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" }
            guard let first = rest.first else { return }
            guard first == "{" else { throw Self.stray(rest, in: line) }
            rest = rest.dropFirst()
            try readGroup(&rest, in: line)
        }
    }

    private mutating func readGroup(
        _ rest: inout Substring,
        in line: TranscriptLines.Line
    )
        throws(Diagnostic)
    {
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "," }
            guard let first = rest.first else { throw Self.open(in: line) }
            if first == "}" {
                rest = rest.dropFirst()
                return
            }
            try words.append(Self.readWord(&rest, in: line))
        }
    }

    private static func readWord(
        _ rest: inout Substring,
        in line: TranscriptLines.Line
    )
        throws(Diagnostic) -> Word
    {
        let start = rest
        let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        guard !name.isEmpty else { throw stray(rest.prefix(1), in: line) }
        rest = rest.dropFirst(name.count)
        var value: String?
        if rest.first == "=" {
            rest = rest.dropFirst()
            if rest.first == "\"" {
                value = HeaderScalar.read(&rest)
                if value == nil { throw open(in: line) }
            } else {
                let bare = rest.prefix { $0 != " " && $0 != "\t" && $0 != "}" && $0 != "," }
                rest = rest[bare.endIndex...]
                value = String(bare)
            }
        }
        return Word(name: name, value: value, text: String(start[..<rest.startIndex]))
    }

    private static func stray(_ text: Substring, in line: TranscriptLines.Line) -> Diagnostic {
        Diagnostic(
            "transcript.attribute",
            "`\(text)` is not an attribute of a fence",
            at: line.span(of: text),
            "`{…}` was expected",
            hints: ["```epilogue {tolerance=1e-3}"]
        )
    }

    private static func open(in line: TranscriptLines.Line) -> Diagnostic {
        Diagnostic(
            "transcript.attribute",
            "the braces or quotes of line \(line.number) are not closed",
            at: line.span,
            hints: [line.text + "}"]
        )
    }
}

// What the words mean.
extension FenceAttributes {
    /// The names that each kind of fence knows.
    static func names(of kind: Transcript.Kind) -> [String] {
        switch kind {
        case .epilogue: ["error", "volatile", "skip", "tolerance", "exercise"]
        case .check, .hint: ["of"]
        case .wrong: ["of", "says"]
        }
    }

    /// The attributes of a fence of one kind, with every fault found on the way.
    func read(
        as kind: Transcript.Kind,
        in line: TranscriptLines.Line,
        faults: inout [Diagnostic]
    ) -> Transcript.Attributes {
        var attributes = Transcript.Attributes()
        var seen: Set<String> = []
        for word in words {
            if let fault = Self.fault(of: word, kind: kind, isNew: seen.insert(word.name).inserted)
            {
                faults.append(fault.located(at: line.span(of: word.text)))
                continue
            }
            attributes.set(word)
        }
        if kind != .epilogue && !seen.contains("of") {
            faults.append(
                Diagnostic(
                    "transcript.attribute",
                    "a `\(kind.rawValue)` fence names its exercise",
                    at: line.span,
                    "`{of=…}` was expected",
                    hints: ["```\(kind.rawValue) {of=share}"]
                )
            )
        }
        return attributes
    }

    private static func fault(of word: Word, kind: Transcript.Kind, isNew: Bool) -> Diagnostic? {
        let known = names(of: kind)
        guard known.contains(word.name) else {
            let list = known.map { "`\($0)`" }.joined(separator: ", ")
            return Diagnostic(
                "transcript.attribute",
                "`\(kind.rawValue)` fences have no attribute `\(word.name)`",
                hints: [
                    Suggestion.hint(for: word.name, among: known), "one of \(list)",
                ].compactMap(\.self)
            )
        }
        guard isNew else {
            return Diagnostic("transcript.attribute", "`\(word.name)` stands twice")
        }
        switch (word.name, word.value) {
        case ("tolerance", let value?):
            if let number = Double(value), number >= 0, number.isFinite { return nil }
            return Diagnostic(
                "transcript.attribute",
                "`tolerance` is a number from 0, found `\(value)`",
                hints: ["{tolerance=1e-3}"]
            )
        case ("tolerance", nil), ("exercise", nil), ("of", nil), ("says", nil),
            ("exercise", ""?), ("of", ""?), ("says", ""?):
            let example =
                word.name == "tolerance" ? "1e-3" : word.name == "says" ? "\"…\"" : "share"
            return Diagnostic(
                "transcript.attribute",
                "`\(word.name)` needs a value",
                hints: ["{\(word.name)=\(example)}"]
            )
        case ("error", _?), ("volatile", _?), ("skip", _?):
            return Diagnostic(
                "transcript.attribute",
                "`\(word.name)` takes no value",
                hints: ["{\(word.name)}"]
            )
        default: return nil
        }
    }

    /// The measure of an output that was cut, from `{lines=… bytes=… sha256=…}`.
    func readWhole(in line: TranscriptLines.Line) throws(Diagnostic) -> Transcript.Output.Whole? {
        guard let first = words.first else { return nil }
        var values: [String: String] = [:]
        for word in words { values[word.name] = word.value }
        guard words.count == 3, values.count == 3, let lines = values["lines"].flatMap({ Int($0) }),
            let bytes = values["bytes"].flatMap({ Int($0) }), let sha256 = values["sha256"],
            lines >= 0, bytes >= 0, sha256.isSHA256
        else {
            throw Diagnostic(
                "transcript.attribute",
                "an `output` fence has `lines`, `bytes` and `sha256`, or no attribute",
                at: line.span(of: first.text),
                hints: ["```output"]
            )
        }
        return Transcript.Output.Whole(lines: lines, bytes: bytes, sha256: sha256)
    }
}

extension Transcript.Attributes {
    /// Takes over a word that was found good.
    fileprivate mutating func set(_ word: FenceAttributes.Word) {
        switch word.name {
        case "error": expectsError = true
        case "volatile": isVolatile = true
        case "skip": isSkipped = true
        case "tolerance": tolerance = word.value.flatMap { Double($0) }
        case "exercise": exercise = word.value
        case "of": exerciseName = word.value
        case "says": says = word.value
        default: preconditionFailure("attribute \(word.name) was not checked")
        }
    }
}

extension String {
    /// Whether this is 64 hexadecimal digits in lower case.
    var isSHA256: Bool {
        utf8.count == 64
            && utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
