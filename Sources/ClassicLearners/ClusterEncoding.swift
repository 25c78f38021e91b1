import Kernels
import Learning
import Tables

/// Features as coordinates: what a number is measured in, and how levels lie apart.
struct ClusterEncoding: Codable, Hashable, Sendable {
    /// One coordinate.
    struct Axis: Codable, Hashable, Sendable {
        /// The position of its feature.
        var feature: Int
        /// The code of the level that it marks; nil of a number or a bool.
        var level: Int?
        /// The mean of the training rows that have a value, in the feature's own unit.
        var mean: Double
        /// What a step of one in the feature's unit is here.
        var unit: Double

        /// The coordinate of a cell: a number from its mean, a level by whether it is the one; of a
        /// missing cell that of the mean.
        func coordinate(_ cell: Double) -> Double {
            guard let level else { return cell.isNaN ? 0 : (cell - mean) * unit }
            return (cell.isNaN ? mean : cell == Double(level) ? 1 : 0) * unit
        }
    }

    var axes: [Axis]
    /// Features of which some training row has no value.
    var incomplete: [String]

    /// Two levels differ in two coordinates, whose squares are to add up to one.
    private static let levelUnit = 0.5.squareRoot()

    init(_ rows: UnsupervisedRows, isScaled: Bool) {
        axes = []
        incomplete = []
        for (place, feature) in rows.features.enumerated() {
            let (cells, weights) = Self.known(rows, place)
            if cells.count < rows.count { incomplete.append(feature.name) }
            if let levels = feature.levels {
                for level in levels.indices {
                    let isLevel = cells.map { $0 == Double(level) ? 1.0 : 0 }
                    axes.append(
                        Axis(
                            feature: place,
                            level: level,
                            mean: Self.mean(isLevel, weights),
                            unit: Self.levelUnit
                        )
                    )
                }
            } else {
                let mean = Self.mean(cells, weights)
                let squares = cells.map { ($0 - mean) * ($0 - mean) }
                let sd = Self.mean(squares, weights).squareRoot()
                let isMeasured = isScaled && feature.kind == .number && sd > 0 && sd.isFinite
                axes.append(Axis(feature: place, mean: mean, unit: isMeasured ? 1 / sd : 1))
            }
        }
    }

    /// The cells of a feature that are there, and their weights.
    private static func known(
        _ rows: UnsupervisedRows,
        _ place: Int
    ) -> (cells: [Double], weights: [Double]?) {
        let all = Array(rows.matrix.column(place))
        guard all.contains(where: \.isNaN) else { return (all, rows.weights) }
        let there = all.indices.filter { !all[$0].isNaN }
        return (there.map { all[$0] }, rows.weights.map { weights in there.map { weights[$0] } })
    }

    private static func mean(_ cells: [Double], _ weights: [Double]?) -> Double {
        let mean = Sums.mean(cells, weights: weights)
        return mean.isFinite ? mean : 0
    }
}
