package import Tables

/// Where rows come from.
package enum Source: Hashable, Sendable {
    case files(FileSource)
    case database(DatabaseSource)
    case table(MemoryTable)
}

extension Source {
    /// The files that it was loaded from, as they were then.
    package var files: [FileIdentity] {
        switch self {
        case .files(let source): source.files
        case .database(let source): source.files
        case .table: []
        }
    }
}

/// Files of one format and one schema, read in the order of their names.
package struct FileSource: Hashable, Sendable {
    package var request: FileRequest
    /// The files that the path stood for when it was loaded.
    package var files: [FileIdentity]
    package var schema: Schema
    /// What was taken for granted about the files, for the person who reads them.
    package var remarks: [String] = []

    package init(request: FileRequest, files: [FileIdentity], schema: Schema) {
        self.request = request
        self.files = files
        self.schema = schema
    }
}

/// A file as it was when it was loaded.
package struct FileIdentity: Hashable, Sendable {
    package var path: String
    package var size: Int64
    /// Nanoseconds since 1970, and the file's number on its device.
    package var modified: Int64
    package var inode: UInt64

    package init(path: String, size: Int64, modified: Int64, inode: UInt64) {
        self.path = path
        self.size = size
        self.modified = modified
        self.inode = inode
    }
}

/// What `load` was asked to read, and how.
package struct FileRequest: Hashable, Sendable {
    package enum Format: String, Hashable, Sendable, CaseIterable {
        case csv
        case tsv
        case parquet
        case json
        case jsonl

        /// Whether it is text whose fields are parted by a delimiter.
        package var isDelimited: Bool { self == .csv || self == .tsv }

        /// As it is called in sentences.
        package var title: String {
            switch self {
            case .csv, .tsv, .json: rawValue.uppercased()
            case .parquet: "Parquet"
            case .jsonl: "JSON lines"
            }
        }
    }

    /// How the letters of a text file are written in bytes.
    package enum Encoding: String, Hashable, Sendable, CaseIterable {
        case utf8 = "utf-8"
        case latin1 = "latin-1"
        case utf16 = "utf-16"
    }

    /// As typed, `*` and `?` standing for several files; resolved against the current folder.
    package var path: String
    package var format: Format
    /// Types that the user names instead of those found by looking.
    package var types: [Field] = []
    /// Names for the columns instead of the header's.
    package var names: [String] = []
    /// Whether the first line names the columns; nil to find out.
    package var hasHeader: Bool?
    package var delimiter: String?
    /// How many lines stand before the header, or before the first row.
    package var skippedLines = 0
    /// The sign from which on a line is a comment, if there is one.
    package var comment: String?
    /// Texts that mean missing.
    package var missing: [String] = ["", "NA", "NULL"]
    package var trimsSpace = true
    /// How text is written in bytes; nil to find out.
    package var encoding: Encoding?
    /// What stands before the fraction of a number.
    package var decimal = "."
    /// What parts the thousands of a number, if something does.
    package var thousands: String?
    /// The zone of timestamps without an offset.
    package var zone = "UTC"

    package init(path: String, format: Format) {
        self.path = path
        self.format = format
    }
}

extension FileRequest.Format {
    /// The format that a file's name tells, compressed or not.
    package init?(path: String) {
        var name = path.lowercased()
        for ending in [".gz", ".zst"] where name.hasSuffix(ending) {
            name = String(name.dropLast(ending.count))
        }
        guard let dot = name.lastIndex(of: ".") else { return nil }
        switch name[name.index(after: dot)...] {
        case "csv", "txt": self = .csv
        case "tsv", "tab": self = .tsv
        case "parquet", "pq": self = .parquet
        case "json": self = .json
        case "jsonl", "ndjson": self = .jsonl
        default: return nil
        }
    }
}
