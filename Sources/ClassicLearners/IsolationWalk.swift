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

    private var nodes: [Node] = []
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
            }
        }
    }

    /// The sums of the depths that the trees tell of some rows; NaN of a row without any value.
    func depths(_ rows: Matrix, _ range: Range<Int>) -> [Double] {
        let width = rows.columns
        var cells = [Double](repeating: 0, count: range.count * width)
        var isEmpty = [Bool](repeating: true, count: range.count)
        for column in 0..<width {
            for (place, cell) in rows.column(column)[
                (column * rows.rows + range.lowerBound)..<(column * rows.rows + range.upperBound)
            ].enumerated() {
                cells[place * width + column] = cell
                if !cell.isNaN { isEmpty[place] = false }
            }
        }
        var sums = [Double](repeating: 0, count: range.count)
        add(cells, width, to: &sums)
        for place in sums.indices where isEmpty[place] { sums[place] = .nan }
        return sums
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
