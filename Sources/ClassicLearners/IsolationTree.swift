import Foundation

/// What a search among rows is expected to take.
package enum ExpectedDepth {
    /// The mean depth of an unsuccessful search in a binary search tree of so many rows:
    /// 2 H(n − 1) − 2 (n − 1) / n, where H is the harmonic number.
    ///
    /// H(i) is ln i + Euler's constant, as in the paper and in other programs, and exact for two rows.
    package static func of(_ rows: Int) -> Double {
        guard rows > 2 else { return rows == 2 ? 1 : 0 }
        let (count, last) = (Double(rows), Double(rows - 1))
        return 2 * (log(last) + 0.577_215_664_901_532_9) - 2 * last / count
    }
}

/// A tree of random splits: nodes in the order in which they were made, the root first, and the two
/// below a node side by side.
struct IsolationTree: Codable, Hashable, Sendable {
    /// The feature that a node looks at; -1 of a leaf.
    var features: [Int] = []
    /// The threshold up to which a row goes left; of a leaf the depth that it tells.
    var values: [Double] = []
    /// The left one of the two nodes below; of a leaf nothing of meaning.
    var lefts: [Int] = []
    /// Whether rows without a value go left.
    var missingLefts: [Bool] = []
    /// For each node of a category the levels that go left, 0 or 1 a level; empty elsewhere.
    var levels: [[Int]] = []

    var count: Int { features.count }

    mutating func add() -> Int {
        features.append(-1)
        values.append(0)
        lefts.append(0)
        missingLefts.append(false)
        levels.append([])
        return count - 1
    }

    /// The depth of the deepest leaf.
    var height: Int {
        var (depths, deepest) = ([Int](repeating: 0, count: count), 0)
        // What lies below a node stands behind it.
        for node in 0..<count where features[node] >= 0 {
            for below in [lefts[node], lefts[node] + 1] { depths[below] = depths[node] + 1 }
            deepest = max(deepest, depths[node] + 1)
        }
        return deepest
    }
}
