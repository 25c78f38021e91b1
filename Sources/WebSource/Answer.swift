import Glibc
import Relations

/// What was fetched, and what was said about it on the way.
struct Answer {
    /// The address that was asked for, and the one that gave the file.
    let asked: WebAddress
    let last: WebAddress
    let contentType: String?
    /// A name for the file that the server gave.
    let name: String?

    /// Gives a draft the name under which it is read, or says that it is no file of rows.
    func settled(draft: String, in folder: String) throws(EngineError) -> FetchedFile {
        let start = Self.start(of: draft)
        if Self.isPage(start) { throw .page(asked, last) }
        let kind = contentType?.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        let naming = FileNaming(
            names: [asked.fileName, name ?? "", last.fileName],
            contentType: kind,
            start: start
        )
        let path = "\(folder)/\(naming.name)"
        guard rename(draft, path) == 0 else { throw .unwritable(path, errno) }
        return FetchedFile(path: path, contentType: kind)
    }

    /// The first bytes of a file.
    private static func start(of path: String) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = read(file, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }

    /// Whether the bytes begin a page for browsers.
    private static func isPage(_ start: [UInt8]) -> Bool {
        var rest = start[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        let words = String(decoding: rest.drop { $0 <= 0x20 }.prefix(20), as: UTF8.self)
            .lowercased()
        return words.hasPrefix("<!doctype html") || words.hasPrefix("<html")
    }
}

/// What a fetched file is called: an ending that tells what it holds, if anything told it.
struct FileNaming {
    let name: String

    /// By the first of the names that tells a format, else by what the server calls the content; and
    /// packed or not as the first bytes are, whatever is said.
    init(names: [String], contentType: String?, start: [UInt8]) {
        let plain = names.map { Self.unpacked(Self.safe($0)) }
        let telling = plain.first { Self.tells($0) }
        let first = plain.first { !$0.isEmpty } ?? "rows"
        let ending = contentType.flatMap { Self.endings[$0] } ?? ""
        name = (telling ?? first + ending) + Self.packing(start)
    }

    /// The name in a header such as `Content-Disposition: attachment; filename="a.csv"`.
    static func name(inHeader line: String) -> String? {
        guard line.lowercased().hasPrefix("content-disposition:") else { return nil }
        for part in line.split(separator: ";").dropFirst() {
            let words = part.split(separator: "=", maxSplits: 1).map {
                $0.trimming { $0.isWhitespace || $0 == "\"" }
            }
            if words.count == 2, words[0].lowercased() == "filename" { return String(words[1]) }
        }
        return nil
    }

    private static let endings = [
        "text/csv": ".csv", "application/csv": ".csv", "text/plain": ".csv",
        "text/tab-separated-values": ".tsv", "application/json": ".json",
        "text/json": ".json", "application/x-ndjson": ".jsonl", "application/ndjson": ".jsonl",
        "application/jsonl": ".jsonl", "application/json-lines": ".jsonl",
        "application/x-jsonlines": ".jsonl", "application/vnd.apache.parquet": ".parquet",
        "application/x-parquet": ".parquet", "application/vnd.sqlite3": ".sqlite",
        "application/x-sqlite3": ".sqlite",
    ]

    private static func tells(_ name: String) -> Bool {
        FileRequest.Format(path: name) != nil
            || ["duckdb", "ddb", "sqlite", "sqlite3", "db"].contains { name.hasSuffix(".\($0)") }
    }

    /// A name that can stand on the disk and is no pattern.
    private static func safe(_ name: String) -> String {
        var safe = name.filter { !$0.isASCII || $0 >= " " && $0 != "\u{7F}" }
        for sign in ["/", "\\", "*", "?", "[", "]", "'", "\"", "`"] {
            safe = safe.replacing(sign, with: "_")
        }
        while safe.hasPrefix(".") { safe.removeFirst() }
        while safe.utf8.count > 120 { safe.removeFirst() }
        return safe == "draft" ? "rows" : safe
    }

    private static func unpacked(_ name: String) -> String {
        for ending in [".gz", ".zst"] where name.lowercased().hasSuffix(ending) {
            return String(name.dropLast(ending.count))
        }
        return name
    }

    private static func packing(_ start: [UInt8]) -> String {
        if start.starts(with: [0x1F, 0x8B]) { return ".gz" }
        if start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return ".zst" }
        return ""
    }
}

extension Substring {
    fileprivate func trimming(_ isDropped: (Character) -> Bool) -> Substring {
        var rest = drop(while: isDropped)
        while let last = rest.last, isDropped(last) { rest.removeLast() }
        return rest
    }
}
