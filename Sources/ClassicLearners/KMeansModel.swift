import Diagnostics
package import Kernels
package import Learning
package import Tables

/// What `kmeans` learned: its centres, and what distances are measured in.
package struct KMeansModel: UnsupervisedModel {
    package static let flavor = "kmeans"

    private struct Content: Codable, Hashable {
        var space: DistanceSpace
        var centers: [[Double]]
        var sizes: [Double]
        var inertia: Double
        var silhouette: Double?
        var rounds: Int
        /// How many clusters were asked for.
        var asked: Int
    }

    package let features: [Feature]
    package let outputs = [Field("cluster", .int), Field("distance", .float)]
    private let content: Content

    init(
        _ found: ClusterSearch,
        _ space: DistanceSpace,
        features: [Feature],
        silhouette: Double?,
        asked: Int
    ) {
        self.features = features
        content = Content(
            space: space,
            centers: found.centers,
            sizes: found.sizes,
            inertia: found.inertia,
            silhouette: silhouette,
            rounds: found.rounds,
            asked: asked
        )
    }

    /// The clusters count from 1, the largest first.
    package func predict(_ features: Matrix, in work: WorkContext) throws -> [Column] {
        let points = ClusterPoints(content.space, features)
        let found = try ClusterStep(points, content.centers, in: work)
        let empty = (0..<features.rows).filter { row in
            (0..<features.columns).allSatisfy { features[row, $0].isNaN }
        }
        var known: Bitmap?
        if !empty.isEmpty {
            known = Bitmap(repeating: true, count: features.rows)
            for row in empty { known?[row] = false }
        }
        return [
            Column(.int, .ints(found.labels.map { Int64($0) + 1 }), validity: known),
            Column(.float, .floats(found.squares.map { $0.squareRoot() }), validity: known),
        ]
    }

    package var summary: ModelSummary {
        let count = content.centers.count
        var summary = ModelSummary(facts: [
            ("clusters", .int(Int64(count))), ("inertia", .float(content.inertia)),
            ("silhouette", content.silhouette.map { .float($0) } ?? .missing),
            ("rounds", .int(Int64(content.rounds))),
        ])
        summary.coefficients = table
        summary.remarks += content.space.remarks
        if count < content.asked {
            summary.remarks.append(
                "\(count) of \(content.asked) clusters have rows: no more of them differ"
            )
        }
        return summary
    }

    /// A row a cluster: its size, and where its centre lies in the features' own units.
    private var table: Table {
        let total = content.sizes.reduce(0, +)
        let count = content.centers.count
        var fields = [Field("cluster", .int), Field("rows", .float), Field("share", .float)]
        var columns = [
            Column(.int, .ints((0..<count).map { Int64($0) + 1 })),
            Column(.float, .floats(content.sizes)),
            Column(.float, .floats(content.sizes.map { $0 / total })),
        ]
        if content.sizes.allSatisfy({ $0 == $0.rounded() && $0 < 1e15 }) {
            fields[1] = Field("rows", .int)
            columns[1] = Column(.int, .ints(content.sizes.map { Int64($0) }))
        }
        for (place, feature) in features.enumerated() {
            let axes = content.space.axes.indices.filter {
                content.space.axes[$0].feature == place
            }
            if let levels = feature.levels {
                fields.append(Field(feature.name, .text))
                columns.append(
                    Column(.text, .texts(content.centers.map { Self.level($0, axes, levels) }))
                )
            } else {
                fields.append(Field(feature.name, .float))
                columns.append(
                    Column(.float, .floats(content.centers.map { self.number($0, axes) }))
                )
            }
        }
        return Table(fields, columns)
    }

    private func number(_ center: [Double], _ axes: [Int]) -> Double {
        guard let place = axes.first else { return .nan }
        let axis = content.space.axes[place]
        return axis.mean + center[place] / axis.unit
    }

    /// The level that most of a cluster's rows have.
    private static func level(_ center: [Double], _ axes: [Int], _ levels: [String]) -> String {
        let best = axes.max { (center[$0], $1) < (center[$1], $0) }
        return best.flatMap { axes.firstIndex(of: $0) }.map { levels[$0] } ?? ""
    }

    package func encoded() throws -> [UInt8] { try ModelCoding.encode(content) }

    package init(decoding bytes: [UInt8], features: [Feature]) throws {
        let content: Content = try ModelCoding.decode(bytes)
        let axes = content.space.axes
        guard !content.centers.isEmpty, content.sizes.count == content.centers.count,
            content.centers.allSatisfy({ $0.count == axes.count && $0.allSatisfy(\.isFinite) }),
            content.sizes.allSatisfy({ $0 > 0 }),
            content.space.fits(features)
        else { throw Diagnostic.modelCorrupt("its centres do not fit its features") }
        self.features = features
        self.content = content
    }
}
