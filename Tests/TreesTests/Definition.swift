import Tables
import Trees

/// Shapley values of one tree by their definition, over all subsets of the players.
struct Definition {
    let tree: DecisionTree
    let players: [Int]

    /// What a subset of players is worth.
    typealias Worth = (Set<Int>) -> Double

    /// φ for each player, and the worth of none.
    func values(_ worth: Worth) -> (values: [Double], base: Double) {
        let count = (players.max() ?? -1) + 1
        let worths = (0..<(1 << count)).map { mask in
            worth(Set((0..<count).filter { mask >> $0 & 1 == 1 }))
        }
        let values = (0..<count).map { player in
            (0..<(1 << count)).filter { $0 >> player & 1 == 0 }.reduce(0.0) { sum, mask in
                let size = mask.nonzeroBitCount
                let weight = factorial(size) * factorial(count - size - 1) / factorial(count)
                return sum + weight * (worths[mask | 1 << player] - worths[mask])
            }
        }
        return (values, worths[0])
    }

    /// The interaction index of each two players, and for a player with itself what is left of φ
    /// without half of its pairs.
    func interactions(_ worth: Worth) -> [[Double]] {
        let (values, _) = values(worth)
        let count = values.count
        let worths = (0..<(1 << count)).map { mask in
            worth(Set((0..<count).filter { mask >> $0 & 1 == 1 }))
        }
        var table = Array(repeating: Array(repeating: 0.0, count: count), count: count)
        for first in 0..<count {
            for second in 0..<count where second != first {
                let (a, b) = (1 << first, 1 << second)
                for mask in 0..<(1 << count) where mask & (a | b) == 0 {
                    let size = mask.nonzeroBitCount
                    let weight =
                        factorial(size) * factorial(count - size - 2) / factorial(count - 1)
                    let gain = worths[mask | a | b] - worths[mask | a] - worths[mask | b]
                    table[first][second] += weight * (gain + worths[mask])
                }
            }
        }
        for first in 0..<count {
            table[first][first] = values[first] - table[first].reduce(0, +) / 2
        }
        return table
    }

    func pathDependentInteractions(_ row: [Double]) -> [[Double]] {
        interactions { expected(tree.root, row, $0) }
    }

    func interactions(_ row: [Double], against background: Matrix) -> [[Double]] {
        interactions { known in
            (0..<background.rows).reduce(0.0) { sum, other in
                let mixed = row.indices.map {
                    known.contains(players[$0]) ? row[$0] : background[other, $0]
                }
                return sum + margin(mixed)
            } / Double(background.rows)
        }
    }

    private func factorial(_ number: Int) -> Double {
        (0..<number).reduce(1) { $0 * Double($1 + 1) }
    }

    /// The mean over the branches, weighted with the training rows, at splits on players that are
    /// not in the subset.
    func pathDependent(_ row: [Double]) -> (values: [Double], base: Double) {
        values { expected(tree.root, row, $0) }
    }

    private func expected(_ branch: Branch, _ row: [Double], _ known: Set<Int>) -> Double {
        switch branch {
        case .leaf(let leaf): return tree.leaves[leaf].value
        case .split(let index):
            let split = tree.splits[index]
            if known.contains(players[split.feature]) {
                let isLeft = split.rule.sendsLeft(row[split.feature])
                return expected(isLeft ? split.left : split.right, row, known)
            }
            return [split.left, split.right].reduce(0) { sum, side in
                sum + cover(side) / split.cover * expected(side, row, known)
            }
        }
    }

    private func cover(_ branch: Branch) -> Double {
        switch branch {
        case .leaf(let leaf): tree.leaves[leaf].cover
        case .split(let split): tree.splits[split].cover
        }
    }

    /// The mean over a background whose rows take the row's cells of the subset.
    func interventional(
        _ row: [Double],
        against background: Matrix
    ) -> (values: [Double], base: Double) {
        values { known in
            (0..<background.rows).reduce(0.0) { sum, other in
                let mixed = row.indices.map {
                    known.contains(players[$0]) ? row[$0] : background[other, $0]
                }
                return sum + margin(mixed)
            } / Double(background.rows)
        }
    }

    func margin(_ row: [Double]) -> Double {
        var branch = tree.root
        while true {
            switch branch {
            case .leaf(let leaf): return tree.leaves[leaf].value
            case .split(let index):
                let split = tree.splits[index]
                branch =
                    split.rule.sendsLeft(row[split.feature]) ? split.left : split.right
            }
        }
    }
}

extension Matrix {
    func picked(_ places: [Int]) -> Matrix {
        let cells = (0..<columns).flatMap { column in places.map { self[$0, column] } }
        return Matrix(rows: places.count, columns: columns, cells: cells)
    }

    func cells(ofRow row: Int) -> [Double] { (0..<columns).map { self[row, $0] } }
}
