import Learning
import Tables
import Trees

/// One tree as rules: a row a node, the nodes below it one step further in.
struct TreeRules {
    private let trees: [DecisionTree]
    private let bases: [Double]
    private let shape: ModelShape
    private let words: SplitWords
    private var nodes: [Node] = []

    private struct Node {
        var rule: String
        /// The training rows that came here, by weight.
        var cover: Double
        /// The mean of these rows, for each output.
        var means: [Double]
    }

    /// An ensemble of what all rows begin with and of one tree, or one an output that splits alike.
    init(_ ensemble: TreeEnsemble, shape: ModelShape) {
        bases = ensemble.trees.prefix(ensemble.outputs).map { $0.leaves[0].value }
        trees = Array(ensemble.trees.dropFirst(ensemble.outputs))
        self.shape = shape
        words = SplitWords(shape.features, .xgboost)
        add(trees[0].root, "all rows", depth: 0)
    }

    /// The rules, the rows in training that came to each, and what it predicts.
    var table: Table {
        let indented = Column(.text, .texts(nodes.map(\.rule)))
        let covers = Column(.float, .floats(nodes.map(\.cover)))
        let columns =
            [(Field("rule", .text), indented), (Field("rows", .float), covers)] + predictions
        return Table(columns.map(\.0), columns.map(\.1))
    }

    private var predictions: [(Field, Column)] {
        switch shape.task {
        case .regression:
            return [(Field("prediction", .float), Column(.float, .floats(means(of: 0))))]
        case .binary:
            return [(Field("probability", .float), Column(.float, .floats(means(of: 0))))]
        case .multiclass(let labels):
            let tops = nodes.map { node in
                labels.indices.max { (node.means[$0], $1) < (node.means[$1], $0) } ?? 0
            }
            let shares = zip(nodes, tops).map { $0.means[$1] }
            return [
                (Field("prediction", .text), Column(.text, .texts(tops.map { labels[$0] }))),
                (Field("probability", .float), Column(.float, .floats(shares))),
            ]
        }
    }

    private func means(of output: Int) -> [Double] { nodes.map { $0.means[output] } }

    /// Adds a node and what is below it, and tells its sums of values by weight.
    @discardableResult
    private mutating func add(
        _ branch: Branch,
        _ words: String,
        depth: Int
    ) -> (cover: Double, sums: [Double]) {
        let place = nodes.count
        let indented = String(repeating: "  ", count: depth) + words
        nodes.append(Node(rule: indented, cover: 0, means: bases))
        var cover = 0.0
        var sums = [Double](repeating: 0, count: bases.count)
        switch branch {
        case .leaf(let leaf):
            cover = trees[0].leaves[leaf].cover
            sums = zip(trees, bases).map { cover * ($0.leaves[leaf].value + $1) }
        case .split(let index):
            let split = trees[0].splits[index]
            for isLeft in [true, false] {
                let next = self.words.words(of: split, isLeft: isLeft)
                let found = add(isLeft ? split.left : split.right, next, depth: depth + 1)
                cover += found.cover
                for output in sums.indices { sums[output] += found.sums[output] }
            }
        }
        nodes[place].cover = cover
        if cover > 0 { nodes[place].means = sums.map { rounded($0 / cover) } }
        return (cover, sums)
    }

    /// Without the noise of 32 bits.
    private func rounded(_ value: Double) -> Double {
        shape.task == .regression ? Double(Float(value)) : (value * 1e6).rounded() / 1e6 + 0
    }
}

extension TreeTelling {
    /// As the library's own dumps do.
    static let xgboost = TreeTelling(isBelow: true, startsWithBases: true)
}
