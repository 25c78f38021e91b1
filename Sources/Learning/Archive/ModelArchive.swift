package import Catalog
package import Diagnostics
import Digests
import Values

/// Saved models: a folder of two files, one that describes and one in the model's own format.
///
/// Loading reads data and runs nothing that the folder holds.
package struct ModelArchive: Sendable {
    private static let description = "model.json"

    /// The kinds of model that can be read, by flavor.
    private let models: [String: any FittedModel.Type]
    /// Readers of the files in which libraries keep models, each with the learner that it is of.
    let readers: [(learner: String, reader: ForeignModelReader)]

    /// An archive that reads what these learners learn, and models that have no learner here.
    package init(learners: [any Learner.Type], foreign: [ForeignKind] = []) {
        func model<L: Learner>(_ learner: L.Type) -> any FittedModel.Type { L.Model.self }
        var models: [String: any FittedModel.Type] = [:]
        for learner in learners {
            let type = model(learner)
            models[type.flavor] = type
        }
        for kind in foreign { models[kind.model.flavor] = kind.model }
        self.models = models
        readers =
            learners.compactMap { learner in learner.reader.map { (learner.name, $0) } }
            + foreign.map { ($0.name, $0.reader) }
    }

    /// How `load` reads models: nil for a path that is neither a folder with one in it nor a file
    /// in which a library keeps one.
    package var loader: ObjectLoaders.Loader {
        { request, context in
            guard Self.folder(request.path).isThere else { return try imported(request, context) }
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

    /// The model in a folder.
    package func read(_ path: String) throws -> FittedPipeline {
        try Self.folder(path).reading { try content(of: path) }
    }

    private func content(of path: String) throws -> FittedPipeline {
        let folder = Self.folder(path)
        let stored: StoredPipeline = try folder.described(inFormat: StoredPipeline.format)
        guard let model = models[stored.flavor] else {
            throw Diagnostic.modelCorrupt(
                "`\(stored.flavor)` is no kind of model that is known here"
            )
        }
        let content = try folder.bytes(of: model.file)
        guard SHA256Digest(of: content).hexadecimal == stored.digest else {
            throw Diagnostic.modelCorrupt("`\(model.file)` is not as it was written")
        }
        return try stored.pipeline(model, content)
    }

    /// Writes a folder: all of it, or the path stays as it was.
    package static func write(
        _ pipeline: FittedPipeline,
        to path: String,
        replacing: Bool
    ) throws(Diagnostic) {
        try folder(path).write(replacing: replacing) {
            let bytes = try pipeline.model.encoded()
            let stored = StoredPipeline(pipeline, digest: SHA256Digest(of: bytes).hexadecimal)
            return [
                (type(of: pipeline.model).file, bytes),
                (description, try ModelCoding.encode(stored) + [0x0A]),
            ]
        }
    }

    private static func folder(_ path: String) -> ArchiveFolder {
        ArchiveFolder(path: path, description: description, kind: "model")
    }
}

extension FittedPipeline: StoredObject {
    package var keysOfTheRun: [String] { ["seconds"] }

    package func write(to path: String, replacing: Bool) throws(Diagnostic) {
        try ModelArchive.write(self, to: path, replacing: replacing)
    }
}
