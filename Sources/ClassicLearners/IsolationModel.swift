import Diagnostics
import Foundation
package import Kernels
package import Learning
package import Tables

/// What `isolation_forest` learned: its trees, and the scores of the rows that it learned from.
package struct IsolationModel: UnsupervisedModel {
    package static let flavor = "isolation_forest"

    private struct Content: Codable {
        var sample: Int
        var trees: [IsolationTree]
        var usual: [Double]
    }

    package let features: [Feature]
    package let outputs = [Field("score", .float)]
    private let sample: Int
    private let trees: [IsolationTree]
    /// The median, the 99th percentile and the largest of the scores in training.
    private let usual: [Double]
    private let walk: IsolationWalk

    init(
        _ trees: [IsolationTree],
        sample: Int,
        fitting rows: UnsupervisedRows,
        in work: WorkContext
    ) throws {
        self.trees = trees
        self.sample = sample
        features = rows.features
        walk = IsolationWalk(trees)
        let stream = RandomStream(seed: work.seed, purpose: "isolation scores")
        // Scores of so many rows tell what is usual.
        let chosen =
            rows.count > Self.mostScored
            ? (0..<Self.mostScored).map { stream.integer(below: rows.count, row: $0) }
            : Array(0..<rows.count)
        let known = try Self.scores(rows.matrix.rows(at: chosen), walk, sample, in: work)
            .filter { !$0.isNaN }.sorted()
        usual =
            known.isEmpty
            ? []
            : [known[known.count / 2], known[(known.count - 1) * 99 / 100], known[known.count - 1]]
    }

    private static let mostScored = 10_000

    package func predict(_ features: Matrix, in work: WorkContext) throws -> [Column] {
        [Column(finite: try Self.scores(features, walk, sample, in: work)[...])]
    }

    /// 2^(−mean depth / c) of each row; a row without any value has none.
    private static func scores(
        _ rows: Matrix,
        _ walk: IsolationWalk,
        _ sample: Int,
        in work: WorkContext
    ) throws -> [Double] {
        let expected = ExpectedDepth.of(sample) * Double(walk.trees)
        return try parallelChunks(
            count: rows.rows,
            size: 2048,
            threads: work.threads,
            cancellation: work.cancellation
        ) { range in
            walk.depths(rows, range).map { exp2(-$0 / expected) }
        }.flatMap(\.self)
    }

    package var summary: ModelSummary {
        let names = ["median score", "score of 99 %", "largest score"]
        var summary = ModelSummary(facts: [
            ("rows of a tree", .int(Int64(sample))),
            ("nodes", .int(Int64(trees.reduce(0) { $0 + $1.count }))),
        ])
        summary.facts += zip(names, usual).map { ($0, .float($1)) }
        if trees.allSatisfy({ $0.count == 1 }) {
            summary.remarks.append("no feature tells rows apart: every row has the same score")
        }
        return summary
    }

    package func encoded() throws -> [UInt8] {
        // A line a number would be most of the file.
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return Array(try encoder.encode(Content(sample: sample, trees: trees, usual: usual)))
    }

    package init(decoding bytes: [UInt8], features: [Feature]) throws {
        let content: Content = try ModelCoding.decode(bytes)
        guard content.sample > 1, !content.trees.isEmpty,
            content.trees.allSatisfy({ $0.isWhole(features) })
        else { throw Diagnostic.modelCorrupt("its trees do not fit its features") }
        (sample, trees, usual) = (content.sample, content.trees, content.usual)
        self.features = features
        walk = IsolationWalk(content.trees)
    }
}

extension IsolationTree {
    /// Whether every walk through it ends, and asks for features that there are.
    fileprivate func isWhole(_ known: [Feature]) -> Bool {
        guard count > 0,
            [values.count, lefts.count, missingLefts.count, levels.count].allSatisfy({ $0 == count }
            )
        else { return false }
        return (0..<count).allSatisfy { node in
            let feature = features[node]
            guard feature >= 0 else { return true }
            // What lies below stands behind.
            return known.indices.contains(feature) && lefts[node] > node
                && lefts[node] + 1 < count
                && levels[node].count == (known[feature].levels?.count ?? 0)
        }
    }
}
