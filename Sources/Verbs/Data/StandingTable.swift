import Catalog
import Foundation
import Relations

/// A table of a database that is there before a frame is saved in its place.
struct StandingTable {
    private let destination: DatabaseDestination
    private let context: CallContext

    init(_ destination: DatabaseDestination, _ context: CallContext) {
        self.destination = destination
        self.context = context
    }

    /// Whether a session that died wrote it before, so that it stays as it is.
    var isKept: Bool {
        get throws { try context.standingFiles == .kept && !destination.replaces && isThere }
    }

    private var isThere: Bool {
        get throws {
            let database = destination.database
            let isMade =
                database.isServer || FileManager.default.fileExists(atPath: database.place)
            return try isMade
                && context.engine.tables(of: database, in: context.work)
                    .contains { !$0.isView && $0.isCalled(destination.table, in: database.kind) }
        }
    }

    /// How many rows it holds, if a replay finds in it just what it would write; nil where the rows
    /// have to be written, or refused.
    ///
    /// What would be written is put in a file of its own for it, which a server does not offer.
    func rows(of frame: Frame) throws -> Int64? {
        guard context.standingFiles == .keptIfEqual, !destination.replaces,
            !destination.database.isServer, try isThere
        else { return nil }
        let stem = "\(destination.database.place).\(ProcessInfo.processInfo.processIdentifier)"
        let drafts = ["\(stem).again", "\(stem).found.csv"]
        defer { for draft in drafts { try? FileManager.default.removeItem(atPath: draft) } }
        var again = destination
        again.database.place = drafts[0]
        let rows = try context.engine.write(frame.plan, to: again, in: context.work)
        do {
            try write(destination, to: drafts[1])
        } catch let error as EngineError where error.code != .cancelled {
            // What cannot even be read is not what would be written.
            return nil
        }
        let isSame = try StandingFile(at: drafts[1], context: context)
            .isSame { path in try write(again, to: path) }
        return isSame ? rows : nil
    }

    /// Writes a table's columns and rows as text: files of databases differ where tables do not.
    private func write(_ table: DatabaseDestination, to path: String) throws {
        var request = DatabaseRequest(table.database, .table(table.table))
        request.zone = "UTC"
        let frame = Frame(try context.engine.source(of: request, in: context.work))
        let destination = Destination(path: path, format: .csv, replaces: false)
        _ = try context.engine.write(frame.plan, to: destination, in: context.work)
    }
}

extension DatabaseTable {
    /// SQLite takes names for the same that differ in capitals only.
    fileprivate func isCalled(_ table: String, in kind: Database.Kind) -> Bool {
        kind == .sqlite ? name.lowercased() == table.lowercased() : name == table
    }
}
