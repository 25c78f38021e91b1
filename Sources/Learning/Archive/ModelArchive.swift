package import Catalog
package import Diagnostics
import Digests
import Values

/// Saved models: a folder of two files, one that describes and one in the model's own format; of a
/// blend two more for each of its models.
///
/// Loading reads data and runs nothing that the folder holds.
package struct ModelArchive: Sendable {
    private static let description = "model.json"
    /// The file of a model without a target.
    private static let content = "model.txt"

    /// The kinds of model that can be read, by flavor.
    private let models: [String: any FittedModel.Type]
    /// Readers of the files in which libraries keep models, each with the learner that it is of.
    let readers: [(learner: String, reader: ForeignModelReader)]

    /// Learners without a target whose models can be read, by flavor.
    private let unsupervised: [String: any UnsupervisedLearner.Type]

    /// An archive that reads what these learners learn, and models that have no learner here.
    package init(
        learners: [any Learner.Type],
        unsupervised: [any UnsupervisedLearner.Type] = [],
        foreign: [ForeignKind] = []
    ) {
        func flavor<L: UnsupervisedLearner>(_ learner: L.Type) -> String { L.Model.flavor }
        self.unsupervised = Dictionary(
            unsupervised.map { (flavor($0), $0) },
            uniquingKeysWith: { first, _ in first }
        )
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
            if let model = try readUnsupervised(request.path) { return .object(model) }
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

    /// The model without a target in a folder; nil where it is one with a target.
    package func readUnsupervised(_ path: String) throws -> UnsupervisedPipeline? {
        struct Kind: Decodable { var flavor: String }
        let folder = Self.folder(path)
        return try folder.reading {
            let kind: Kind = try folder.described(inFormat: StoredPipeline.format)
            guard let learner = unsupervised[kind.flavor] else { return nil }
            let stored: StoredUnsupervised = try folder.sealed(inFormat: StoredPipeline.format)
                .content
            let bytes = try Self.bytes(Self.content, at: [], in: folder, stored.digest)
            return try stored.pipeline(learner, bytes)
        }
    }

    /// The model in a folder.
    package func read(_ path: String) throws -> FittedPipeline {
        try Self.folder(path).reading { try content(of: path).pipeline }
    }

    /// A model and its seal, which seals those that it blends.
    private func content(
        of path: String,
        at place: [Int] = []
    ) throws -> (pipeline: FittedPipeline, seal: String) {
        let folder = Self.folder(path, at: place)
        var members: [FittedPipeline] = []
        let (stored, seal): (StoredPipeline, String) = try folder.sealed(
            inFormat: StoredPipeline.format
        ) { stored in
            guard stored.flavor == BlendModel.flavor else { return [] }
            guard let count = stored.members, (1...Self.mostMembers).contains(count),
                place.count < Self.mostLevels
            else { throw Diagnostic.modelCorrupt("it does not tell how many models it blends") }
            let found = try (1...count).map { try content(of: path, at: place + [$0]) }
            members = found.map(\.pipeline)
            return found.map(\.seal)
        }
        return (try pipeline(stored, members, at: place, in: folder), seal)
    }

    private func pipeline(
        _ stored: StoredPipeline,
        _ members: [FittedPipeline],
        at place: [Int],
        in folder: ArchiveFolder
    ) throws -> FittedPipeline {
        if stored.flavor == BlendModel.flavor {
            let bytes = try Self.bytes(BlendModel.file, at: place, in: folder, stored.digest)
            return try stored.pipeline { shape in
                try BlendModel(decoding: bytes, members: members, shape: shape)
            }
        }
        guard let model = models[stored.flavor] else {
            throw Diagnostic.modelCorrupt(
                "`\(stored.flavor)` is no kind of model that is known here"
            )
        }
        let bytes = try Self.bytes(model.file, at: place, in: folder, stored.digest)
        return try stored.pipeline { try model.init(decoding: bytes, shape: $0) }
    }

    /// A model's own file, as it was written.
    private static func bytes(
        _ file: String,
        at place: [Int],
        in folder: ArchiveFolder,
        _ digest: String
    ) throws -> [UInt8] {
        let name = name(file, at: place)
        let bytes = try folder.bytes(of: name)
        guard SHA256Digest(of: bytes).hexadecimal == digest else {
            throw Diagnostic.modelCorrupt("`\(name)` is not as it was written")
        }
        return bytes
    }

    /// More models, or blends within blends, than anybody makes.
    private static let (mostMembers, mostLevels) = (1000, 16)

    /// Writes a model without a target.
    package static func write(
        _ pipeline: UnsupervisedPipeline,
        to path: String,
        replacing: Bool
    ) throws(Diagnostic) {
        try folder(path).write(replacing: replacing) {
            let bytes = try pipeline.model.encoded()
            let stored = StoredUnsupervised(
                pipeline,
                digest: SHA256Digest(of: bytes).hexadecimal
            )
            return [
                (content, bytes), (description, try ArchiveFolder.sealed(stored).bytes),
            ]
        }
    }

    /// Writes a folder: all of it, or the path stays as it was.
    package static func write(
        _ pipeline: FittedPipeline,
        to path: String,
        replacing: Bool
    ) throws(Diagnostic) {
        try folder(path).write(replacing: replacing) { try files(pipeline).all }
    }

    /// The files of a model, and behind them those of the models that it blends; and its seal.
    private static func files(
        _ pipeline: FittedPipeline,
        at place: [Int] = []
    ) throws -> (all: [(name: String, bytes: [UInt8])], seal: String) {
        let bytes = try pipeline.model.encoded()
        let stored = StoredPipeline(pipeline, digest: SHA256Digest(of: bytes).hexadecimal)
        let members = try pipeline.blended.enumerated().map { index, member in
            try files(member.pipeline, at: place + [index + 1])
        }
        let (sealed, seal) = try ArchiveFolder.sealed(stored, over: members.map(\.seal))
        let own = [
            (name(type(of: pipeline.model).file, at: place), bytes),
            (name(description, at: place), sealed),
        ]
        return (own + members.flatMap(\.all), seal)
    }

    /// A file's name; those of a blend's second model begin with `member-2.`.
    private static func name(_ file: String, at place: [Int]) -> String {
        place.map { "member-\($0)." }.joined() + file
    }

    private static func folder(_ path: String, at place: [Int] = []) -> ArchiveFolder {
        ArchiveFolder(path: path, description: name(description, at: place), kind: "model")
    }
}

extension FittedPipeline: StoredObject {
    package var keysOfTheRun: [String] { ["seconds", "seal"] }
    package var isSavedAsFrame: Bool { true }

    package func write(to path: String, replacing: Bool) throws(Diagnostic) {
        try ModelArchive.write(self, to: path, replacing: replacing)
    }
}

extension UnsupervisedPipeline: StoredObject {
    package var keysOfTheRun: [String] { ["seconds", "seal"] }
    package var isSavedAsFrame: Bool { true }

    package func write(to path: String, replacing: Bool) throws(Diagnostic) {
        try ModelArchive.write(self, to: path, replacing: replacing)
    }
}
