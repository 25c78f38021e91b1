import Tables

/// The nodes of all trees side by side, as rows walk through them.
struct IsolationWalk: Sendable {
    /// A node as small as it can be: four of them in a line of the cache.
    private struct Node: Sendable {
        /// The threshold; of a leaf the depth, of a category where its levels begin in `sides`.
        var value: Double
        /// The left one of the nodes below, among all trees'; -1 less that of a category.
        var left: Int32
        /// The feature; -1 of a leaf.
        var feature: Int32
    }

    /// A node where every cell is there and a number; a leaf leads to itself.
    private struct Step: Sendable {
        var threshold: Double
        var left: Int32
        var feature: Int32
    }

    private var nodes: [Node] = []
    private var steps: [Step] = []
    /// For each tree the depth of its deepest leaf.
    private var heights: [Int] = []
    private var roots: [Int] = []
    private var missingLefts: [Bool] = []
    /// The levels of nodes of categories, one node's behind the other's: whether they go left.
    private var sides: [Bool] = []

    var trees: Int { roots.count }

    init(_ trees: [IsolationTree]) {
        for tree in trees {
            let root = nodes.count
            roots.append(root)
            missingLefts += tree.missingLefts
            heights.append(tree.height)
            for node in 0..<tree.count {
                let left = Int32(root + tree.lefts[node])
                let isNumber = tree.levels[node].isEmpty
                nodes.append(
                    Node(
                        value: isNumber ? tree.values[node] : Double(sides.count),
                        left: isNumber ? left : -1 - left,
                        feature: Int32(tree.features[node])
                    )
                )
                sides += tree.levels[node].map { $0 == 1 }
                let isLeaf = tree.features[node] < 0
                steps.append(
                    Step(
                        threshold: isLeaf ? .infinity : tree.values[node],
                        left: isLeaf ? Int32(root + node) : left,
                        feature: isLeaf ? 0 : Int32(tree.features[node])
                    )
                )
            }
        }
    }

    /// The sums of the depths that the trees tell of some rows; NaN of a row without any value.
    func depths(_ rows: Matrix, _ range: Range<Int>) -> [Double] {
        var sums: [Double] = []
        sums.reserveCapacity(range.count)
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.block) {
            sums += blockDepths(rows, start..<min(range.upperBound, start + Self.block))
        }
        return sums
    }

    /// Rows whose cells stay in the first-level cache while the trees pass.
    private static let block = 128

    private func blockDepths(_ rows: Matrix, _ range: Range<Int>) -> [Double] {
        let width = rows.columns
        var cells = [Double](repeating: 0, count: range.count * width)
        var gaps = [Int](repeating: 0, count: range.count)
        rows.cells.withUnsafeBufferPointer { all in
            for column in 0..<width {
                let start = column * rows.rows + range.lowerBound
                for place in 0..<range.count {
                    let cell = all[start + place]
                    cells[place * width + column] = cell
                    if cell.isNaN { gaps[place] += 1 }
                }
            }
        }
        var sums = [Double](repeating: 0, count: range.count)
        if sides.isEmpty, gaps.allSatisfy({ $0 == 0 }) {
            addInStep(cells, width, to: &sums)
        } else {
            add(cells, width, to: &sums)
        }
        for place in sums.indices where gaps[place] == width { sums[place] = .nan }
        return sums
    }

    /// All rows a level down at a time, as deep as the deepest leaf: rows that are at a leaf stay there,
    /// so that no row has to wait for another, or for a guess of the processor's.
    private func addInStep(_ cells: [Double], _ width: Int, to sums: inout [Double]) {
        var places = [Int32](repeating: 0, count: sums.count)
        steps.withUnsafeBufferPointer { steps in
            cells.withUnsafeBufferPointer { cells in
                places.withUnsafeMutableBufferPointer { places in
                    for (tree, root) in roots.enumerated() {
                        places.update(repeating: Int32(root))
                        for _ in 0..<heights[tree] {
                            var start = 0
                            for row in places.indices {
                                let step = steps[Int(places[row])]
                                let cell = cells[start &+ Int(step.feature)]
                                places[row] = step.left &+ (cell <= step.threshold ? 0 : 1)
                                start &+= width
                            }
                        }
                        for row in places.indices { sums[row] += nodes[Int(places[row])].value }
                    }
                }
            }
        }
    }

    /// A tree after another, so that it stays in the cache while the rows pass.
    private func add(_ cells: [Double], _ width: Int, to sums: inout [Double]) {
        nodes.withUnsafeBufferPointer { nodes in
            cells.withUnsafeBufferPointer { cells in
                sums.withUnsafeMutableBufferPointer { sums in
                    for root in roots {
                        for row in sums.indices {
                            let start = row * width
                            var place = root
                            var node = nodes[place]
                            while node.feature >= 0 {
                                let cell = cells[start + Int(node.feature)]
                                place = next(cell, node, place)
                                node = nodes[place]
                            }
                            sums[row] += node.value
                        }
                    }
                }
            }
        }
    }

    /// The node below that a cell leads to.
    @inline(__always)
    private func next(_ cell: Double, _ node: Node, _ place: Int) -> Int {
        let left = Int(node.left >= 0 ? node.left : -1 - node.left)
        if cell.isNaN { return missingLefts[place] ? left : left + 1 }
        if node.left >= 0 { return cell <= node.value ? left : left + 1 }
        return sides[Int(node.value) + Int(cell)] ? left : left + 1
    }
}
