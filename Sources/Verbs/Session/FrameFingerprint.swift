import Digests
import Relations
import Synchronization
import Tables
import Values

/// The digest of a plan and of the content that it reads: who has the same has the same rows.
///
/// Files count by their bytes and not by their names; a database's table, which can change under its
/// name, counts by that. What is known of columns besides their cells does not count.
struct FrameFingerprint {
    private var key = ContentKey()

    static func of(_ plan: Plan) throws -> String {
        var fingerprint = FrameFingerprint()
        try fingerprint.add(plan.unmarked)
        return fingerprint.key.hexadecimal
    }

    private mutating func add(_ words: String...) {
        for word in words { key.add(word) }
    }

    private mutating func add(_ columns: [NamedExpression]) {
        for column in columns {
            add(column.name, column.expression.text, "\(column.expression.type)")
        }
        add("end")
    }

    private mutating func add(_ keys: [SortKey]) {
        for key in keys { add(key.expression.text, "\(key.descending)") }
        add("end")
    }

    private mutating func add(_ plan: Plan) throws {
        switch plan {
        case .scan(let source): try add(source)
        case .filter(_, let condition): add("filter", condition.text)
        case .project(_, let columns):
            add("project")
            add(columns)
        case .aggregate(_, let keys, let columns):
            add("aggregate")
            add(keys)
            add(columns)
        case .distinct(_, let names, let keep):
            add("distinct", names.joined(separator: "\u{0}"), keep.rawValue)
        case .sort(_, let keys):
            add("sort")
            add(keys)
        case .slice(_, let slice, let by):
            add("slice", "\(slice)", by.joined(separator: "\u{0}"))
        case .sample(_, let sampling):
            add("sample", "\(sampling.size)", "\(sampling.seed)")
            add(sampling.by.joined(separator: "\u{0}"))
        case .join(_, _, let kind, let keys, let suffix):
            add("join", kind.rawValue, suffix)
            for key in keys { add(key.left, key.test.rawValue, key.right) }
        case .unnest(_, let names): add("unnest", names.joined(separator: "\u{0}"))
        case .append(let plans): add("append", "\(plans.count)")
        case .part(_, let splitting, let side):
            add("part", "\(side)")
            add(splitting)
        case .sql(let frames, let text, _):
            add("sql", text, frames.map(\.name).joined(separator: "\u{0}"))
        case .map(_, let transform): add("map", transform.fingerprint)
        case .marked: break
        }
        for input in plan.inputs { try add(input) }
    }

    private mutating func add(_ splitting: Splitting) {
        switch splitting.method {
        case .shares(let shares): add("shares", "\(shares)")
        case .cuts(let cuts): add("cuts", cuts.map(\.text).joined(separator: "\u{0}"))
        }
        add(splitting.stratify.joined(separator: "\u{0}"))
        add(splitting.group.joined(separator: "\u{0}"), "\(splitting.seed)")
        add(splitting.order)
    }

    private mutating func add(_ source: Source) throws {
        switch source {
        case .table(let memory): add("memory", memory.fingerprint)
        case .database(let database):
            add("database", database.rows.title)
            add(database.schema)
            for file in database.files { add(try FilePins.pin(of: file)) }
        case .files(let files):
            // All that says how the files are read; where they lie does not count.
            var request = files.request
            request.path = ""
            add("files", "\(request)")
            add(files.schema)
            for file in files.files { try add(file, files.schema) }
        }
    }

    /// A file's content, and what its folders tell of it, such as `year=2013`.
    private mutating func add(_ file: FileIdentity, _ schema: Schema) throws {
        for folder in file.path.split(separator: "/").dropLast() {
            guard let sign = folder.firstIndex(of: "="), schema[String(folder[..<sign])] != nil
            else { continue }
            add(String(folder))
        }
        add(try FilePins.pin(of: file))
    }

    private mutating func add(_ schema: Schema) {
        for field in schema.fields { add(field.name, "\(field.type)") }
    }
}

/// Digests of files, each made once for as long as the file stays as it is.
private enum FilePins {
    private static let known = Mutex<[FileIdentity: String]>([:])

    static func pin(of file: FileIdentity) throws -> String {
        if let pin = known.withLock({ $0[file] }) { return pin }
        let pin = try SHA256Digest(ofFile: file.path).hexadecimal
        known.withLock { $0[file] = pin }
        return pin
    }
}
