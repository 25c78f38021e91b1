import Learning
import Tables

/// Features as the coordinates between which kernels measure.
///
/// As in `knn`, numbers are in units of their sd, and two levels of a category, or true and false,
/// are 1 apart: a level is a column of zero and the root of a half. A missing cell, and a level that
/// did not occur in training, lies at the mean of the training rows.
struct KernelSpace: Sendable, Hashable, Codable {
    /// How one feature is laid out.
    struct Axis: Sendable, Hashable, Codable {
        /// What is taken off, and what the rest is divided by.
        var center: Double
        var scale: Double
        /// Of a category the share of each level; nil of numbers and bools.
        var shares: [Double]?
        /// Whether some training row had no value.
        var isIncomplete: Bool
        /// The variance over the training rows, once laid out.
        var variance: Double

        var columns: Int { shares?.count ?? 1 }
    }

    /// Farther off the mean no cell is held to be, so that products stay finite.
    static let farthest = 1e12

    var axes: [Axis]
    /// The names of the features that have gaps.
    var incomplete: [String]

    init(_ features: [Feature], _ rows: Matrix) {
        axes = features.enumerated().map { place, feature in
            let cells = rows.column(place)
            switch feature.kind {
            case .number: return Axis(number: cells)
            case .flag: return Axis(flag: cells)
            case .category(let levels): return Axis(levels: levels.count, cells)
            }
        }
        incomplete = zip(axes, features).filter(\.0.isIncomplete).map(\.1.name)
    }

    var columns: Int { axes.reduce(0) { $0 + $1.columns } }

    /// One over twice the mean squared distance of two training rows, times two.
    var usualGamma: Double {
        let variance = axes.reduce(0) { $0 + $1.variance }
        return variance > 0 ? 1 / variance : 1
    }

    var remarks: [String] {
        guard !incomplete.isEmpty else { return [] }
        let shown = incomplete.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
        let more = incomplete.count > 5 ? " and \(incomplete.count - 5) more" : ""
        return ["missing values of \(shown)\(more) count as the mean"]
    }

    /// Whether what was read from a file lays out these features.
    func fits(_ features: [Feature]) -> Bool {
        axes.count == features.count
            && zip(axes, features).allSatisfy { axis, feature in
                axis.center.isFinite && axis.scale.isFinite && axis.scale > 0
                    && axis.shares?.count == feature.levels?.count
                    && axis.shares?.allSatisfy { $0.isFinite } ?? true
            }
    }

    /// Some rows laid out, one behind the other.
    func rows(_ rows: Range<Int>, of matrix: Matrix) -> [Double] {
        let columns = columns
        var laid = [Double](repeating: 0, count: rows.count * columns)
        var start = 0
        for (place, axis) in axes.enumerated() {
            let cells = matrix.column(place)
            for (index, row) in rows.enumerated() {
                let cell = cells[cells.startIndex + row]
                axis.lay(cell) { column, value in
                    laid[index * columns + start + column] = value
                }
            }
            start += axis.columns
        }
        return laid
    }
}

extension KernelSpace.Axis {
    private static let rootOfHalf = 0.5.squareRoot()

    fileprivate init(number cells: ArraySlice<Double>) {
        let there = cells.filter { !$0.isNaN }
        let mean = there.isEmpty ? 0 : there.reduce(0, +) / Double(there.count)
        let squares = there.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(max(1, there.count))).squareRoot()
        let varies = deviation > 0 && deviation.isFinite
        self.init(
            center: mean.isFinite ? mean : 0,
            scale: varies ? deviation : 1,
            shares: nil,
            isIncomplete: there.count < cells.count,
            variance: varies ? Double(there.count) / Double(max(1, cells.count)) : 0
        )
    }

    fileprivate init(flag cells: ArraySlice<Double>) {
        let there = cells.filter { !$0.isNaN }
        let share = there.isEmpty ? 0 : there.reduce(0, +) / Double(there.count)
        self.init(
            center: share,
            scale: 1,
            shares: nil,
            isIncomplete: there.count < cells.count,
            variance: share * (1 - share) * Double(there.count) / Double(max(1, cells.count))
        )
    }

    fileprivate init(levels: Int, _ cells: ArraySlice<Double>) {
        var counts = [Double](repeating: 0, count: levels)
        for cell in cells where !cell.isNaN { counts[Int(cell)] += 1 }
        let total = counts.reduce(0, +)
        let shares = counts.map { total > 0 ? $0 / total : 0 }
        let spread = shares.reduce(0) { $0 + $1 * (1 - $1) } / 2
        self.init(
            center: 0,
            scale: 1,
            shares: shares,
            isIncomplete: total < Double(cells.count),
            variance: spread * total / Double(max(1, cells.count))
        )
    }

    /// Calls `put` for the columns of a cell that may not be zero.
    fileprivate func lay(_ cell: Double, _ put: (_ column: Int, _ value: Double) -> Void) {
        guard let shares else {
            guard !cell.isNaN else { return }
            let off = (cell - center) / scale
            put(0, min(max(off, -KernelSpace.farthest), KernelSpace.farthest))
            return
        }
        guard cell >= 0, cell < Double(shares.count) else {
            for (level, share) in shares.enumerated() { put(level, Self.rootOfHalf * share) }
            return
        }
        put(Int(cell), Self.rootOfHalf)
    }
}
