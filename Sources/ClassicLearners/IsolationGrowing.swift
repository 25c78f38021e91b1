import Foundation
import Kernels
import Learning
import Tables

/// A tree while it grows on a sample of the rows.
struct IsolationGrowing {
    private let rows: UnsupervisedRows
    private let sample: Int
    private let deepest: Int
    private var draws: RandomStream.Draws
    private var tree = IsolationTree()
    /// The sampled rows; each node's lie side by side.
    private var order: [Int] = []

    init(_ rows: UnsupervisedRows, sample: Int, draws: RandomStream.Draws) {
        self.rows = rows
        self.sample = sample
        self.draws = draws
        deepest = Int(log2(Double(max(2, sample))).rounded(.up))
    }

    mutating func grown() -> IsolationTree {
        order = drawn()
        var waiting = [(node: tree.add(), rows: 0..<order.count, depth: 0)]
        while let next = waiting.popLast() {
            guard next.depth < deepest, next.rows.count > 1, let split = split(next.rows) else {
                tree.values[next.node] = Double(next.depth) + ExpectedDepth.of(next.rows.count)
                continue
            }
            let middle = part(next.rows, split)
            let left = tree.add()
            let right = tree.add()
            tree.features[next.node] = split.feature
            tree.values[next.node] = split.threshold
            tree.levels[next.node] = split.levels
            tree.missingLefts[next.node] = split.missingLeft
            tree.lefts[next.node] = left
            waiting.append((right, middle..<next.rows.upperBound, next.depth + 1))
            waiting.append((left, next.rows.lowerBound..<middle, next.depth + 1))
        }
        return tree
    }

    /// Rows without replacement: of few every one is as likely, of many what was drawn is drawn again.
    private mutating func drawn() -> [Int] {
        if sample * 2 >= rows.count {
            var all = Array(0..<rows.count)
            for place in 0..<sample {
                all.swapAt(place, place + draws.integer(below: rows.count - place))
            }
            return Array(all.prefix(sample))
        }
        var (chosen, seen): ([Int], Set<Int>) = ([], [])
        while chosen.count < sample {
            let row = draws.integer(below: rows.count)
            if seen.insert(row).inserted { chosen.append(row) }
        }
        return chosen
    }

    private struct Split {
        var feature: Int
        var threshold = 0.0
        /// Of a category 1 for each level that goes left.
        var levels: [Int] = []
        var missingLeft = false

        /// Whether a cell that is there goes left.
        func sendsLeft(_ cell: Double) -> Bool {
            levels.isEmpty ? cell <= threshold : levels[Int(cell)] == 1
        }
    }

    /// A random split of a random feature; nil where no feature tells the rows apart.
    private mutating func split(_ range: Range<Int>) -> Split? {
        var left = Array(rows.features.indices)
        while !left.isEmpty {
            let place = draws.integer(below: left.count)
            left.swapAt(place, left.count - 1)
            let feature = left.removeLast()
            let cells = order[range].map { rows.matrix[$0, feature] }.filter { !$0.isNaN }
            guard let first = cells.first else { continue }
            var (low, high) = (first, first)
            for cell in cells { (low, high) = (min(low, cell), max(high, cell)) }
            guard low < high else { continue }
            var split = Split(feature: feature)
            if rows.features[feature].levels == nil {
                split.threshold = threshold(low, high)
            } else {
                split.levels = levels(Set(cells.map { Int($0) }).sorted(), feature)
            }
            split.missingLeft = cells.count { split.sendsLeft($0) } * 2 >= cells.count
            return split
        }
        return nil
    }

    /// A number from the low end on and below the high one, so that both sides have a row.
    private mutating func threshold(_ low: Double, _ high: Double) -> Double {
        let share = draws.uniform()
        let chosen = low * (1 - share) + high * share
        return chosen < high ? max(low, chosen) : low
    }

    /// A random half of the levels that occur, some of them and not all; any other level goes by
    /// chance.
    private mutating func levels(_ present: [Int], _ feature: Int) -> [Int] {
        let count = rows.features[feature].levels?.count ?? 0
        while true {
            let sides = (0..<count).map { _ in draws.integer(below: 2) }
            let left = present.count { sides[$0] == 1 }
            if left > 0, left < present.count { return sides }
        }
    }

    /// Moves the rows that go left before the others, in their order; gives where the others begin.
    private mutating func part(_ range: Range<Int>, _ split: Split) -> Int {
        var (left, right): ([Int], [Int]) = ([], [])
        for row in order[range] {
            let cell = rows.matrix[row, split.feature]
            let goesLeft = cell.isNaN ? split.missingLeft : split.sendsLeft(cell)
            if goesLeft { left.append(row) } else { right.append(row) }
        }
        order.replaceSubrange(range, with: left + right)
        return range.lowerBound + left.count
    }
}
