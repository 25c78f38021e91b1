import Kernels
import LinearAlgebra
import Tables

/// Columns of a background, player by player, in coordinates that have unit variance and do not
/// correlate within a player.
///
/// A player with one column has that column in standard deviations; of several columns, such as the
/// levels of a category, the principal components, as many as there are independent ones. Whatever
/// coding of a category stands in the columns, and whatever their units, the coordinates tell the
/// same.
struct WhitenedPlayers {
    /// The mean of each column.
    let means: [Double]
    /// The places of each player's coordinates.
    let coordinates: [Range<Int>]
    /// From centred columns to coordinates.
    let transform: DenseMatrix
    /// How coordinates correlate over the background.
    let correlations: DenseMatrix
    /// For each output what a coordinate weighs in the part of the margin that is its player's.
    let weights: DenseMatrix

    /// A component counts where its variance is more than this share of the largest.
    static let tolerance = 1e-10

    /// `players` tells for each column whose it is; `coefficients` has for each output the intercept
    /// and a weight a column.
    init(_ background: Matrix, players: [Int], count: Int, coefficients: [[Double]]) {
        let (rows, width) = (background.rows, background.columns)
        means = (0..<width).map { Sums.mean(Array(background.column($0))) }
        let centred = Self.centred(background, means)
        let scale = 1 / Double(max(1, rows))
        var starts = [0]
        var cells: [Double] = []
        for player in 0..<count {
            let columns = (0..<width).filter { players[$0] == player }
            let block = Self.whitening(of: columns, centred, scale)
            for coordinate in 0..<block.columns {
                var column = [Double](repeating: 0, count: width)
                for (place, from) in columns.enumerated() {
                    column[from] = block[place, coordinate]
                }
                cells += column
            }
            starts.append(starts[player] + block.columns)
        }
        coordinates = (0..<count).map { starts[$0]..<starts[$0 + 1] }
        transform = DenseMatrix(rows: width, columns: starts[count], cells: cells)
        let whitened = centred.times(transform)
        correlations = Self.correlations(whitened, scale, coordinates)
        weights = Self.weights(whitened, centred, scale, players, coordinates, coefficients)
    }

    /// Rows less the means, in coordinates.
    func coordinates(of rows: Matrix) -> DenseMatrix {
        Self.centred(rows, means).times(transform)
    }

    private static func centred(_ rows: Matrix, _ means: [Double]) -> DenseMatrix {
        var cells = rows.cells
        for (column, mean) in means.enumerated() {
            for place in column * rows.rows..<(column + 1) * rows.rows { cells[place] -= mean }
        }
        return DenseMatrix(rows: rows.rows, columns: rows.columns, cells: cells)
    }

    /// From some centred columns to coordinates; none for columns that never change.
    private static func whitening(
        of columns: [Int],
        _ centred: DenseMatrix,
        _ scale: Double
    ) -> DenseMatrix {
        let rows = centred.rows
        var cells: [Double] = []
        let deviations = columns.map { column in
            let squares = centred.column(column).reduce(0) { $0 + $1 * $1 }
            return (squares * scale).squareRoot()
        }
        for (place, column) in columns.enumerated() {
            let deviation = deviations[place]
            cells += centred.column(column).map { deviation > 0 ? $0 / deviation : 0 }
        }
        let standard = DenseMatrix(rows: rows, columns: columns.count, cells: cells)
        var correlations = standard.gram()
        for place in correlations.cells.indices { correlations.cells[place] *= scale }
        guard let eigen = SymmetricEigen(correlations) else {
            return DenseMatrix(repeating: 0, rows: columns.count, columns: 0)
        }
        let rank = eigen.rank(tolerance: tolerance)
        var block = DenseMatrix(repeating: 0, rows: columns.count, columns: rank)
        for coordinate in 0..<rank {
            let length = eigen.values[coordinate].squareRoot()
            for place in columns.indices where deviations[place] > 0 {
                block[place, coordinate] =
                    eigen.vectors[place, coordinate] / length / deviations[place]
            }
        }
        return block
    }

    private static func correlations(
        _ whitened: DenseMatrix,
        _ scale: Double,
        _ coordinates: [Range<Int>]
    ) -> DenseMatrix {
        var correlations = whitened.gram()
        for place in correlations.cells.indices { correlations.cells[place] *= scale }
        for own in coordinates {
            for first in own {
                for second in own { correlations[first, second] = first == second ? 1 : 0 }
            }
        }
        return correlations
    }

    private static func weights(
        _ whitened: DenseMatrix,
        _ centred: DenseMatrix,
        _ scale: Double,
        _ players: [Int],
        _ coordinates: [Range<Int>],
        _ coefficients: [[Double]]
    ) -> DenseMatrix {
        var weights = DenseMatrix(
            repeating: 0,
            rows: whitened.columns,
            columns: coefficients.count
        )
        for (output, own) in coefficients.enumerated() {
            for (player, range) in coordinates.enumerated() where !range.isEmpty {
                var part = [Double](repeating: 0, count: centred.rows)
                for column in players.indices where players[column] == player {
                    let weight = own[column + 1]
                    for (row, cell) in centred.column(column).enumerated() {
                        part[row] += weight * cell
                    }
                }
                for coordinate in range {
                    let sum = zip(part, whitened.column(coordinate)).reduce(0) { $0 + $1.0 * $1.1 }
                    weights[coordinate, output] = sum * scale
                }
            }
        }
        return weights
    }
}
