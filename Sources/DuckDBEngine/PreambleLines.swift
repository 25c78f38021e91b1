import Relations

/// Lines before the table of a text file, such as a title, seen by what stands below them.
struct PreambleLines {
    /// How many lines are looked at.
    private static let sample = 30

    private let file: FileIdentity
    private let header: CSVHeader
    private let request: FileRequest

    init(_ file: FileIdentity, _ header: CSVHeader, _ request: FileRequest) {
        self.file = file
        self.header = header
        self.request = request
    }

    /// Says where a table seems to begin, if the file was read as one column and looks like more.
    var remarks: [String] {
        guard header.cells.count == 1, request.delimiter == nil, request.skippedLines == 0,
            !CSVEncoding.isPacked(file), let start = tableStart
        else { return [] }
        return [
            "one column, `\(header.cells[0])`; from line \(start.line) on there are"
                + " \(start.fields) fields, and `skip: \(start.line - 1)` begins there"
        ]
    }

    /// The first of two lines with as many fields, which are several.
    private var tableStart: (line: Int, fields: Int)? {
        let bytes = FileFacts.start(of: file.path, count: 65_536)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .prefix(Self.sample)
            .map { String(decoding: $0, as: UTF8.self).trimmed }
        let fields = lines.map {
            $0.isEmpty ? 0 : CSVHeader($0, delimiter: nil, trims: true).cells.count
        }
        for index in fields.indices.dropFirst().dropLast()
        where fields[index] > 1 && fields[index] == fields[index + 1] {
            return (index + 1, fields[index])
        }
        return nil
    }
}
