import Diagnostics
import Glibc
package import Kernels
package import Tables

/// The weighted mean of what several models predict: of numbers, or of the probabilities of the
/// same classes.
package struct BlendModel: FittedModel {
    package static let flavor = "blend"

    /// One of the models that are blended.
    package struct Member: Sendable {
        package let name: String
        /// Above zero; those of all members add up to one.
        package let weight: Double
        package let pipeline: FittedPipeline
        /// Where its features are among those of the blend.
        let places: [FeaturePlace]
    }

    package let shape: ModelShape
    package let members: [Member]
    /// How the weights were found; nil where they were given.
    package let finding: BlendFinding?

    init(_ members: [Member], shape: ModelShape, finding: BlendFinding?) {
        self.members = members
        self.shape = shape
        self.finding = finding
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let outputs = try members.map { member in
            try member.pipeline.outputs(member.rows(features), in: work)
        }
        return outputs.mixed(members.map(\.weight))
    }

    package var summary: ModelSummary {
        let count = members.count
        var summary = ModelSummary(facts: [
            ("blended", .text("\(count) model\(count == 1 ? "" : "s"), \(origin)"))
        ])
        if let finding {
            summary.facts.append(("\(finding.measure), \(finding.ground)", .float(finding.blended)))
            if !finding.leftOut.isEmpty {
                let names = finding.leftOut.joined(separator: ", ")
                summary.facts.append(("left out", .text("\(names): of no use beside the others")))
            }
        }
        summary.coefficients = table
        return summary
    }

    private var origin: String {
        guard let finding else { return "weights as given" }
        return "weights found \(finding.ground), \(finding.rows) rows"
    }

    /// Model, learner, weight, and where the weights were found the measure of each alone.
    private var table: Table {
        let texts: [(String, [String])] = [
            ("model", members.map(\.name)),
            ("learner", members.map { "\($0.pipeline.learner.name)(\($0.pipeline.formula))" }),
        ]
        var numbers = [("weight", members.map(\.weight))]
        if let finding { numbers.append((finding.measure, finding.losses)) }
        return Table(
            texts.map { Field($0.0, .text) } + numbers.map { Field($0.0, .float) },
            texts.map { Column(.text, .texts($0.1)) }
                + numbers.map { Column(.float, .floats($0.1)) }
        )
    }
}

/// How weights were found on rows that no model had learned from.
package struct BlendFinding: Codable, Hashable, Sendable {
    /// Where: `out of fold`, or `on rows apart`.
    package var ground: String
    package var rows: Int
    /// What was made small, of each model alone and of all together.
    package var measure: String
    package var losses: [Double]
    package var blended: Double
    /// Models whose weight was zero.
    package var leftOut: [String]
}

extension BlendModel.Member {
    /// The blend's features as the model reads them.
    package func rows(_ features: Matrix) -> Matrix {
        let isWhole =
            places.count == features.columns
            && places.enumerated().allSatisfy { $1.feature == $0 && $1.codes == nil }
        guard !isWhole else { return features }
        var cells: [Double] = []
        cells.reserveCapacity(features.rows * places.count)
        for place in places {
            let column = features.column(place.feature)
            guard let codes = place.codes else {
                cells.append(contentsOf: column)
                continue
            }
            let known = codes.map { $0 < 0 ? Double.nan : Double($0) }
            cells.append(contentsOf: column.map { $0.isNaN ? .nan : known[Int($0)] })
        }
        return Matrix(rows: features.rows, columns: places.count, cells: cells)
    }

    /// The positions of its features among those of the blend.
    package var positions: [Int] { places.map(\.feature) }
}

/// Of a number the margin is the prediction, which is the weighted sum of its members' margins.
extension BlendModel: MarginModel {
    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        var told = try predict(features, in: work)
        switch task {
        case .regression: return told
        case .binary: told.cells = told.cells.map { log($0 / (1 - $0)) }
        case .multiclass: told.cells = told.cells.map { log($0) }
        }
        return told
    }

    package var roundoff: Double {
        members.map { ($0.pipeline.model as? any MarginModel)?.roundoff ?? 1e-6 }.max() ?? 1e-6
    }
}

/// The stored form: weights and places; the members are saved beside it, as models of their own.
extension BlendModel {
    private struct Content: Codable {
        struct Member: Codable {
            var name: String
            var weight: Double
            /// The digest of all that its answers hang on.
            var fingerprint: String
            var places: [FeaturePlace]
        }

        var members: [Member]
        var finding: BlendFinding?
    }

    package func encoded() throws -> [UInt8] {
        try ModelCoding.encode(
            Content(
                members: members.map { member in
                    Content.Member(
                        name: member.name,
                        weight: member.weight,
                        fingerprint: member.pipeline.fingerprint,
                        places: member.places
                    )
                },
                finding: finding
            )
        )
    }

    /// A blend is read with its members, never from its own bytes alone.
    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        throw Diagnostic.modelCorrupt("the models that it blends are not there")
    }

    init(decoding bytes: [UInt8], members pipelines: [FittedPipeline], shape: ModelShape) throws {
        let content: Content = try ModelCoding.decode(bytes)
        guard content.members.count == pipelines.count, !pipelines.isEmpty,
            zip(content.members, pipelines).allSatisfy({ $0.fingerprint == $1.fingerprint })
        else { throw Diagnostic.modelCorrupt("the models that it blends are others") }
        for (member, pipeline) in zip(content.members, pipelines) {
            guard pipeline.task == shape.task, member.weight > 0,
                member.places.count == pipeline.features.count,
                zip(member.places, pipeline.features).allSatisfy({ $0.fits($1, shape.features) })
            else { throw Diagnostic.modelCorrupt("`\(member.name)` does not fit the blend") }
        }
        self.init(
            zip(content.members, pipelines).map { member, pipeline in
                Member(
                    name: member.name,
                    weight: member.weight,
                    pipeline: pipeline,
                    places: member.places
                )
            },
            shape: shape,
            finding: content.finding
        )
    }
}

extension FeaturePlace {
    /// Whether it leads from one of the features to a model's own.
    fileprivate func fits(_ own: Feature, _ features: [Feature]) -> Bool {
        guard features.indices.contains(feature) else { return false }
        guard let codes else { return features[feature].levels == own.levels }
        let levels = own.levels ?? []
        return codes.count == features[feature].levels?.count
            && codes.allSatisfy { $0 >= -1 && $0 < levels.count }
    }
}

extension FittedPipeline {
    /// The models that it blends; none of any other model.
    package var blended: [BlendModel.Member] { (model as? BlendModel)?.members ?? [] }

    /// The models that learned from rows of their own: itself, or those that a blend is made of where
    /// they did not all learn from the same.
    package var learnedApart: [FittedPipeline] {
        guard !blended.isEmpty, training.plan == nil else { return [self] }
        return blended.flatMap(\.pipeline.learnedApart)
    }
}
