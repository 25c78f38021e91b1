import Catalog
import Diagnostics
import Foundation
import Relations
import Tables
import Values

extension FileRequest.Format {
    /// The format of the first file in the folders of a folder that tell columns, such as
    /// `year=2013`.
    init?(inFolders path: String) {
        let files = FileManager.default
        func names(_ folder: String) -> [String] {
            ((try? files.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        }
        var folder = path
        while let inner = names(folder).first(where: { $0.contains("=") && !$0.hasPrefix(".") }) {
            folder += "/" + inner
        }
        guard folder != path,
            let format = names(folder).lazy.compactMap({ Self(path: $0) }).first
        else { return nil }
        self = format
    }
}

extension CallContext {
    /// Writes a frame into a folder of folders, and says so.
    func save(
        _ frame: Frame,
        in typed: String,
        partition names: [String],
        replaces: Bool
    ) throws {
        try check(partition: names, of: frame, typed: typed)
        let place = resolved(typed)
        let destination = Destination(
            path: place,
            format: .parquet,
            replaces: replaces,
            partition: names
        )
        let bare = typed.hasSuffix("/") ? String(typed.dropLast()) : typed
        let rows = try naming(place.hasSuffix("/") ? String(place.dropLast()) : place, as: bare) {
            try engine.write(frame.plan, to: destination, in: work)
        }
        notes.writes(place)
        notes.note("saved \(rows == 1 ? "1 row" : "\(rows) rows") to `\(typed)`")
        noteNames(of: frame)
        // Numbers, dates and truths are read from folders' names as what they were.
        if names.contains(where: { frame.schema[$0]?.type.isTextual == true }) {
            noteTypes(of: frame, savedAt: place, .parquet)
        }
    }

    /// Refuses columns whose values make no folders.
    private func check(partition names: [String], of frame: Frame, typed: String) throws {
        let span = span(of: "partition")
        for name in names {
            guard let type = frame.schema[name]?.type, !type.makesFolders else { continue }
            let isMoment = type == .timestamp
            throw Diagnostic(
                "partition.type",
                "`\(name)` is \(type.described), whose values make no folders",
                at: span,
                hints: isMoment ? ["derive(day = date(\(name))) before it"] : []
            )
        }
        if let name = names.first(where: { $0.contains { "/=".contains($0) } }) {
            throw Diagnostic(
                "partition.name",
                "a folder cannot be called by `\(name)`",
                at: span,
                hints: ["clean_names before it"]
            )
        }
        if frame.schema.fields.allSatisfy({ names.contains($0.name) }) {
            throw Diagnostic("partition.all", "no column is left to write into files", at: span)
        }
        if FileRequest.Format(path: typed) != nil {
            let stem = typed.prefix(upTo: typed.lastIndex(of: ".") ?? typed.endIndex)
            throw Diagnostic(
                "partition.file",
                "with `partition` a folder is written, and `\(typed)` names a file",
                at: self.span(of: "path"),
                hints: ["save(\"\(stem)/\", partition: …)"]
            )
        }
    }
}

extension ColumnType {
    /// Whether a value is written in one way alone, and read as the same.
    fileprivate var makesFolders: Bool {
        switch self {
        case .int, .text, .category, .date, .bool: true
        default: false
        }
    }
}
