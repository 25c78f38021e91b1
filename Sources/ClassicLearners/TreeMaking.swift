/// Puts rows into the order of a k-d tree.
///
/// A box is cut at the middle of its rows across its longest side, at a multiple of eight rows, until
/// there are few.
struct TreeMaking {
    private let columns: [[Double]]
    private(set) var rows: [Int]
    private(set) var nodes: [NeighborIndex.Node] = []

    init(_ columns: [[Double]], rows: Int) {
        self.columns = columns
        self.rows = Array(0..<rows)
    }

    mutating func split() { _ = node(of: 0..<rows.count) }

    private mutating func node(of range: Range<Int>) -> Int {
        let eights = range.lowerBound / 8..<(range.upperBound + 7) / 8
        let sides = columns.map { column in
            rows[range].reduce((low: Double.infinity, high: -Double.infinity)) { side, row in
                (min(side.low, column[row]), max(side.high, column[row]))
            }
        }
        let place = nodes.count
        nodes.append(
            NeighborIndex.Node(eights: eights, low: sides.map(\.low), high: sides.map(\.high))
        )
        let lengths = sides.map { $0.high - $0.low }
        guard eights.count > NeighborIndex.leaf, let longest = lengths.max(), longest > 0,
            let side = lengths.firstIndex(of: longest)
        else { return place }
        let middle = (eights.lowerBound + eights.count / 2) * 8
        part(range, at: middle, by: columns[side])
        let near = node(of: range.lowerBound..<middle)
        let far = node(of: middle..<range.upperBound)
        nodes[place].halves = (near, far)
        return place
    }

    /// Moves the smallest cells before `middle` and the others behind it, by Hoare's selection.
    private mutating func part(_ range: Range<Int>, at middle: Int, by column: [Double]) {
        var (low, high) = (range.lowerBound, range.upperBound - 1)
        while low < high {
            let pivot = column[rows[low + (high - low) / 2]]
            var (left, right) = (low, high)
            while left <= right {
                while column[rows[left]] < pivot { left += 1 }
                while column[rows[right]] > pivot { right -= 1 }
                if left <= right {
                    rows.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if middle <= right {
                high = right
            } else if middle >= left {
                low = left
            } else {
                return
            }
        }
    }
}
