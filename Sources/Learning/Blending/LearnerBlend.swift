package import Catalog
import Diagnostics
import Kernels
import Values

/// A learner within a blend: its name there, and how much its predictions count.
package struct BlendPart: Sendable {
    package var name: String
    package var weight: Double
    package var learner: LearnerValue

    package init(name: String, weight: Double, learner: LearnerValue) {
        self.name = name
        self.weight = weight
        self.learner = learner
    }
}

/// What stands for the learner of a blend; each of its parts reads its own features and learns from
/// them.
struct LearnerBlend: Learner {
    static let name = BlendModel.flavor
    static let summary = "The weighted mean of what several learners learn."
    static let settings: [Setting<LearnerBlend>] = []

    static func supports(_ task: LearningTask) -> Bool { true }

    func fit(_ data: Dataset, in work: WorkContext) throws -> BlendModel {
        throw Diagnostic.blendOfRows
    }
}

extension LearnerValue {
    /// Learners whose predictions are to be blended.
    package init(blending parts: [BlendPart]) {
        precondition(!parts.isEmpty, "somebody learns")
        self.init(LearnerBlend(), formula: parts[0].learner.formula)
        self.parts = parts
    }

    var blendCall: String {
        let weights = Value.list(parts.map { .float($0.weight) }).words
        return
            "blend(\(parts.map { $0.learner.call() }.joined(separator: ", ")), weights: \(weights))"
    }

    /// The libraries that learn, each once.
    package var libraries: [LibraryVersions.Name] {
        guard !parts.isEmpty else { return [learner.library].compactMap(\.self) }
        var all: [LibraryVersions.Name] = []
        for library in parts.flatMap(\.learner.libraries) where !all.contains(library) {
            all.append(library)
        }
        return all
    }

    /// Each learner fitted, and the models blended; what a learner has to say is said with its name.
    func blended(_ fit: (LearnerValue) throws -> Fitting.Result) throws -> Fitting.Result {
        var (models, remarks, warnings): ([FittedPipeline], [String], [Diagnostic]) = ([], [], [])
        for part in parts {
            let result = try fit(part.learner)
            models.append(result.pipeline)
            remarks += result.remarks.map { "`\(part.name)`: \($0)" }
            warnings += result.warnings.filter { !warnings.contains($0) }
        }
        let blending = try Blending(Array(zip(parts.map(\.name), models)))
        return Fitting.Result(
            pipeline: try blending.weighted(parts.map(\.weight)),
            remarks: remarks,
            warnings: warnings
        )
    }

    /// Whether it, or a learner that it blends, looks at rows to stop by.
    package var stopsEarly: Bool {
        description.stopsEarly || parts.contains { $0.learner.stopsEarly }
    }
}

extension Diagnostic {
    /// Of what looks at one learner's rows.
    static var blendOfRows: Diagnostic {
        Diagnostic(
            "blend.learner",
            "the learners of a blend read rows each in its own way, and this looks at one learner",
            hints: ["cross_validate(folds) judges the blend", "each of its learners by itself"]
        )
    }
}
