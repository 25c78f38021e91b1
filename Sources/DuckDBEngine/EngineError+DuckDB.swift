import Relations

extension EngineError {
    /// What DuckDB said, in our words: its kind becomes our code, its first line our clause.
    init(duckDB text: String) {
        if let carried = EngineError(carriedBy: text) {
            self = carried
            return
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        let (kind, said) = Self.parted(lines.first ?? "")
        let clause = Self.clause(said)
        let hints = lines.dropFirst().compactMap(Self.hint)
        self.init(Self.code(of: kind, clause), clause, hints: hints, underlying: text)
        if code == .valueUnconvertible { explainConversion(said) }
        if code == .valueOverflow { explainOverflow(said) }
        explainSum(said)
        if said.hasPrefix("Could not parse string") { explainPattern(said) }
        if code == .cancelled { self = .cancelledByReader }
        if code == .memoryExhausted { self = .outOfMemory }
        if text.contains("No space left") || text.contains("max_temp_directory_size") {
            self = .diskFull
        }
    }

    static let outOfMemory = EngineError(
        .memoryExhausted,
        "the work needs more memory than it may use",
        hints: [":set memory 4 GB"]
    )

    /// What does not fit into memory does not fit on the disk either.
    static var diskFull: EngineError {
        let folder = PrivateFolder.standardParent
        return EngineError(
            .fileUnwritable,
            "no space is left in `\(folder)`, where what does not fit into memory goes",
            hints: ["`TMPDIR=FOLDER epilogue` puts it into another folder"]
        )
    }

    /// Says which cell does not fit, from `Could not convert string … to INT64` and its like.
    private mutating func explainConversion(_ said: String) {
        let quote: Character = said.contains("'") ? "'" : "\""
        guard let start = said.firstIndex(of: quote) else { return }
        let rest = said[said.index(after: start)...]
        // The name of a column may have a quote in it.
        let last = Unreadable.begins(rest) ? rest.lastIndex(of: quote) : nil
        guard let end = last ?? rest.firstIndex(of: quote) else { return }
        let low = said.lowercased()
        let words = [
            ("int64", "int"), ("double", "float"), ("bool", "bool"), ("timestamp", "timestamp"),
            ("date", "date"), ("time", "time"),
        ]
        guard let word = words.first(where: { low.contains($0.0) })?.1 else { return }
        let (cell, column) = Unreadable.parts(of: rest[..<end])
        message = "`\(cell)`\(column.map { " in `\($0)`" } ?? "") is no \(word)"
        hints = ["\(word)(\(column ?? "x"), try: true) makes it missing"]
        if let pattern = DatePattern.guessed(from: String(cell)),
            word == "date" || word == "timestamp"
        {
            hints.insert("parse_date(x, \"\(pattern)\") reads it", at: 0)
        }
    }

    /// Says which text has not the form, from `Could not parse string "…" according to format
    /// specifier "%d/%m/%Y"` and what follows.
    private mutating func explainPattern(_ said: String) {
        let parts = said.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count > 3 else { return }
        let cell = Unreadable.parts(of: parts[1]).cell
        code = .valueUnconvertible
        message = "`\(cell)` is not written as `\(parts[3])`"
        hints = ["parse_date(x, \"\(parts[3])\", try: true) makes it missing"]
    }

    /// Says which computation left the 64 bits, from `Overflow in addition of INT64 (… + 1)!`.
    private mutating func explainOverflow(_ said: String) {
        guard said.hasPrefix("Overflow"), let open = said.firstIndex(of: "("),
            let close = said.lastIndex(of: ")")
        else { return }
        message = "\(said[said.index(after: open)..<close]) is beyond 64 bits"
        hints = ["float(x) holds it, rounded"]
    }

    /// Says which sum left the 64 bits, from `Type INT128 with value … can't be cast …`: sums are added
    /// up in 128.
    private mutating func explainSum(_ said: String) {
        guard let start = said.firstRange(of: "INT128 with value "),
            let end = said.firstRange(of: " can't be cast")
        else { return }
        code = .valueOverflow
        message = "\(said[start.upperBound..<end.lowerBound]), a sum, is beyond 64 bits"
        hints = ["sum(float(x)) holds it, rounded"]
    }

    /// `Binder Error: there is no x` into its kind and the rest.
    private static func parted(_ line: String) -> (kind: String, said: String) {
        guard let range = line.firstRange(of: "rror: ") else { return ("", line) }
        let kind = line[..<range.lowerBound].dropLast().trimmed
        return (kind, String(line[range.upperBound...]))
    }

    /// One clause: the first letter small unless the word is a name, no full stop.
    private static func clause(_ text: String) -> String {
        var text = text.trimmed
        while text.hasSuffix(".") || text.hasSuffix("!") { text.removeLast() }
        guard let first = text.first, first.isUppercase else { return text }
        if let second = text.dropFirst().first, second.isUppercase { return text }
        return first.lowercased() + text.dropFirst()
    }

    private static func hint(_ line: String) -> String? {
        for beginning in ["Did you mean", "Candidate"] where line.hasPrefix(beginning) {
            return line.trimmed.replacing("\"", with: "`")
        }
        return nil
    }

    private static func code(of kind: String, _ clause: String) -> Code {
        switch kind {
        case "INTERRUPT": .cancelled
        case "Conversion": .valueUnconvertible
        case "Out of Range": .valueOverflow
        case "Out of Memory": .memoryExhausted
        case "Parser", "Binder", "Catalog", "Syntax", "Not implemented", "Missing Extension":
            .sqlRefused
        default: .engineFailed
        }
    }
}

extension StringProtocol {
    /// Without the spaces and line ends around it.
    var trimmed: String {
        var part = self[...]
        while part.first?.isWhitespace == true { part = part.dropFirst() }
        while part.last?.isWhitespace == true { part = part.dropLast() }
        return String(part)
    }
}
