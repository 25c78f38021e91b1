package import Catalog
import Diagnostics
import Kernels
import Relations
package import Tables

/// The number of the interval, from 1, in which a number lies, in its place.
///
/// What lies beyond the training rows is in the first or last; what is missing stays so.
package struct Bin: RecipeStep {
    package static let name = "bin"
    package static let summary = "Numbers as the interval in which they lie, counted from 1."
    package static let settings: [Setting<Bin>] = [
        Setting("bins", \.bins, "how many intervals at most", in: .range(2...1000)),
        Setting(
            "method",
            \.method,
            "of as many rows each, of one width, or as a tree would split by the target",
            in: .choice(["quantile", "width", "tree"])
        ),
    ]
    package static let columns = StepColumns.suiting(.numbers)
    package static let examples = [
        Example("penguins | bin(body_mass_g, bins: 3) | count(body_mass_g)"),
        Example("recipe(arr_delay ~ distance) | bin(distance, method: \"tree\") | fit(flights)"),
    ]

    package var bins = 5
    package var method = "quantile"

    package static func writesValues(of type: ColumnType) -> Bool { true }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        let edges = try method == "tree" ? splits(columns, rows) : cuts(columns, rows)
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for (column, edges) in zip(columns, edges) {
            var parts = [try column.column.missing, .literal(.missing, .int)]
            for (place, edge) in edges.enumerated() {
                parts.append(try .call("<", column.column, .number(edge)))
                parts.append(.int(place + 1))
                learning.facts.append(StepFact(column.name, "below \(place + 1)", edge))
            }
            made.append(
                NamedExpression(column.name, try .call("case", parts + [.int(edges.count + 1)]))
            )
            if edges.isEmpty {
                learning.remarks.append("`\(column.name)` has one interval, and is 1")
            }
        }
        learning.stages = [rows.stage(setting: made)]
        return learning
    }

    /// Inner edges by quantiles or by width, each once.
    private func cuts(_ columns: [Field], _ rows: StepRows) throws -> [[Double]] {
        let shares = method == "quantile" ? (0...bins).map { Double($0) / Double(bins) } : [0, 1]
        let found = try rows.reduced(
            try columns.flatMap { column in
                try shares.enumerated().map { place, share in
                    NamedExpression(
                        "\(place) \(column.name)",
                        try .call("quantile", column.column, .number(share))
                    )
                }
            }
        )
        return try columns.map { column in
            var places = shares.indices.compactMap { found["\($0) \(column.name)"]?.number }
            guard places.count == shares.count, let low = places.first, let high = places.last
            else {
                throw Diagnostic.nothingToLearn(Bin.name, column.name, "edge")
            }
            if method == "width" {
                places = (0...bins).map { low + (high - low) * Double($0) / Double(bins) }
            }
            var edges: [Double] = []
            for edge in places.dropFirst().dropLast()
            where edge > (edges.last ?? low) && edge <= high {
                edges.append(edge)
            }
            if edges.last == high, edges.count > 1 || low == high { edges.removeLast() }
            return edges
        }
    }

    /// Inner edges as a tree of so many leaves would have them.
    private func splits(_ columns: [Field], _ rows: StepRows) throws -> [[Double]] {
        guard let target = rows.target else { throw Diagnostic.stepNeedsTarget(Bin.name) }
        let outcomes = try TargetOutcomes(of: target, in: rows)
        let targets = outcomes.all.map { NamedExpression("\u{1}outcome \($0.name)", $0.value) }
        return try columns.map { column in
            let table = try rows.read([NamedExpression(column)] + targets)
            let present = (0..<table.count).filter { !table.columns[0].isMissing($0) }
            guard !present.isEmpty else {
                throw Diagnostic.nothingToLearn(Bin.name, column.name, "split")
            }
            let x = table.columns[0].numbers { _ in .nan }
            let order = present.sorted { x[$0] < x[$1] }
            let y = table.columns.dropFirst().map { column in
                let cells = column.numbers { _ in .nan }
                return order.map { cells[$0] }
            }
            return SplitTree(x: order.map { x[$0] }, outcomes: y).edges(leaves: bins)
        }
    }
}

/// A tree over one number, grown best split first, by the squared error of its outcomes: of classes
/// as 0 and 1 that is Gini's impurity.
struct SplitTree {
    private let x: [Double]
    /// Sums of each outcome up to a row.
    private let sums: [[Double]]

    /// Rows sorted by `x`.
    init(x: [Double], outcomes: [[Double]]) {
        self.x = x
        sums = outcomes.map { cells in
            // Sums around the mean lose less.
            let mean = Sums.mean(cells)
            var total = 0.0
            return [0]
                + cells.map { cell in
                    total += cell - mean
                    return total
                }
        }
    }

    private struct Split {
        var rows: Range<Int>
        var place: Int
        var gain: Double
    }

    func edges(leaves: Int) -> [Double] {
        var (open, edges) = ([best(in: 0..<x.count)].compactMap { $0 }, [Double]())
        while edges.count < leaves - 1,
            let next = open.indices.max(by: { open[$0].gain < open[$1].gain })
        {
            let split = open.remove(at: next)
            edges.append((x[split.place - 1] + x[split.place]) / 2)
            let parts = [split.rows.lowerBound..<split.place, split.place..<split.rows.upperBound]
            open += parts.compactMap { best(in: $0) }
        }
        return edges.sorted()
    }

    /// The split that takes most off the squared error; nil where none takes any.
    private func best(in rows: Range<Int>) -> Split? {
        var found: Split?
        for place in rows.dropFirst() where x[place - 1] < x[place] {
            var gain = 0.0
            for sums in sums {
                let left = sums[place] - sums[rows.lowerBound]
                let right = sums[rows.upperBound] - sums[place]
                let all = left + right
                gain +=
                    left * left / Double(place - rows.lowerBound)
                    + right * right / Double(rows.upperBound - place)
                    - all * all / Double(rows.count)
            }
            if gain > max(found?.gain ?? 0, 1e-12) {
                found = Split(rows: rows, place: place, gain: gain)
            }
        }
        return found
    }
}
