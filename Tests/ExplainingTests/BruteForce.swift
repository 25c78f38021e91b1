import Kernels
import Learning
import Tables

/// Shapley values by their definition, over all subsets of features.
///
/// A subset is worth the mean margin over the background, where each background row takes the
/// explained row's cells of the subset.
struct BruteForce {
    let model: any MarginModel
    let background: Matrix
    let output: Int
    /// The player of each feature; each is its own where none are told.
    var players: [Int]?

    func values(of row: [Double]) throws -> [Double] {
        let count = players.map { ($0.max() ?? -1) + 1 } ?? row.count
        let worths = try (0..<(1 << count)).map { try worth($0, row) }
        return (0..<count).map { player in
            (0..<(1 << count)).filter { $0 & (1 << player) == 0 }.reduce(0.0) { sum, subset in
                let size = subset.nonzeroBitCount
                let weight =
                    BruteForce.factorial(size) * BruteForce.factorial(count - size - 1)
                    / BruteForce.factorial(count)
                return sum + weight * (worths[subset | (1 << player)] - worths[subset])
            }
        }
    }

    private func worth(_ subset: Int, _ row: [Double]) throws -> Double {
        var mixed = background
        for feature in row.indices where subset & (1 << (players?[feature] ?? feature)) != 0 {
            for place in 0..<mixed.rows { mixed[place, feature] = row[feature] }
        }
        let margins = try model.margin(mixed, in: WorkContext()).column(output)
        return margins.reduce(0, +) / Double(mixed.rows)
    }

    private static func factorial(_ number: Int) -> Double {
        (0..<number).reduce(1) { $0 * Double($1 + 1) }
    }
}
