import Kernels
package import Tables

/// Features as the coordinates between which distances and kernels measure.
///
/// Numbers are in units of their sd, unless they shall stay as they are; a bool is 0 or 1, and two
/// levels of a category lie one apart: each is a coordinate of zero or the root of a half. A missing
/// cell, and a level that training did not have, lies at the mean of the training rows.
package struct DistanceSpace: Codable, Hashable, Sendable {
    /// One coordinate.
    package struct Axis: Codable, Hashable, Sendable {
        /// The position of its feature.
        package var feature: Int
        /// The code of the level that it marks; nil of a number or a bool.
        package var level: Int?
        /// The mean of the training rows that have a value, in the feature's own unit.
        package var mean: Double
        /// What a step of one in the feature's unit is here.
        package var unit: Double
        /// The variance of the coordinate over all training rows.
        package var variance: Double

        /// The coordinate of a cell: a number from its mean, a level by whether it is the one.
        package func coordinate(_ cell: Double) -> Double {
            guard let level else { return cell.isNaN ? 0 : (cell - mean) * unit }
            return (cell.isNaN ? mean : cell == Double(level) ? 1 : 0) * unit
        }
    }

    package var axes: [Axis]
    /// Features of which some training row has no value.
    package var incomplete: [String]

    /// Two levels differ in two coordinates, whose squares are to add up to one.
    private static let levelUnit = 0.5.squareRoot()

    package init(
        _ features: [Feature],
        _ rows: Matrix,
        weights: [Double]? = nil,
        isScaled: Bool = true
    ) {
        axes = []
        incomplete = []
        for (place, feature) in features.enumerated() {
            let known = KnownCells(rows.column(place), weights)
            if known.cells.count < rows.rows { incomplete.append(feature.name) }
            guard let levels = feature.levels else {
                axes.append(
                    Self.axis(of: place, known, isScaled: isScaled && feature.kind == .number)
                )
                continue
            }
            for level in levels.indices {
                let share = known.mean { $0 == Double(level) ? 1 : 0 }
                axes.append(
                    Axis(
                        feature: place,
                        level: level,
                        mean: share,
                        unit: Self.levelUnit,
                        variance: known.share * share * (1 - share) / 2
                    )
                )
            }
        }
    }

    private static func axis(of feature: Int, _ known: KnownCells, isScaled: Bool) -> Axis {
        let mean = known.mean { $0 }
        let variance = known.mean { ($0 - mean) * ($0 - mean) }
        let isMeasured = isScaled && variance > 0
        let unit = isMeasured ? 1 / variance.squareRoot() : 1
        return Axis(
            feature: feature,
            mean: mean,
            unit: unit,
            variance: known.share * (isMeasured ? 1 : variance)
        )
    }

    /// The sum of the coordinates' variances.
    package var variance: Double { axes.reduce(0) { $0 + $1.variance } }

    /// What is to be said of gaps.
    package var remarks: [String] {
        incomplete.isEmpty ? [] : [FillRemark.text(incomplete)]
    }

    /// Whether what was read from a file lays out these features.
    package func fits(_ features: [Feature]) -> Bool {
        let wanted = features.enumerated().flatMap { place, feature -> [(Int, Int?)] in
            feature.levels.map { $0.indices.map { (place, $0) } } ?? [(place, nil)]
        }
        return axes.count == wanted.count
            && zip(axes, wanted).allSatisfy { axis, place in
                axis.feature == place.0 && axis.level == place.1 && axis.mean.isFinite
                    && axis.unit.isFinite && axis.unit > 0
            }
    }
}

/// The cells of a feature that are there, with their weights.
private struct KnownCells {
    let cells: [Double]
    private let weights: [Double]?
    /// Which part of all rows, by weight, they are.
    let share: Double

    init(_ column: ArraySlice<Double>, _ weights: [Double]?) {
        guard column.contains(where: \.isNaN) else {
            (cells, self.weights, share) = (Array(column), weights, 1)
            return
        }
        let there = column.indices.filter { !column[$0].isNaN }
        cells = there.map { column[$0] }
        guard let weights else {
            self.weights = nil
            share = Double(cells.count) / Double(column.count)
            return
        }
        let own = there.map { weights[$0 - column.startIndex] }
        let total = Sums.sum(weights)
        self.weights = own
        share = total > 0 ? Sums.sum(own) / total : 0
    }

    /// The mean of what is made of each; 0 where there is none.
    func mean(_ made: (Double) -> Double) -> Double {
        let mean = Sums.mean(cells.map(made), weights: weights)
        return mean.isFinite ? mean : 0
    }
}
