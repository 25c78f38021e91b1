package import Tables

/// Features as numbers without gaps, for models that need them so.
///
/// A category becomes one column for each level but the first, 1 where it is that level. A missing
/// cell, and a level that did not occur in training, counts as the training rows' mean, which for a
/// level is its share.
package struct Encoding: Sendable, Hashable, Codable {
    /// One encoded column.
    package struct Column: Sendable, Hashable, Codable {
        /// The position of the feature it comes from.
        package var feature: Int
        /// The code of the level that it marks; nil where it is the number itself.
        package var level: Int?
        /// Its mean over the training rows that have a value; 0 where none has.
        package var mean: Double
    }

    package let columns: [Column]

    /// How features are encoded, with means learned from rows.
    package init(_ features: [Feature], learning rows: Matrix, weights: [Double]? = nil) {
        var columns: [Column] = []
        for (index, feature) in features.enumerated() {
            let shares = Shares(rows.column(index), weights, levels: feature.levels?.count)
            guard let levels = feature.levels else {
                columns.append(Column(feature: index, level: nil, mean: shares.mean))
                continue
            }
            for level in levels.indices.dropFirst() {
                columns.append(Column(feature: index, level: level, mean: shares.share(level)))
            }
        }
        self.columns = columns
    }

    /// The encoded columns of rows, column after column.
    package func cells(of rows: Matrix) -> [Double] {
        var cells: [Double] = []
        cells.reserveCapacity(rows.rows * columns.count)
        for column in columns {
            let source = rows.column(column.feature)
            if let level = column.level {
                let code = Double(level)
                let known = Double(levelCount(of: column.feature))
                for cell in source {
                    cells.append(cell < known ? (cell == code ? 1 : 0) : column.mean)
                }
            } else {
                for cell in source { cells.append(cell.isNaN ? column.mean : cell) }
            }
        }
        return cells
    }

    private func levelCount(of feature: Int) -> Int {
        1 + (columns.last { $0.feature == feature }?.level ?? 0)
    }
}

/// The mean of a column, or the share of each of its levels, among cells that are there.
private struct Shares {
    private var total = 0.0
    private var sum = 0.0
    private var counts: [Double]

    init(_ cells: ArraySlice<Double>, _ weights: [Double]?, levels: Int?) {
        counts = Array(repeating: 0, count: levels ?? 0)
        for (row, cell) in cells.enumerated() where !cell.isNaN {
            let weight = weights?[row] ?? 1
            total += weight
            sum += weight * cell
            if levels != nil { counts[Int(cell)] += weight }
        }
    }

    var mean: Double { total > 0 ? sum / total : 0 }
    func share(_ level: Int) -> Double { total > 0 ? counts[level] / total : 0 }
}
