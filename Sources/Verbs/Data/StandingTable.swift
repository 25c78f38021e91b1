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
    /// What would be written is put in a file of its own for it. A server offers none, but keeps
    /// every type that a frame has, so that the frame itself is what would be read again.
    func rows(of frame: Frame) throws -> Int64? {
        guard context.standingFiles == .keptIfEqual, !destination.replaces, try isThere
        else { return nil }
        let drafts = ["again", "found.csv"].map(draft)
        defer { for draft in drafts { try? FileManager.default.removeItem(atPath: draft) } }
        do {
            try write(destination, to: drafts[1])
        } catch let error as EngineError where error.code != .cancelled {
            // What cannot even be read is not what would be written.
            return nil
        }
        var rows: Int64 = 0
        let isSame = try StandingFile(at: drafts[1], context: context)
            .isSame { path in
                guard !destination.database.isServer else {
                    rows = try write(frame.plan, to: path)
                    return
                }
                var again = destination
                again.database.place = drafts[0]
                rows = try context.engine.write(frame.plan, to: again, in: context.work)
                try write(again, to: path)
            }
        return isSame ? rows : nil
    }

    /// A path for what is compared: beside the database's file, or in a folder for what is temporary.
    private func draft(_ ending: String) -> String {
        let process = ProcessInfo.processInfo.processIdentifier
        let stem =
            destination.database.isServer
            ? NSTemporaryDirectory() + "epilogue-table" : destination.database.place
        return "\(stem).\(process).\(ending)"
    }

    /// Writes a table's columns and rows as text: files of databases differ where tables do not.
    private func write(_ table: DatabaseDestination, to path: String) throws {
        var request = DatabaseRequest(table.database, .table(table.table))
        request.zone = "UTC"
        let frame = Frame(try context.engine.source(of: request, in: context.work))
        _ = try write(frame.plan, to: path)
    }

    private func write(_ plan: Plan, to path: String) throws -> Int64 {
        let destination = Destination(path: path, format: .csv, replaces: false)
        return try context.engine.write(plan, to: destination, in: context.work)
    }
}

extension DatabaseTable {
    /// SQLite takes names for the same that differ in capitals only.
    fileprivate func isCalled(_ table: String, in kind: Database.Kind) -> Bool {
        kind == .sqlite ? name.lowercased() == table.lowercased() : name == table
    }
}
