package import Kernels
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

    /// How features are encoded, with what was learned of each.
    init(_ features: [Feature], _ shares: [Shares]) {
        columns = zip(features.indices, shares).flatMap { index, shares in
            guard let levels = features[index].levels else {
                return [Column(feature: index, level: nil, mean: shares.mean)]
            }
            return levels.indices.dropFirst().map { level in
                Column(feature: index, level: level, mean: shares.share(level))
            }
        }
    }

    /// The encoded columns of rows.
    package func matrix(of rows: Matrix, in work: WorkContext) throws -> Matrix {
        let counts = levelCounts
        return try Matrix.filled(rows: rows.rows, columns: columns.count, in: work) {
            place,
            cells in
            let column = columns[place]
            let source = rows.column(column.feature)
            guard let level = column.level else {
                for (row, cell) in source.enumerated() {
                    cells[row] = cell.isNaN ? column.mean : cell
                }
                return
            }
            let code = Double(level)
            let known = Double(counts[column.feature, default: 1])
            for (row, cell) in source.enumerated() {
                cells[row] = cell < known ? (cell == code ? 1 : 0) : column.mean
            }
        }
    }

    /// For each category the columns that mark its levels, from left to right.
    package var levelColumns: [(feature: Int, columns: Range<Int>)] {
        var all: [(feature: Int, columns: Range<Int>)] = []
        for (place, column) in columns.enumerated() where column.level != nil {
            if let last = all.last, last.feature == column.feature {
                all[all.count - 1].columns = last.columns.lowerBound..<place + 1
            } else {
                all.append((column.feature, place..<place + 1))
            }
        }
        return all
    }

    /// How many levels the features have that are categories with more than one.
    private var levelCounts: [Int: Int] {
        var counts: [Int: Int] = [:]
        for column in columns {
            if let level = column.level { counts[column.feature] = 1 + level }
        }
        return counts
    }
}
