import Diagnostics
import Foundation
package import Kernels
package import Learning
package import Tables

/// What `knn` learned: the rows themselves, and how their distances are measured.
package struct NeighborsModel: FittedModel {
    package static let flavor = "knn"

    struct Content: Codable, Hashable {
        var neighbors: Int
        var isByDistance: Bool
        /// What each feature is divided by for distances; 1 of categories and bools.
        var scales: [Double]
        /// The mean, or the shares of the classes, for a row that has no feature in common.
        var usual: [Double]
        /// The training rows, a column behind the other, 64 bits a cell in little endian.
        var cells: Data
        var targets: Data
        var weights: Data?
    }

    package let shape: ModelShape
    let content: Content
    private let targets: [Double]
    private let index: NeighborIndex

    init(_ rows: Examples, _ shape: ModelShape, _ neighbors: Int, isByDistance: Bool) {
        self.shape = shape
        let scales = shape.features.enumerated().map { place, feature in
            feature.kind == .number ? spread(of: rows.features.column(place), rows.weights) : 1
        }
        content = Content(
            neighbors: neighbors,
            isByDistance: isByDistance,
            scales: scales,
            usual: BaselineModel(rows, shape: shape).shares,
            cells: Data(doubles: rows.features.cells),
            targets: Data(doubles: rows.target),
            weights: rows.weights.map { Data(doubles: $0) }
        )
        targets = rows.target
        index = NeighborIndex(
            rows.features,
            weights: rows.weights,
            measure: Measure(shape.features, scales)
        )
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let outputs = task.outputs
        let parts = try parallelChunks(
            count: features.rows,
            size: NeighborIndex.chunk,
            threads: work.threads,
            cancellation: work.cancellation
        ) { rows in
            var cells = [Double](repeating: 0, count: rows.count * outputs)
            let count = Double(content.neighbors)
            index.visitNearest(of: features, rows: rows, weight: count) { row, nearest in
                let answer = answer(nearest)
                for output in 0..<outputs {
                    cells[output * rows.count + row - rows.lowerBound] = answer[output]
                }
            }
            return cells
        }
        return Matrix(rows: features.rows, columns: outputs, parts: parts)
    }

    /// What the nearest rows say: their mean, the share of the positive class, or all shares.
    private func answer(_ nearest: Nearest) -> [Double] {
        let votes = votes(of: nearest)
        let classes = task.labels.count
        var sums = [Double](repeating: 0, count: max(1, classes))
        var total = 0.0
        for (vote, row) in zip(votes, nearest.rows) {
            total += vote
            if classes == 0 {
                sums[0] += vote * targets[row]
            } else {
                sums[Int(targets[row])] += vote
            }
        }
        let shares = total > 0 ? sums.map { $0 / total } : content.usual
        return classes == 2 ? [shares[1]] : shares
    }

    /// How much each of the nearest counts: its weight, of the last what is still wanted.
    private func votes(of nearest: Nearest) -> [Double] {
        var votes = nearest.weights
        let excess = votes.reduce(0, +) - Double(content.neighbors)
        if excess > 0, let last = votes.indices.last { votes[last] -= excess }
        guard content.isByDistance else { return votes }
        if nearest.squares.first == 0 {
            return zip(votes, nearest.squares).map { $1 == 0 ? $0 : 0 }
        }
        return zip(votes, nearest.squares).map { $0 / $1.squareRoot() }
    }

    package var summary: ModelSummary {
        let numbers = features.count { $0.kind == .number }
        let others = features.count - numbers
        let words =
            (numbers > 0 ? ["numbers in units of their sd"] : [])
            + (others > 0 ? ["categories by being the same or not"] : [])
        return ModelSummary(facts: [("distance", .text(words.joined(separator: ", ")))])
    }

    package func fate(ofMissing feature: Int) -> String { MissingFate.leftOut }

    package func encoded() throws -> [UInt8] { try ModelCoding.encode(content) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        let content: Content = try ModelCoding.decode(bytes)
        self.content = content
        self.shape = shape
        let (cells, weights) = (content.cells.doubles, content.weights?.doubles)
        targets = content.targets.doubles
        let (rows, columns) = (targets.count, shape.features.count)
        let classes = Double(shape.task.labels.count)
        guard rows > 0, content.neighbors > 0, content.scales.count == columns,
            content.scales.allSatisfy({ $0 > 0 }),
            content.usual.count == max(1, shape.task.labels.count),
            cells.count == rows * columns,
            weights.map({ $0.count == rows && $0.allSatisfy { $0 > 0 } }) ?? true,
            classes == 0 || targets.allSatisfy({ $0 >= 0 && $0 < classes })
        else { throw Diagnostic.modelCorrupt("its rows are of other features or classes") }
        index = NeighborIndex(
            Matrix(rows: rows, columns: columns, cells: cells),
            weights: weights,
            measure: Measure(shape.features, content.scales)
        )
    }
}

/// The standard deviation of the cells that are there; 1 where they do not differ.
private func spread(of cells: ArraySlice<Double>, _ weights: [Double]?) -> Double {
    let there = cells.enumerated().filter { !$1.isNaN }
    let values = there.map(\.element)
    let counts = weights.map { weights in there.map { weights[$0.offset] } }
    let mean = Sums.mean(values, weights: counts)
    let squares = values.map { ($0 - mean) * ($0 - mean) }
    let deviation = Sums.mean(squares, weights: counts).squareRoot()
    return deviation > 0 && deviation.isFinite ? deviation : 1
}
