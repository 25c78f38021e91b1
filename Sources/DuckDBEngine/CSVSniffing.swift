import Kernels
import Relations
import Tables

/// Finds out how a text file with delimiters is read, from its first lines.
struct CSVSniffing {
    /// How many rows are looked at to find the columns' types.
    static let sample = 50_000

    private let partitions: Partitions
    private let request: FileRequest
    private let work: WorkContext

    init(_ partitions: Partitions, _ request: FileRequest, _ work: WorkContext) {
        self.partitions = partitions
        self.request = request
        self.work = work
    }

    private var files: [FileIdentity] { partitions.files }

    /// What DuckDB found out.
    private struct Dialect {
        var encoding: String
        var header: CSVHeader
        var hasHeader: Bool
        /// DuckDB's names of the columns' types.
        var types: [String]
        var dateFormat: String?
        var timestampFormat: String?
    }

    func reading(_ connection: borrowing ConnectionHandle) throws(EngineError) -> FileReading {
        for file in files where CSVSniffing.hasLongEnd(file) { throw .longLine(file.path) }
        let encoding = try CSVEncoding(of: files[0], request).name
        if encoding == "utf-8" {
            for file in files { try CSVSniffing.refuseNullBytes(file) }
        }
        let header = try firstLine(files[0], encoding, connection)
        let dialect = try sniffed(header, encoding, connection)
        let names = try names(dialect)
        for file in files.dropFirst() where dialect.hasHeader {
            let other = try firstLine(file, encoding, connection)
            guard other.cells == header.cells else {
                let first = FileFacts.name(files[0].path)
                throw .malformed(file.path, "has other columns than `\(first)`")
            }
        }
        return try reading(dialect, names, connection)
    }

    /// Whether the last line is so long that DuckDB would leave it out without a word.
    private static func hasLongEnd(_ file: FileIdentity) -> Bool {
        let limit = 2_000_000
        guard !CSVEncoding.isPacked(file), file.size > limit else { return false }
        let end = FileFacts.end(of: file.path, count: limit)
        return !end.dropLast(2).contains(UInt8(ascii: "\n"))
            && !end.dropLast(2).contains(UInt8(ascii: "\r"))
    }

    /// A null byte would end a cell without a word, wherever DuckDB meets it.
    private static func refuseNullBytes(_ file: FileIdentity) throws(EngineError) {
        guard !CSVEncoding.isPacked(file) else { return }
        let start = FileFacts.start(of: file.path, count: 65_536)
        guard let place = start.firstIndex(of: 0) else { return }
        let line = 1 + start[..<place].count { $0 == UInt8(ascii: "\n") }
        throw .nullByte(file.path, line: line)
    }

    // MARK: The first line

    private func firstLine(
        _ file: FileIdentity,
        _ encoding: String,
        _ connection: borrowing ConnectionHandle
    ) throws(EngineError) -> CSVHeader {
        let sql = """
            SELECT line FROM read_csv(\(SQLText.text(file.path)), auto_detect = false, delim = '', \
            quote = '', escape = '', header = false, encoding = '\(encoding)'\(comments), \
            skip = \(request.skippedLines), columns = {'line': 'VARCHAR'}) WHERE line IS NOT NULL LIMIT 1
            """
        let rows: [[Scalar]]
        do {
            rows = try connection.rows(sql, in: work)
        } catch {
            throw fault(error, file)
        }
        guard case .text(var line) = rows.first?.first else {
            let skipped = request.skippedLines
            throw .malformed(
                file.path,
                skipped == 0 ? "is empty" : "has no row behind the \(skipped) lines to skip"
            )
        }
        // A mark of the byte order is no part of the first name.
        if line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
        let own = request.delimiter?.first ?? (request.format == .tsv ? "\t" : nil)
        let marks = [request.decimal, request.thousands ?? ""].compactMap(\.first)
        return CSVHeader(line, delimiter: own, trims: request.trimsSpace, except: marks)
    }

    // MARK: Types

    private func sniffed(
        _ header: CSVHeader,
        _ encoding: String,
        _ connection: borrowing ConnectionHandle
    ) throws(EngineError) -> Dialect {
        let known = request.hasHeader.map { ", header = \($0)" } ?? ""
        let sql = """
            SELECT HasHeader, list_transform(Columns, lambda c: CAST(c.type AS VARCHAR)), \
            DateFormat, TimestampFormat
            FROM sniff_csv(\(SQLText.text(files[0].path)), \(options(header.delimiter, encoding)), \
            sample_size = \(Self.sample)\(known))
            """
        let rows: [[Scalar]]
        do {
            rows = try connection.rows(sql, in: work)
        } catch {
            throw ragged(header, encoding, connection) ?? fault(error, files[0])
        }
        guard let row = rows.first, case .bool(let found) = row[0], case .list(let types) = row[1]
        else { throw .malformed(files[0].path, "cannot be taken apart into columns") }
        var dialect = Dialect(
            encoding: encoding,
            header: header,
            hasHeader: request.hasHeader ?? (found || header.looksLikeNames),
            types: types.map { if case .text(let name) = $0 { name } else { "VARCHAR" } },
            dateFormat: Self.text(row[2]),
            timestampFormat: Self.text(row[3])
        )
        try lookAtNumbers(&dialect, connection)
        return dialect
    }

    /// Finds the types of columns whose numbers have marks that DuckDB was not told of.
    private func lookAtNumbers(
        _ dialect: inout Dialect,
        _ connection: borrowing ConnectionHandle
    ) throws(EngineError) {
        let numbers = CSVNumbers(request)
        if numbers.arePlain { return }
        let from = texts(dialect)
        do {
            dialect.types = try numbers.types(
                dialect.types,
                { CSVColumn.text("c\($0)", request) },
                from: from,
                connection,
                work
            )
        } catch {
            throw fault(error, files[0])
        }
    }

    /// The call that reads every column of the first file as text.
    private func texts(_ dialect: Dialect) -> String {
        let all = dialect.header.cells.indices.map { "'c\($0)': 'VARCHAR'" }
        return """
            read_csv(\(SQLText.text(files[0].path)), auto_detect = false, \
            \(options(dialect.header.delimiter, dialect.encoding)), \
            header = \(dialect.hasHeader), columns = {\(all.joined(separator: ", "))})
            """
    }

    private static func text(_ cell: Scalar) -> String? {
        if case .text(let text) = cell, !text.isEmpty { return text }
        return nil
    }

    /// Reads every column as text to find the line that does not fit the first one.
    private func ragged(
        _ header: CSVHeader,
        _ encoding: String,
        _ connection: borrowing ConnectionHandle
    ) -> EngineError? {
        let columns = header.cells.indices.map { "'c\($0)': 'VARCHAR'" }.joined(separator: ", ")
        let sql = """
            SELECT count(*) FROM read_csv(\(SQLText.text(files[0].path)), auto_detect = false, \
            \(options(header.delimiter, encoding)), header = true, columns = {\(columns)})
            """
        do {
            _ = try connection.rows(sql, in: work)
            return nil
        } catch {
            return fault(error, files[0])
        }
    }

    /// What is said about the dialect in every call.
    private func options(_ delimiter: Character, _ encoding: String) -> String {
        """
        delim = \(SQLText.text(String(delimiter))), quote = '"', escape = '"', skip = \(request.skippedLines), \
        encoding = '\(encoding)'\(comments), nullstr = \(SQLText.list(missingTexts))
        """
    }

    private var comments: String {
        request.comment.map { ", comment = \(SQLText.text($0))" } ?? ""
    }

    /// The texts that mean missing, also with a space beside them if those do not count.
    private var missingTexts: [String] {
        guard request.trimsSpace else { return request.missing }
        return request.missing + request.missing.flatMap { [" " + $0, $0 + " ", " " + $0 + " "] }
    }

    // MARK: Columns

    private func names(_ dialect: Dialect) throws(EngineError) -> [String] {
        let count = dialect.header.cells.count
        if !request.names.isEmpty {
            guard request.names.count == count else {
                throw .malformed(
                    files[0].path,
                    "has \(count) columns, and \(request.names.count) names are given"
                )
            }
            return request.names
        }
        guard dialect.hasHeader else { return (1...count).map { "column\($0)" } }
        let names = dialect.header.cells
        var seen: Set<String> = []
        for (index, name) in names.enumerated() {
            let fault =
                name.isEmpty
                ? "has no name for column \(index + 1)"
                : seen.contains(name) ? "names two columns `\(name)`" : nil
            if let fault {
                throw .malformed(files[0].path, fault, hints: [namingHint(names)])
            }
            seen.insert(name)
        }
        return names
    }

    /// The call that loads the file all the same, with names made unique.
    private func namingHint(_ names: [String]) -> String {
        var used: Set<String> = []
        let better = names.enumerated().map { index, name in
            var unique = name.isEmpty ? "column\(index + 1)" : name
            var number = 1
            while used.contains(unique) {
                number += 1
                unique = "\(name)_\(number)"
            }
            used.insert(unique)
            return "\"\(unique)\""
        }
        return "load(\"\(request.path)\", names: [\(better.joined(separator: ", "))])"
    }

    private func reading(
        _ dialect: Dialect,
        _ names: [String],
        _ connection: borrowing ConnectionHandle
    ) throws(EngineError) -> FileReading {
        let asked = Dictionary(request.types.map { ($0.name, $0.type) }, uniquingKeysWith: { $1 })
        let told = partitions.fields.map(\.name)
        for field in request.types where !(names + told).contains(field.name) {
            throw .malformed(files[0].path, "has no column `\(field.name)` to give a type to")
        }
        var fields: [Field] = []
        var columns: [String] = []
        var types: [String] = []
        for (index, name) in names.enumerated() {
            let found = dialect.types.indices.contains(index) ? dialect.types[index] : "VARCHAR"
            let column = CSVColumn(
                "c\(index)",
                of: name,
                found: found,
                asked: asked[name],
                hasFormat: dialect.timestampFormat != nil,
                request: request
            )
            types.append("'c\(index)': '\(column.readAs)'")
            columns.append(column.sql)
            fields.append(Field(name, column.type))
        }
        for field in partitions.fields where !names.contains(field.name) {
            fields.append(field)
            columns.append(partitions.column(field, path: "path"))
        }
        let path = partitions.fields.isEmpty ? "" : ", filename = 'path'"
        let formats =
            (dialect.dateFormat.map { ", dateformat = \(SQLText.text($0))" } ?? "")
            + (dialect.timestampFormat.map { ", timestampformat = \(SQLText.text($0))" } ?? "")
        let from = """
            read_csv(\(FileReading.paths(files)), auto_detect = false, \
            \(options(dialect.header.delimiter, dialect.encoding)), \
            hive_partitioning = false\(path), header = \(dialect.hasHeader)\(formats), \
            columns = {\(types.joined(separator: ", "))})
            """
        var reading = FileReading(from: from, columns: columns, schema: Schema(fields))
        reading.remarks =
            PreambleLines(files[0], dialect.header, request).remarks
            + remark(on: dialect, fields) + (try losses(dialect, fields, connection))
        return try CategoryLevels.filled(reading, connection, work)
    }

    /// Which part of a date is the day is a guess where the year does not stand first.
    private func remark(on dialect: Dialect, _ fields: [Field]) -> [String] {
        let dated = fields.enumerated().filter { index, field in
            let format = field.type == .date ? dialect.dateFormat : dialect.timestampFormat
            return dialect.types.indices.contains(index) && field.type.isMoment
                && !request.types.contains { $0.name == field.name }
                && format.map { !$0.hasPrefix("%Y") } == true
        }
        guard let (_, first) = dated.first,
            let format = first.type == .date ? dialect.dateFormat : dialect.timestampFormat
        else { return [] }
        let names = dated.map { "`\($0.element.name)`" }.joined(separator: ", ")
        let order = [("%d", "day"), ("%m", "month"), ("%Y", "year"), ("%y", "year")]
            .compactMap { part, word in format.firstRange(of: part).map { ($0.lowerBound, word) } }
            .sorted { $0.0 < $1.0 }
            .map(\.1)
        return [
            "\(names) read as \(order.joined(separator: ", "));"
                + " `\(CSVLosses.asText(first.name))` leaves it to parse_date"
        ]
    }

    /// What cells lose whose columns look like numbers to DuckDB, and are not asked to be any.
    private func losses(
        _ dialect: Dialect,
        _ fields: [Field],
        _ connection: borrowing ConnectionHandle
    ) throws(EngineError) -> [String] {
        guard CSVNumbers(request).arePlain else { return [] }
        let floats = dialect.types.indices.filter { index in
            fields.indices.contains(index) && fields[index].type == .float
                && !request.types.contains { $0.name == fields[index].name }
        }
        let columns = floats.map { index in
            CSVLosses.Column(
                name: fields[index].name,
                text: CSVColumn.text("c\(index)", request)
            )
        }
        do {
            return try CSVLosses(columns: columns).remarks(from: texts(dialect), connection, work)
        } catch {
            throw fault(error, files[0])
        }
    }

    // MARK: Faults

    /// What DuckDB said about a text file, in the reader's words.
    func fault(_ error: EngineError, _ file: FileIdentity) -> EngineError {
        CSVFault(error, file, request).error
    }
}
