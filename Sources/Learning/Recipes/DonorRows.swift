import Digests
import Relations
package import Tables

/// Training rows that give their values to rows that miss some: a missing value becomes the mean of
/// it in the nearest rows that have it.
///
/// The distance of two rows is Euclid's over the columns that both have, each in units of its
/// scale, raised by the share of columns that they lack: `sqrt(columns / common · Σ (a - b)²)`, as
/// scikit-learn's `KNNImputer` has it. Of rows as near the first comes first. Where no row has a
/// column in common, the mean of training stands.
package final class DonorRows: RowComputation {
    /// What it learned.
    package struct Facts: Hashable, Sendable, Codable {
        /// The donors' cells, a column behind the other; nil where one is missing.
        package var columns: [[Double?]]
        /// What each column is divided by for distances, above 0.
        package var scales: [Double]
        /// The means of training.
        package var means: [Double]
        /// Which columns are filled, by their position.
        package var filled: [Int]
        package var neighbors: Int

        package init(
            columns: [[Double?]],
            scales: [Double],
            means: [Double],
            filled: [Int],
            neighbors: Int
        ) {
            self.columns = columns
            self.scales = scales
            self.means = means
            self.filled = filled
            self.neighbors = neighbors
        }

        var isWhole: Bool {
            columns.count == scales.count && columns.count == means.count && neighbors > 0
                && columns.allSatisfy { $0.count == columns.first?.count }
                && filled.allSatisfy(columns.indices.contains) && scales.allSatisfy { $0 > 0 }
        }
    }

    /// One column of the donors.
    private struct Donated {
        /// The cells, and in units of the scale; 0 where one is missing.
        var cells: [Double]
        var scaled: [Double]
        /// 1 where there is a cell and 0 where none is; nil where all are there.
        var presence: [Double]?

        init(_ column: [Double?], scale: Double) {
            cells = column.map { $0 ?? 0 }
            scaled = column.map { ($0 ?? 0) / scale }
            presence = column.contains(nil) ? column.map { $0 == nil ? 0 : 1 } : nil
        }
    }

    package let facts: Facts
    package let fingerprint: String
    private let donated: [Donated]
    private let count: Int

    package init(_ facts: Facts) {
        precondition(facts.isWhole, "as many cells in each column")
        self.facts = facts
        donated = zip(facts.columns, facts.scales).map { Donated($0, scale: $1) }
        count = facts.columns.first?.count ?? 0
        var hasher = SHA256Hasher()
        hasher.update(with: Array("\(facts.filled) \(facts.neighbors) \(count)\u{0}".utf8))
        for column in donated {
            for cells in [column.cells, column.scaled, column.presence ?? []] {
                cells.withUnsafeBytes { hasher.update(with: Array($0)) }
            }
        }
        (facts.scales + facts.means).withUnsafeBytes { hasher.update(with: Array($0)) }
        fingerprint = hasher.digest.hexadecimal
    }

    package var name: String { "values of rows near" }
    package var reads: [ColumnType] { Array(repeating: .float, count: donated.count) }
    package var width: Int { facts.filled.count }

    package func lists(of columns: [Column], count rows: Int) -> [Double] {
        let cells = columns.map { column -> [Double] in
            if case .floats(let cells) = column.values { return cells }
            return Array(repeating: 0, count: rows)
        }
        var lists: [Double] = []
        lists.reserveCapacity(rows * width)
        var distances = Distances(count: count)
        for row in 0..<rows {
            let isKnown = columns.map { !$0.isMissing(row) }
            guard facts.filled.contains(where: { !isKnown[$0] }) else {
                for column in facts.filled { lists.append(cells[column][row]) }
                continue
            }
            distances.clear()
            for (place, column) in donated.enumerated() where isKnown[place] {
                let cell = cells[place][row] / facts.scales[place]
                distances.add(cell, column.scaled, column.presence)
            }
            for column in facts.filled {
                lists.append(isKnown[column] ? cells[column][row] : filler(column, distances))
            }
        }
        return lists
    }

    /// The mean of a column in the nearest donors that have it.
    private func filler(_ column: Int, _ distances: Distances) -> Double {
        let nearest = distances.nearest(facts.neighbors, having: donated[column].presence)
        guard !nearest.isEmpty else { return facts.means[column] }
        let sum = nearest.reduce(0) { $0 + donated[column].cells[$1] }
        return sum / Double(nearest.count)
    }
}

/// The squared distances of one row from all donors.
private struct Distances {
    private var squares: [Double]
    /// How many columns the row has in common with a donor, besides those that all donors have.
    private var common: [Double]
    private var always = 0.0
    private var hasGaps = false

    init(count: Int) {
        squares = Array(repeating: 0, count: count)
        common = squares
    }

    mutating func clear() {
        for donor in squares.indices { squares[donor] = 0 }
        if hasGaps { for donor in common.indices { common[donor] = 0 } }
        always = 0
        hasGaps = false
    }

    /// One more column that the row has, in units of its scale.
    mutating func add(_ cell: Double, _ donated: [Double], _ presence: [Double]?) {
        guard let presence else {
            always += 1
            for donor in squares.indices {
                let gap = donated[donor] - cell
                squares[donor] += gap * gap
            }
            return
        }
        hasGaps = true
        for donor in squares.indices {
            let gap = donated[donor] - cell
            squares[donor] += presence[donor] * (gap * gap)
            common[donor] += presence[donor]
        }
    }

    /// The nearest donors of those that have a column, the nearest first.
    func nearest(_ count: Int, having presence: [Double]?) -> [Int] {
        var found: [(donor: Int, distance: Double)] = []
        for donor in squares.indices where presence.map({ $0[donor] == 1 }) ?? true {
            let columns = always + common[donor]
            guard columns > 0 else { continue }
            let distance = squares[donor] / columns
            if found.count == count, let last = found.last, distance >= last.distance { continue }
            let place = found.firstIndex { distance < $0.distance } ?? found.count
            found.insert((donor, distance), at: place)
            if found.count > count { found.removeLast() }
        }
        return found.map(\.donor)
    }
}
