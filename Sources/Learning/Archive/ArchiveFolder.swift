import Diagnostics
import Foundation

/// A folder in which something that was learned is saved: all of it, or the path stays as it was.
struct ArchiveFolder {
    private struct Version: Decodable { var format: Int }

    let path: String
    /// The file that tells what the folder holds, and by which it is known.
    let description: String
    /// What it is that is saved, as errors call it.
    let kind: String

    var isThere: Bool { FileManager.default.fileExists(atPath: path + "/" + description) }

    /// What the description says, if it is of this format.
    func described<Content: Decodable>(inFormat format: Int) throws -> Content {
        try described(by: try bytes(of: description), inFormat: format)
    }

    /// What a description says whose seal is right, and is returned with it; `parts` are the seals
    /// of what belongs to it.
    func sealed<Content: Decodable>(
        inFormat format: Int,
        over parts: (Content) throws -> [String] = { _ in [] }
    ) throws -> (content: Content, seal: String) {
        let bytes = try bytes(of: description)
        let content: Content = try described(by: bytes, inFormat: format)
        guard let seal = ArchiveSeal.checked(bytes, over: try parts(content)) else {
            throw Diagnostic.modelCorrupt("`\(description)` is not as it was written")
        }
        return (content, seal)
    }

    /// The bytes of a description with a place for its seal, sealed.
    static func sealed(
        _ content: some Encodable,
        over parts: [String] = []
    ) throws -> (bytes: [UInt8], seal: String) {
        guard
            let sealed = ArchiveSeal.closed(
                try ModelCoding.encode(content) + [0x0A],
                over: parts
            )
        else { preconditionFailure("a description has a place for its seal") }
        return sealed
    }

    private func described<Content: Decodable>(
        by bytes: [UInt8],
        inFormat format: Int
    ) throws -> Content {
        let version: Version = try ModelCoding.decode(bytes)
        guard version.format == format else {
            throw Diagnostic(
                "model.version",
                "the \(kind) is saved in format \(version.format), and format \(format) is read "
                    + "here",
                hints: ["fit it again with this version"]
            )
        }
        return try ModelCoding.decode(bytes)
    }

    func bytes(of name: String) throws(Diagnostic) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path + "/" + name) else {
            throw .modelCorrupt("`\(name)` is not there, or may not be read")
        }
        return Array(data)
    }

    /// Reads what the folder holds; what is wrong with it is said of the whole.
    func reading<Content>(_ content: () throws -> Content) throws -> Content {
        do {
            return try content()
        } catch let fault as Diagnostic
            where ["model.corrupt", "model.unsupported"].contains(fault.code)
        {
            throw Diagnostic(
                "model.corrupt",
                "the saved \(kind) cannot be read: \(fault.message)",
                hints: ["fit it again, and `save` it with `replace: true`"]
            )
        }
    }

    /// Writes the folder of these files; one that is there is replaced when told, and only by its
    /// like.
    func write(
        replacing: Bool,
        _ files: () throws -> [(name: String, bytes: [UInt8])]
    ) throws(Diagnostic) {
        let exists = FileManager.default.fileExists(atPath: path)
        if exists, !replacing {
            throw Diagnostic(
                "file.exists",
                "`\(path)` exists",
                hints: ["save(\"\(path)\", replace: true)"]
            )
        }
        if exists, !isThere {
            throw Diagnostic(
                "file.exists",
                "`\(path)` is no saved \(kind), and is not replaced by one",
                hints: ["save(\"\(path).\(kind)\")"]
            )
        }
        let mark = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try fill(mark + ".new", with: files())
            try put(mark + ".new", old: exists ? mark + ".old" : nil)
        } catch {
            try? FileManager.default.removeItem(atPath: mark + ".new")
            throw Diagnostic(
                "file.unwritable",
                "the \(kind) cannot be saved at `\(path)`: \(reason(error))"
            )
        }
    }

    private func fill(_ folder: String, with files: [(name: String, bytes: [UInt8])]) throws {
        let manager = FileManager.default
        try? manager.removeItem(atPath: folder)
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, bytes) in files {
            let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
            try Data(bytes).write(to: url)
            let handle = try FileHandle(forUpdating: url)
            try handle.synchronize()
            try handle.close()
        }
    }

    /// Moves the new folder into place; an old one is deleted only when that has worked.
    private func put(_ new: String, old: String?) throws {
        let files = FileManager.default
        if let old { try files.moveItem(atPath: path, toPath: old) }
        do {
            try files.moveItem(atPath: new, toPath: path)
        } catch {
            if let old { try? files.moveItem(atPath: old, toPath: path) }
            throw error
        }
        if let old { try files.removeItem(atPath: old) }
    }

    private func reason(_ error: any Error) -> String {
        if let diagnostic = error as? Diagnostic { return diagnostic.message }
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        let text = (cause as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
        return (text ?? error.localizedDescription).lowercased()
    }
}
