import Relations

/// How a text file's letters are written in bytes: as told, else as its first bytes say.
struct CSVEncoding {
    let name: String

    init(of file: FileIdentity, _ request: FileRequest) throws(EngineError) {
        let start = Self.isPacked(file) ? [] : FileFacts.start(of: file.path, count: 65_536)
        let isWide = start.starts(with: [0xFF, 0xFE])
        if start.starts(with: [0xFE, 0xFF]) || request.encoding == .utf16 && start.first == 0 {
            throw .foreignText(file.path, "is UTF-16 with the large byte first", from: "utf-16be")
        }
        switch request.encoding {
        case .latin1 where isWide:
            throw .otherEncoding(file.path, request, "UTF-16", "Latin-1", hint: "utf-16")
        case .latin1 where Self.isUTF8(start):
            throw .otherEncoding(file.path, request, "UTF-8", "Latin-1", hint: nil)
        case .utf16 where !isWide && !start.isEmpty && !start.contains(0):
            // A delimiter or the end of a line would have a null byte in it.
            throw .notEncoded(file.path, request)
        case .utf8 where isWide:
            throw .otherEncoding(file.path, request, "UTF-16", "UTF-8", hint: "utf-16")
        default: break
        }
        name = (request.encoding ?? (isWide ? .utf16 : .utf8)).rawValue
    }

    static func isPacked(_ file: FileIdentity) -> Bool {
        file.path.hasSuffix(".gz") || file.path.hasSuffix(".zst")
    }

    /// Whether letters beyond ASCII are there, and all are UTF-8: in Latin-1 they would be pairs
    /// such as `Ã¼`, which nobody writes.
    private static func isUTF8(_ start: [UInt8]) -> Bool {
        guard start.contains(where: { $0 >= 0x80 }) else { return false }
        // The last letter may be cut.
        let whole = start.count < 65_536 ? start[...] : start.dropLast(4)
        let tail = whole.reversed().prefix { $0 & 0xC0 == 0x80 }.count + 1
        let checked = start.count < 65_536 ? whole : whole.dropLast(tail)
        return String(validating: checked, as: UTF8.self) != nil
    }
}

extension EngineError {
    /// A text file in an encoding other than the one that was named.
    fileprivate static func otherEncoding(
        _ path: String,
        _ request: FileRequest,
        _ found: String,
        _ named: String,
        hint: String?
    ) -> EngineError {
        let option = hint.map { ", encoding: \"\($0)\"" } ?? ""
        return .malformed(
            path,
            "is \(found), not \(named)",
            hints: ["load(\"\(request.path)\"\(option))"]
        )
    }

    /// A text file in an encoding that is not read here.
    fileprivate static func foreignText(
        _ path: String,
        _ what: String,
        from encoding: String
    ) -> EngineError {
        let name = FileFacts.name(path)
        return .malformed(
            path,
            what,
            hints: ["! iconv -f \(encoding) -t utf-8 \(path) > utf8-\(name)"]
        )
    }

    /// Bytes that are not UTF-8: most likely Latin-1, or what Windows makes of it.
    static func notUTF8(_ path: String, line: String, _ request: FileRequest) -> EngineError {
        let start = FileFacts.start(of: path, count: 1 << 20)
        // Latin-1 has no letters there, Windows has its quotes and its euro sign.
        if start.contains(where: { (0x80..<0xA0).contains($0) }) {
            return .foreignText(path, "holds bytes that are not UTF-8\(line)", from: "windows-1252")
        }
        return .malformed(
            path,
            "holds bytes that are not UTF-8\(line)",
            hints: ["load(\"\(request.path)\", encoding: \"latin-1\")"]
        )
    }

    /// Bytes that the named encoding does not have.
    static func notEncoded(_ path: String, _ request: FileRequest) -> EngineError {
        if request.encoding == .latin1 {
            return .foreignText(
                path,
                "holds bytes that Latin-1 does not have",
                from: "windows-1252"
            )
        }
        return .malformed(path, "is not UTF-16", hints: ["load(\"\(request.path)\")"])
    }
}
