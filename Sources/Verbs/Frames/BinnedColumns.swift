import Catalog
import Kernels
import Relations
import Tables
import Values

/// How the values of columns lie that have many: bars, and the quartiles of numbers.
///
/// Each column is counted in thousands of bins of one width; the values of the bins in which its
/// quartiles lie are read and sorted.
struct BinnedColumns {
    private let frame: Frame
    private let rows: Int
    private let context: CallContext

    private static let bins = 400 * DescriptionBars.count

    init(_ frame: Frame, rows: Int, _ context: CallContext) {
        self.frame = frame
        self.rows = rows
        self.context = context
    }

    /// A column, and how its numbers fall into bins.
    private struct Binned {
        let field: Tables.Field
        let numbers: RowExpression
        let low: Double
        let scale: Double
        var counts: [Int64] = []

        func bin(_ value: Double) -> Int {
            Int(((value - low) * scale).rounded(.down))
        }

        /// How many values lie in each bar.
        var heights: [Int64] {
            let width = BinnedColumns.bins / DescriptionBars.count
            var heights = [Int64](repeating: 0, count: DescriptionBars.count)
            for (bin, count) in counts.enumerated() {
                heights[min(bin / width, heights.count - 1)] += count
            }
            return heights
        }

        /// Numbers that a bin does not reach, though rounding may be against it.
        func bounds(_ bin: Int) -> (Double, Double) {
            let edges = [Double(bin) - 1e-3, Double(bin) + 1 + 1e-3].map { low + $0 / scale }
            return (edges[0].nextDown, edges[1].nextUp)
        }
    }

    /// The facts with what the bins tell.
    func adding(to facts: [(field: Tables.Field, facts: ColumnFacts)]) throws -> [ColumnFacts] {
        var found = facts.map(\.facts)
        var columns: [Int: Binned] = [:]
        for (index, one) in facts.enumerated() {
            guard let column = try binned(one.field, one.facts) else { continue }
            columns[index] = column
            found[index].heights = column.heights
        }
        for (index, one) in facts.enumerated() where one.field.type.isNumber {
            guard let column = columns[index], let bins = quartileBins(column) else {
                found[index].quartiles = try wholeQuartiles(one.field)
                continue
            }
            found[index].quartiles = quartiles(column, bins, try values(of: column, in: bins))
        }
        return found
    }

    private func binned(_ field: Tables.Field, _ facts: ColumnFacts) throws -> Binned? {
        guard let numbers = try DescribedColumns.numbers(field), let low = facts.low.place,
            let high = facts.high.place
        else { return nil }
        let scale = Double(Self.bins) / (high - low)
        guard scale.isFinite, scale > 0 else { return nil }
        var column = Binned(field: field, numbers: numbers, low: low, scale: scale)
        let counted = frame.projected([NamedExpression("bin", try bin(of: column))]).summarized(
            [NamedExpression("count", try .calling("count"))],
            by: [NamedExpression("bin", .column("bin", .int))]
        )
        let table = try context.engine.collect(counted.plan, in: context.work)
        // The highest value has a bin of its own.
        column.counts = Array(repeating: 0, count: Self.bins + 1)
        for row in 0..<table.count {
            guard case .int(let bin) = table.columns[0][row],
                case .int(let count) = table.columns[1][row]
            else { continue }
            column.counts[Int(bin)] = count
        }
        return column
    }

    /// The bin of each row.
    private func bin(of column: Binned) throws -> RowExpression {
        try .calling(
            Self.bin,
            [
                column.numbers, .literal(.float(column.low)), .literal(.float(column.scale)),
            ]
        )
    }

    private static let bin = RowFunction(
        "bin of one width",
        "The number of the bin in which a value lies.",
        .numbers,
        takes: ["x", "low", "scale"].map { RowParameter($0, "a number", .anything) },
        sql: .template("CAST(floor((CAST($1 AS DOUBLE) - $2) * $3) AS SMALLINT)")
    ) { _ in .int }
}

/// From counted bins to quartiles.
extension BinnedColumns {
    /// The ranks between which the quartiles lie, and how far from the lower one.
    private func ranks(_ count: Int64) -> [(low: Int64, high: Int64, part: Double)] {
        ColumnFacts.shares.map { share in
            let rank = Double(count - 1) * share
            let low = rank.rounded(.down)
            return (Int64(low), Int64(rank.rounded(.up)), rank - low)
        }
    }

    /// The bins to be read, or nil where they hold too much of all rows.
    private func quartileBins(_ column: Binned) -> [Int]? {
        let total = column.counts.reduce(0, +)
        guard total > 0 else { return nil }
        let sought = ranks(total).flatMap { [$0.low, $0.high] }
        var (bins, passed): (Set<Int>, Int64) = ([], 0)
        for (bin, count) in column.counts.enumerated() {
            let range = passed..<passed + count
            if sought.contains(where: range.contains) {
                guard count <= max(10_000, rows / 50) else { return nil }
                bins.insert(bin)
            }
            passed += count
        }
        return bins.sorted()
    }

    /// The values of a column that lie in some bins, ascending.
    private func values(of column: Binned, in bins: [Int]) throws -> [Double] {
        let ranges = try bins.map { bin in
            let (low, high) = column.bounds(bin)
            return try RowExpression.calling(
                "between",
                column.numbers,
                .literal(.float(low)),
                .literal(.float(high))
            )
        }
        let either = try ranges.dropFirst().reduce(ranges[0]) { try .calling("or", $0, $1) }
        let read = frame.filtered(where: [either])
            .projected([NamedExpression("value", column.numbers)])
        let wanted = Set(bins)
        let table = try context.engine.collect(read.plan, in: context.work)
        let values = (0..<table.count).compactMap { row -> Double? in
            guard let value = table.columns[0][row].number else { return nil }
            return wanted.contains(column.bin(value)) ? value : nil
        }
        return values.sorted()
    }

    private func quartiles(_ column: Binned, _ bins: [Int], _ values: [Double]) -> [Scalar] {
        func value(_ rank: Int64) -> Double? {
            var (passed, read): (Int64, Int64) = (0, 0)
            for (bin, count) in column.counts.enumerated() {
                if rank < passed + count { return values[Int(read + rank - passed)] }
                passed += count
                if bins.contains(bin) { read += count }
            }
            return nil
        }
        return ranks(column.counts.reduce(0, +)).map { rank in
            guard let low = value(rank.low), let high = value(rank.high) else { return .missing }
            return .float(low + (high - low) * rank.part)
        }
    }

    /// By the engine, which keeps all values at once.
    private func wholeQuartiles(_ field: Tables.Field) throws -> [Scalar] {
        let shares = RowExpression.literal(.list(ColumnFacts.shares.map { .float($0) }))
        let quartiles = try RowExpression.calling("quantile", .column(field), shares)
        let plan = frame.summarized([NamedExpression("quartiles", quartiles)], by: []).plan
        let table = try context.engine.collect(plan, in: context.work)
        guard case .list(let found) = table.columns[0][0] else {
            return ColumnFacts().quartiles
        }
        return found
    }
}
