import Learning
import Tables

/// What makes up the distance of two rows: which features are numbers, and their scales.
struct Measure: Sendable {
    /// The features in the order in which gaps are added: numbers first.
    let order: [Int]
    let numbers: Int
    private let scales: [Double]

    /// Farther from zero no scaled number is held to be, so that squares stay finite.
    static let farthest = 1e140

    init(_ features: [Feature], _ scales: [Double]) {
        let isNumber = features.map { $0.kind == .number }
        order = features.indices.filter { isNumber[$0] } + features.indices.filter { !isNumber[$0] }
        numbers = isNumber.count { $0 }
        self.scales = scales
    }

    /// The cell at a place of the order.
    func scaled(_ cell: Double, at place: Int) -> Double {
        guard place < numbers, !cell.isNaN else { return cell }
        return min(max(cell / scales[order[place]], -Self.farthest), Self.farthest)
    }
}

/// Rows in the order of a k-d tree, eight of them side by side, in which the nearest are searched.
///
/// The search is exact. Up to `mostNumbers` numbers without gaps it follows the tree; beyond them,
/// where the tree leaves out little, and where cells are missing, every row is looked at.
final class NeighborIndex: Sendable {
    /// Rows that are asked at once.
    static let chunk = 64
    static let mostNumbers = 12
    /// Eights of rows in a leaf, and in a block that stays in the cache while all rows of a chunk
    /// are compared with it.
    static let leaf = 4
    static let block = 64

    /// A box of rows: its eights, its corners, and its halves where it has some.
    struct Node: Sendable {
        var eights: Range<Int>
        var low: [Double]
        var high: [Double]
        var halves: (near: Int, far: Int)?
    }

    let measure: Measure
    let columns: Int
    let hasGaps: Bool
    /// For each eight of rows a cell of every column, in the measure's order.
    let cells: [SIMD8<Double>]
    /// The training row at each place.
    let rows: [Int]
    let weights: [Double]?
    let nodes: [Node]

    init(_ matrix: Matrix, weights: [Double]?, measure: Measure) {
        self.measure = measure
        self.weights = weights
        columns = matrix.columns
        hasGaps = matrix.cells.contains { $0.isNaN }
        let columns = measure.order.enumerated().map { place, feature in
            matrix.column(feature).map { measure.scaled($0, at: place) }
        }
        let usesTree = !hasGaps && (1...Self.mostNumbers).contains(measure.numbers)
        var tree = TreeMaking(Array(columns.prefix(measure.numbers)), rows: matrix.rows)
        if usesTree { tree.split() }
        (rows, nodes) = (tree.rows, tree.nodes)
        let eights = (matrix.rows + 7) / 8
        var cells: [SIMD8<Double>] = []
        cells.reserveCapacity(eights * matrix.columns)
        for eight in 0..<eights {
            for column in columns {
                var eightCells = SIMD8<Double>(repeating: .nan)
                for lane in 0..<min(8, matrix.rows - eight * 8) {
                    eightCells[lane] = column[rows[eight * 8 + lane]]
                }
                cells.append(eightCells)
            }
        }
        self.cells = cells
    }

    /// Calls `body` for each of some rows with the nearest training rows.
    func visitNearest(
        of matrix: Matrix,
        rows asked: Range<Int>,
        weight: Double,
        _ body: (_ row: Int, _ nearest: Nearest) -> Void
    ) {
        let queries = asked.map { row in
            Query(
                measure.order.enumerated().map { place, feature in
                    measure.scaled(matrix[row, feature], at: place)
                }
            )
        }
        var found = queries.map { _ in Nearest(weight: weight) }
        cells.withUnsafeBufferPointer { cells in
            let scan = Scan(index: self, cells: cells)
            let follows = queries.map { !nodes.isEmpty && $0.isWhole }
            for place in queries.indices where follows[place] {
                scan.follow(0, queries[place], &found[place])
            }
            let others = queries.indices.filter { !follows[$0] }
            let eights = (rows.count + 7) / 8
            for start in stride(from: 0, to: others.isEmpty ? 0 : eights, by: Self.block) {
                let block = start..<min(eights, start + Self.block)
                for place in others { scan.compare(block, queries[place], &found[place]) }
            }
        }
        for (place, row) in asked.enumerated() { body(row, found[place]) }
    }
}

/// A row whose neighbours are searched, in the measure's order.
struct Query {
    let cells: [Double]
    /// The places of the cells that are there.
    let known: [Int]

    init(_ cells: [Double]) {
        self.cells = cells
        known = cells.indices.filter { !cells[$0].isNaN }
    }

    var isWhole: Bool { known.count == cells.count }
}

/// Comparing rows with training rows, eight at a time.
struct Scan {
    let index: NeighborIndex
    let cells: UnsafeBufferPointer<SIMD8<Double>>

    /// Visits the nearer half first, and a box only where something in it may be near enough.
    func follow(_ node: Int, _ query: Query, _ nearest: inout Nearest) {
        let box = index.nodes[node]
        guard square(from: query, to: box) <= nearest.bound else { return }
        guard let halves = box.halves else { return compare(box.eights, query, &nearest) }
        let near = square(from: query, to: index.nodes[halves.near])
        let far = square(from: query, to: index.nodes[halves.far])
        follow(near <= far ? halves.near : halves.far, query, &nearest)
        follow(near <= far ? halves.far : halves.near, query, &nearest)
    }

    /// The squared distance from a box, in the order in which those from rows are added, so that
    /// rounding cannot make it the larger one.
    private func square(from query: Query, to box: NeighborIndex.Node) -> Double {
        var sum = 0.0
        for place in box.low.indices {
            let cell = query.cells[place]
            let gap = max(box.low[place] - cell, cell - box.high[place], 0)
            sum += gap * gap
        }
        return sum
    }

    func compare(_ eights: Range<Int>, _ query: Query, _ nearest: inout Nearest) {
        guard !query.known.isEmpty else { return }
        if index.hasGaps {
            compareWithGaps(eights, query, &nearest)
        } else {
            compareWhole(eights, query, &nearest)
        }
    }

    /// Numbers that are added before a look at whether any of eight rows can still be near enough.
    private static let glance = 4

    /// Training rows that have every cell.
    private func compareWhole(_ eights: Range<Int>, _ query: Query, _ nearest: inout Nearest) {
        let raise = Double(index.columns) / Double(query.known.count)
        let numbers = query.known.count { $0 < index.measure.numbers }
        let (known, values) = (query.known.span, query.cells.span)
        rows: for eight in eights {
            let start = eight * index.columns
            var sums = SIMD8<Double>.zero
            var next = 0
            while next < numbers {
                let end = min(numbers, next + Self.glance)
                while next < end {
                    let gaps = cells[start + known[next]] - values[known[next]]
                    sums += gaps * gaps
                    next += 1
                }
                guard any(sums * raise .<= nearest.bound) else { continue rows }
            }
            while next < known.count {
                let isOther = cells[start + known[next]] .!= values[known[next]]
                sums += SIMD8.zero.replacing(with: 1, where: isOther)
                next += 1
            }
            offer(eight, sums * raise, &nearest)
        }
    }

    private func compareWithGaps(_ eights: Range<Int>, _ query: Query, _ nearest: inout Nearest) {
        for eight in eights {
            let start = eight * index.columns
            var (sums, common) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
            for place in query.known {
                let given = cells[start + place]
                let isThere = given .== given
                let gaps = given - query.cells[place]
                let isOther = given .!= query.cells[place]
                let squares =
                    place < index.measure.numbers
                    ? gaps * gaps : SIMD8.zero.replacing(with: 1, where: isOther)
                sums += SIMD8.zero.replacing(with: squares, where: isThere)
                common += SIMD8.zero.replacing(with: 1, where: isThere)
            }
            // Without a cell in common 0 / 0 is no distance, which is never offered.
            offer(eight, sums * (Double(index.columns) / common), &nearest)
        }
    }

    private func offer(_ eight: Int, _ squares: SIMD8<Double>, _ nearest: inout Nearest) {
        guard any(squares .<= nearest.bound) else { return }
        for lane in 0..<min(8, index.rows.count - eight * 8) where squares[lane] <= nearest.bound {
            let row = index.rows[eight * 8 + lane]
            nearest.offer(row, square: squares[lane], weight: index.weights?[row] ?? 1)
        }
    }
}
