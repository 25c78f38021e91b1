import Relations

/// What DuckDB says about a text file, in the reader's words.
struct CSVFault {
    let error: EngineError

    init(_ said: EngineError, _ file: FileIdentity, _ request: FileRequest, names: [String] = []) {
        error = Self.found(said, file, request, names)
    }

    private static func found(
        _ said: EngineError,
        _ file: FileIdentity,
        _ request: FileRequest,
        _ names: [String]
    ) -> EngineError {
        let path = request.path
        switch said.underlying {
        case .some(let detail) where detail.contains("not utf-8"):
            return .notUTF8(file.path, line: line(detail), request)
        case .some(let detail)
        where detail.contains("-16 encoded") || detail.contains("-1 encoded"):
            return .notEncoded(file.path, request)
        case .some(let detail) where detail.contains("'" + CSVNumbers.strange):
            return strangeNumber(detail, file, request, names)
        case .some(let detail) where detail.contains("Expected Number of Columns"):
            return .malformed(
                file.path,
                ragged(detail),
                hints: preamble(detail, file, request).map { ["load(\"\(path)\", \($0))"] }
                    ?? ["load(\"\(path)\", delimiter: \";\") if the delimiter is another"]
            )
        case .some(let detail) where detail.contains("Error when converting column"):
            return conversion(detail, file, request, names)
        case .some(let detail) where detail.contains("unterminated quote"):
            return .malformed(file.path, "opens a quote and does not close it\(line(detail))")
        case .some(let detail)
        where detail.contains("Maximum line size") || detail.contains("Parallel CSV Reader"):
            return .longLine(file.path)
        default: return said.about([file], request)
        }
    }

    /// ` in line 3`, if it was said.
    private static func line(_ detail: String) -> String {
        number(after: "CSV Error on Line: ", in: detail).map { " in line \($0)" } ?? ""
    }

    /// The argument that passes over lines before the table, where the first has fewer fields.
    private static func preamble(
        _ detail: String,
        _ file: FileIdentity,
        _ request: FileRequest
    ) -> String? {
        // A column may be called `#`, or begin with it.
        if request.comment == nil, FileFacts.start(of: file.path, count: 2) == Array("# ".utf8) {
            return "comment: \"#\""
        }
        guard request.skippedLines == 0,
            let expected = number(after: "Expected Number of Columns: ", in: detail),
            let found = number(after: "Found: ", in: detail), found > expected, expected <= 2,
            let line = number(after: "CSV Error on Line: ", in: detail), line <= 100
        else { return nil }
        return "skip: \(line - 1)"
    }

    private static func ragged(_ detail: String) -> String {
        let expected = number(after: "Expected Number of Columns: ", in: detail)
        let found = number(after: "Found: ", in: detail)
        guard let expected, let found else { return "has lines of different length" }
        return
            "has \(found) field\(found == 1 ? "" : "s")\(line(detail)), and \(expected) in its first"
    }

    private static func conversion(
        _ detail: String,
        _ file: FileIdentity,
        _ request: FileRequest,
        _ names: [String]
    ) -> EngineError {
        let alias = quoted(after: "Error when converting column \"", until: "\"", in: detail) ?? ""
        let cell = quoted(after: "Could not convert string \"", until: "\" to", in: detail) ?? ""
        let type = quoted(after: "to '", until: "'", in: detail).map(word) ?? "its type"
        return unconvertible(cell, line(detail), type, name(alias, names), file, request)
    }

    /// A cell that is no number in the file's own spelling, from `'in column c3: 1.5' to INT64`.
    private static func strangeNumber(
        _ detail: String,
        _ file: FileIdentity,
        _ request: FileRequest,
        _ names: [String]
    ) -> EngineError {
        let said = quoted(after: "'" + CSVNumbers.strange, until: "' to", in: detail) ?? ""
        let parts = said.split(separator: ": ", maxSplits: 1, omittingEmptySubsequences: false)
        let type = detail.contains("INT64") ? "int" : "float"
        let column = name(String(parts[0]), names)
        return unconvertible(String(parts.last ?? ""), "", type, column, file, request)
    }

    private static func name(_ alias: String, _ names: [String]) -> String {
        let name = Int(alias.dropFirst()).flatMap { index in
            names.indices.contains(index) ? names[index] : nil
        }
        return name ?? alias
    }

    private static func unconvertible(
        _ cell: String,
        _ line: String,
        _ type: String,
        _ column: String,
        _ file: FileIdentity,
        _ request: FileRequest
    ) -> EngineError {
        if cell.hasPrefix("#"), request.comment == nil {
            return EngineError(
                .valueUnconvertible,
                "`\(FileFacts.name(file.path))` holds `\(cell)`\(line), which is no \(type)",
                hints: ["load(\"\(request.path)\", comment: \"#\")"]
            )
        }
        // Whoever has said how the file is written says it again.
        let isPlain = request.encoding == nil && CSVNumbers(request).arePlain
        let call = isPlain ? "load(\"\(request.path)\"" : "load(…"
        if type == "date" || type == "timestamp", DatePattern.guessed(from: cell) != nil {
            return EngineError(
                .valueUnconvertible,
                "`\(FileFacts.name(file.path))` holds `\(cell)`\(line), in another form than other"
                    + " dates of `\(column)`",
                hints: ["\(call), types: {\(column): \"text\"})"]
            )
        }
        return EngineError(
            .valueUnconvertible,
            "`\(FileFacts.name(file.path))` holds `\(cell)`\(line), which is no \(type)",
            hints: [
                "\(call), types: {\(column): \"text\"})",
                "\(call), missing: [\"\", \"NA\", \"NULL\", \"\(cell)\"])",
            ]
        )
    }

    private static func word(_ type: String) -> String {
        switch type {
        case "BIGINT": "int"
        case "DOUBLE": "float"
        case "BOOLEAN": "bool"
        case "DATE": "date"
        case "TIME": "time"
        default: type.hasPrefix("TIMESTAMP") ? "timestamp" : type.lowercased()
        }
    }

    private static func number(after mark: String, in text: String) -> Int? {
        guard let range = text.firstRange(of: mark) else { return nil }
        return Int(text[range.upperBound...].prefix { $0.isNumber })
    }

    private static func quoted(after mark: String, until end: String, in text: String) -> String? {
        guard let start = text.firstRange(of: mark)?.upperBound,
            let stop = text[start...].firstRange(of: end)?.lowerBound
        else { return nil }
        return String(text[start..<stop])
    }
}

extension EngineError {
    /// A null byte, which no text has: UTF-16 without its mark, or no text at all.
    static func nullByte(_ path: String, line: Int) -> EngineError {
        .malformed(
            path,
            "holds a null byte in line \(line)",
            hints: [
                "tr -d '\\000' < \(path) > \(path).text",
                "iconv -f utf-16le -t utf-8 \(path) > \(path).text",
            ]
        )
    }

    static func longLine(_ path: String) -> EngineError {
        .malformed(
            path,
            "has a line of more than 2 MB",
            hints: ["awk 'length > 2000000 {print NR}' \(path)"]
        )
    }
}
