package import Catalog
package import Diagnostics
import Digests
import Foundation
import Values

/// Saved models: a folder of two files, one that describes and one in the model's own format.
///
/// Loading reads data and runs nothing that the folder holds.
package struct ModelArchive: Sendable {
    private static let description = "model.json"
    private static let content = "model.txt"

    /// The kinds of model that can be read, by flavor.
    private let models: [String: any FittedModel.Type]
    /// Readers of the files in which libraries keep models, each with the learner that it is of.
    let readers: [(learner: String, reader: ForeignModelReader)]

    /// An archive that reads what these learners learn.
    package init(learners: [any Learner.Type]) {
        func model<L: Learner>(_ learner: L.Type) -> any FittedModel.Type { L.Model.self }
        var models: [String: any FittedModel.Type] = [:]
        for learner in learners {
            let type = model(learner)
            models[type.flavor] = type
        }
        self.models = models
        readers = learners.compactMap { learner in learner.reader.map { (learner.name, $0) } }
    }

    /// How `load` reads models: nil for a path that is neither a folder with one in it nor a file
    /// in which a library keeps one.
    package var loader: ObjectLoaders.Loader {
        { request, context in
            guard ModelArchive.isModel(request.path) else { return try imported(request, context) }
            if let name = request.given { throw ModelArchive.surplus(name, context) }
            return .object(try read(request.path))
        }
    }

    private static func surplus(_ name: String, _ context: CallContext) -> Diagnostic {
        Diagnostic(
            "argument.surplus",
            "a model that was saved here knows what it predicts",
            at: context.span(of: name)
        )
    }

    private static func isModel(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/" + description)
    }

    /// The model in a folder.
    package func read(_ path: String) throws -> FittedPipeline {
        do {
            return try content(of: path)
        } catch let fault as Diagnostic
            where ["model.corrupt", "model.unsupported"].contains(fault.code)
        {
            throw Diagnostic(
                "model.corrupt",
                "the saved model cannot be read: \(fault.message)",
                hints: ["fit it again, and `save` it with `replace: true`"]
            )
        }
    }

    private func content(of path: String) throws -> FittedPipeline {
        let bytes = try Self.bytes(of: path, Self.description)
        struct Version: Decodable { var format: Int }
        let version: Version = try ModelCoding.decode(bytes)
        guard version.format == StoredPipeline.format else {
            throw Diagnostic(
                "model.version",
                "the model is saved in format \(version.format), and format "
                    + "\(StoredPipeline.format) is read here",
                hints: ["fit it again with this version"]
            )
        }
        let stored: StoredPipeline = try ModelCoding.decode(bytes)
        guard let model = models[stored.flavor] else {
            throw Diagnostic.modelCorrupt(
                "`\(stored.flavor)` is no kind of model that is known here"
            )
        }
        let content = try Self.bytes(of: path, Self.content)
        guard SHA256Digest(of: content).hexadecimal == stored.digest else {
            throw Diagnostic.modelCorrupt("`\(Self.content)` is not as it was written")
        }
        return try stored.pipeline(model, content)
    }

    private static func bytes(of path: String, _ name: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path + "/" + name) else {
            throw Diagnostic.modelCorrupt("`\(name)` is not there, or may not be read")
        }
        return Array(data)
    }

    /// Writes a folder: all of it, or the path stays as it was.
    package static func write(
        _ pipeline: FittedPipeline,
        to path: String,
        replacing: Bool
    )
        throws(Diagnostic)
    {
        let exists = FileManager.default.fileExists(atPath: path)
        if exists, !replacing {
            throw Diagnostic(
                "file.exists",
                "`\(path)` exists",
                hints: ["save(\"\(path)\", replace: true)"]
            )
        }
        if exists, !isModel(path) {
            throw Diagnostic(
                "file.exists",
                "`\(path)` is no saved model, and is not replaced by one",
                hints: ["save(\"\(path).model\")"]
            )
        }
        let mark = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try fill(mark + ".new", with: pipeline)
            try put(mark + ".new", at: path, old: exists ? mark + ".old" : nil)
        } catch {
            try? FileManager.default.removeItem(atPath: mark + ".new")
            throw Diagnostic(
                "file.unwritable",
                "the model cannot be saved at `\(path)`: \(reason(error))"
            )
        }
    }

    private static func fill(_ folder: String, with pipeline: FittedPipeline) throws {
        let files = FileManager.default
        try? files.removeItem(atPath: folder)
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let content = try pipeline.model.encoded()
        let stored = StoredPipeline(pipeline, digest: SHA256Digest(of: content).hexadecimal)
        let parts = [
            (Self.content, content), (description, try ModelCoding.encode(stored) + [0x0A]),
        ]
        for (name, bytes) in parts {
            let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
            try Data(bytes).write(to: url)
            let handle = try FileHandle(forUpdating: url)
            try handle.synchronize()
            try handle.close()
        }
    }

    /// Moves the new folder into place; an old one is deleted only when that has worked.
    private static func put(_ new: String, at path: String, old: String?) throws {
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

    private static func reason(_ error: any Error) -> String {
        if let diagnostic = error as? Diagnostic { return diagnostic.message }
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        let text = (cause as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
        return (text ?? error.localizedDescription).lowercased()
    }
}

extension FittedPipeline: StoredObject {
    package var keysOfTheRun: [String] { ["seconds"] }

    package func write(to path: String, replacing: Bool) throws(Diagnostic) {
        try ModelArchive.write(self, to: path, replacing: replacing)
    }
}
